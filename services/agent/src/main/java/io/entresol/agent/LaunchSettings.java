package io.entresol.agent;

import io.entresol.agent.core.ContainerLaunch;
import io.entresol.agent.http.ExecutorTokens;
import io.entresol.agent.http.ExecutorTokens.Claims;
import io.entresol.mesos.v1.Resource;
import io.entresol.proto.agent.ExecutorRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What all containers of an agent are told.
 *
 * @param pid of the agent, as Mesos prints it
 * @param endpoint of the agent's HTTP server: {@code ip:port}
 * @param ip the agent's
 * @param switchUser whether containers run as the user that their command or framework names
 * @param shutdownGracePeriod unless an executor has its own
 * @param recoveryTimeout how long executors wait for an agent that is away
 * @param reregistrationTimeout how soon they come back to one that is there again
 * @param checkpointAlways whether all executors are found again
 * @param tokens what executors of frameworks' own prove themselves by; empty if they need not
 * @param executorEnvironment what the operator wants executors to find in their environment
 */
record LaunchSettings(
    String pid,
    String endpoint,
    String ip,
    boolean switchUser,
    Duration shutdownGracePeriod,
    Duration recoveryTimeout,
    Duration reregistrationTimeout,
    boolean checkpointAlways,
    Optional<ExecutorTokens> tokens,
    Map<String, String> executorEnvironment) {
  LaunchSettings {
    executorEnvironment = Map.copyOf(executorEnvironment);
  }

  /** The environment that Mesos gives executors, and through the command executor its tasks. */
  Map<String, String> environment(ContainerLaunch launch, Path sandbox) {
    boolean checkpoint = checkpointAlways || launch.framework().getCheckpoint();
    Duration grace =
        launch.executor().hasShutdownGracePeriod()
            ? Duration.ofNanos(launch.executor().getShutdownGracePeriod().getNanoseconds())
            : shutdownGracePeriod;
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("LIBPROCESS_IP", ip);
    environment.putAll(executorEnvironment);
    environment.putAll(allocationRole(launch));
    environment.put("LIBPROCESS_PORT", "0");
    environment.put("MESOS_AGENT_ENDPOINT", endpoint);
    environment.put("MESOS_CHECKPOINT", checkpoint ? "1" : "0");
    environment.put("MESOS_DIRECTORY", sandbox.toString());
    if (launch.kind() == ExecutorRun.Kind.CUSTOM) {
      tokens.ifPresent(
          signed ->
              environment.put("MESOS_EXECUTOR_AUTHENTICATION_TOKEN", signed.token(claims(launch))));
    }
    environment.put("MESOS_EXECUTOR_ID", launch.executor().getExecutorId().getValue());
    environment.put("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", FlagText.duration(grace));
    environment.put("MESOS_FRAMEWORK_ID", launch.framework().getId().getValue());
    environment.put("MESOS_HTTP_COMMAND_EXECUTOR", "0");
    environment.put("MESOS_SLAVE_ID", launch.agentId().getValue());
    environment.put("MESOS_SLAVE_PID", pid);
    if (checkpoint) {
      environment.put("MESOS_RECOVERY_TIMEOUT", FlagText.duration(recoveryTimeout));
      environment.put("MESOS_SUBSCRIPTION_BACKOFF_MAX", FlagText.duration(reregistrationTimeout));
    }
    return environment;
  }

  private static Claims claims(ContainerLaunch launch) {
    return new Claims(
        launch.framework().getId().getValue(),
        launch.executor().getExecutorId().getValue(),
        launch.id().getValue());
  }

  /** Whose share a task uses; nothing for an executor that runs tasks of its own. */
  Map<String, String> allocationRole(ContainerLaunch launch) {
    return launch
        .task()
        .map(task -> task.getResourcesList().stream())
        .orElse(Stream.empty())
        .filter(Resource::hasAllocationInfo)
        .findFirst()
        .map(resource -> Map.of("MESOS_ALLOCATION_ROLE", resource.getAllocationInfo().getRole()))
        .orElse(Map.of());
  }
}
