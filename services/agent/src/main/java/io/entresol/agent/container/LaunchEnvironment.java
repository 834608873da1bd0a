package io.entresol.agent.container;

import io.entresol.mesos.v1.Environment;
import io.entresol.mesos.v1.Secret;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment of a container's first process. */
public final class LaunchEnvironment {
  public static final String SANDBOX = "MESOS_SANDBOX";

  private LaunchEnvironment() {}

  /**
   * What the agent adds, under what the command itself names, under where the sandbox is.
   *
   * @param sandbox the sandbox's path as the container sees it
   */
  public static Map<String, String> of(ContainerSpec spec, String sandbox) {
    Map<String, String> environment = new LinkedHashMap<>(spec.environment());
    for (Environment.Variable variable : spec.command().getEnvironment().getVariablesList()) {
      environment.put(variable.getName(), value(variable));
    }
    environment.put(SANDBOX, sandbox);
    return environment;
  }

  private static String value(Environment.Variable variable) {
    if (variable.getType() != Environment.Variable.Type.SECRET) {
      return variable.getValue();
    }
    Secret secret = variable.getSecret();
    if (secret.getType() != Secret.Type.VALUE) {
      throw new LaunchFailedException(
          LaunchFailedException.Kind.START,
          "Environment variable '"
              + variable.getName()
              + "' refers to a secret, and no secret store is configured");
    }
    return secret.getValue().getData().toStringUtf8();
  }
}
