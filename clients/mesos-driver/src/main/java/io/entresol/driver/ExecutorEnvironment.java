package io.entresol.driver;

import io.entresol.driver.core.ExecutorSettings;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import java.util.Map;
import java.util.Optional;

/** What an agent writes into the environment of an executor. */
final class ExecutorEnvironment {
  private static final long RECOVERY_TIMEOUT_MS = 15 * 60_000;
  private static final long SUBSCRIPTION_BACKOFF_MAX_MS = 2_000;
  private static final long SHUTDOWN_GRACE_MS = 5_000;

  private final Map<String, String> variables;

  ExecutorEnvironment(Map<String, String> variables) {
    this.variables = variables;
  }

  /**
   * Where the agent listens.
   *
   * @throws IllegalArgumentException if it does not say so; the message names the variable
   */
  HostPort agent() {
    String endpoint = variables.get("MESOS_AGENT_ENDPOINT");
    if (endpoint != null) {
      return parse("MESOS_AGENT_ENDPOINT", endpoint);
    }
    String pid = required("MESOS_SLAVE_PID");
    return parse("MESOS_SLAVE_PID", pid.substring(pid.indexOf('@') + 1));
  }

  private static HostPort parse(String name, String text) {
    try {
      return HostPort.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /** What the agent wants to see, so that no other process plays this executor. */
  Optional<String> token() {
    return Optional.ofNullable(variables.get("MESOS_EXECUTOR_AUTHENTICATION_TOKEN"));
  }

  ExecutorSettings settings() {
    boolean local = variables.containsKey("MESOS_LOCAL");
    return new ExecutorSettings(
        FrameworkID.newBuilder().setValue(required("MESOS_FRAMEWORK_ID")).build(),
        ExecutorID.newBuilder().setValue(required("MESOS_EXECUTOR_ID")).build(),
        "1".equals(variables.get("MESOS_CHECKPOINT")),
        Durations.millis(variables, "MESOS_RECOVERY_TIMEOUT", RECOVERY_TIMEOUT_MS),
        Durations.millis(variables, "MESOS_SUBSCRIPTION_BACKOFF_MAX", SUBSCRIPTION_BACKOFF_MAX_MS),
        local
            ? -1
            : Durations.millis(
                variables, "MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", SHUTDOWN_GRACE_MS));
  }

  private String required(String name) {
    String value = variables.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(name + " is not set");
    }
    return value;
  }
}
