package io.entresol.marathon.core.rest;

import io.entresol.marathon.core.app.AppId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One instance's task as clients see it.
 *
 * @param state the Mesos task state, for example {@code TASK_RUNNING}
 * @param host the agent's host name
 * @param ports the host ports, in order of port index
 * @param agentId empty before launch
 * @param version the version of the app that it runs
 */
public record InstanceView(
    String taskId,
    AppId appId,
    String host,
    List<Integer> ports,
    List<IpAddress> ipAddresses,
    String state,
    Optional<Instant> stagedAt,
    Optional<Instant> startedAt,
    Instant version,
    Optional<String> agentId,
    Optional<String> region,
    Optional<String> zone,
    List<HealthResult> healthResults,
    List<LocalVolume> localVolumes) {
  public InstanceView {
    ports = List.copyOf(ports);
    ipAddresses = List.copyOf(ipAddresses);
    healthResults = List.copyOf(healthResults);
    localVolumes = List.copyOf(localVolumes);
  }

  public boolean isRunning() {
    return state.equals("TASK_RUNNING");
  }

  /** Whether it is on its way to running. */
  public boolean isStaged() {
    return state.equals("TASK_STAGING") || state.equals("TASK_STARTING");
  }

  /** Whether it runs, has results of health checks, and all are good. */
  public boolean isHealthy() {
    return isRunning()
        && !healthResults.isEmpty()
        && healthResults.stream().allMatch(HealthResult::alive);
  }

  /** Whether it runs and a health check says that it does not work. */
  public boolean isUnhealthy() {
    return isRunning() && healthResults.stream().anyMatch(result -> !result.alive());
  }

  /**
   * An address of the task's own.
   *
   * @param protocol {@code IPv4} or {@code IPv6}
   */
  public record IpAddress(String address, String protocol) {}

  public record LocalVolume(String containerPath, String persistenceId) {}

  /** What one health check has found so far. */
  public record HealthResult(
      boolean alive,
      int consecutiveFailures,
      Optional<Instant> firstSuccess,
      Optional<Instant> lastSuccess,
      Optional<Instant> lastFailure,
      Optional<String> lastFailureCause) {}
}
