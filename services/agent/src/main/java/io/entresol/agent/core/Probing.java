package io.entresol.agent.core;

import io.entresol.mesos.v1.CheckInfo;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.HealthCheck;
import io.entresol.mesos.v1.NetworkInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.agent.TaskKill;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides when tasks are probed and what follows from the results. */
final class Probing {
  /** A check without a pause between its probes would do nothing else. */
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

  private final CoreState state;
  private final StatusUpdates updates;
  private final Kills kills;

  Probing(CoreState state, StatusUpdates updates, Kills kills) {
    this.state = state;
    this.updates = updates;
    this.kills = kills;
  }

  /** Begins to probe a task that has begun to run. */
  void start(Turn turn, AgentTask task, Container container) {
    TaskChecks.of(task.info())
        .ifPresent(
            checks -> {
              task.checks(checks);
              task.lastStatus().ifPresent(checks::restore);
              Instant now = turn.now();
              checks
                  .healthCheck()
                  .ifPresent(
                      h -> schedule(container, Probe.Purpose.HEALTH, now, h.getDelaySeconds()));
              checks
                  .check()
                  .ifPresent(
                      c -> schedule(container, Probe.Purpose.CHECK, now, c.getDelaySeconds()));
            });
  }

  private void schedule(Container container, Probe.Purpose purpose, Instant now, double seconds) {
    state.deadlines().set(new Due.Probing(container.name(), purpose), now.plus(duration(seconds)));
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis(Math.max(0, Math.round(Math.min(seconds, 1e9) * 1000)));
  }

  void due(Turn turn, AgentTask task, Container container, Probe.Purpose purpose) {
    TaskChecks checks = task.checks().orElseThrow();
    Optional<Probe.Target> target =
        purpose == Probe.Purpose.HEALTH
            ? checks.healthCheck().flatMap(health -> target(task, container, health))
            : checks.check().flatMap(check -> target(task, container, check));
    double timeout =
        purpose == Probe.Purpose.HEALTH
            ? checks.healthCheck().orElseThrow().getTimeoutSeconds()
            : checks.check().orElseThrow().getTimeoutSeconds();
    target.ifPresent(
        at ->
            turn.effect(
                new AgentEffect.RunProbe(
                    new Probe(
                        container.id(),
                        purpose,
                        task.inDocker(),
                        at,
                        timeout > 0 ? Optional.of(duration(timeout)) : Optional.empty()))));
  }

  private static Optional<Probe.Target> target(
      AgentTask task, Container container, HealthCheck health) {
    // Before the type was introduced, the field that is set said which it is.
    if (health.hasHttp() && (!health.hasType() || health.getType() == HealthCheck.Type.HTTP)) {
      HealthCheck.HTTPCheckInfo http = health.getHttp();
      return Optional.of(
          new Probe.Http(
              http.hasScheme() ? http.getScheme() : "http",
              host(task, container, http.getProtocol()),
              http.getPort(),
              http.hasPath() ? http.getPath() : "/"));
    }
    if (health.hasTcp() && health.getType() == HealthCheck.Type.TCP) {
      return Optional.of(
          new Probe.Tcp(
              host(task, container, health.getTcp().getProtocol()), health.getTcp().getPort()));
    }
    return health.hasCommand()
        ? Optional.of(new Probe.Command(health.getCommand()))
        : Optional.empty();
  }

  private static Optional<Probe.Target> target(
      AgentTask task, Container container, CheckInfo check) {
    String host = host(task, container, NetworkInfo.Protocol.IPv4);
    return switch (check.getType()) {
      case COMMAND -> Optional.of(new Probe.Command(check.getCommand().getCommand()));
      case HTTP ->
          Optional.of(
              new Probe.Http(
                  "http",
                  host,
                  check.getHttp().getPort(),
                  check.getHttp().hasPath() ? check.getHttp().getPath() : "/"));
      case TCP -> Optional.of(new Probe.Tcp(host, check.getTcp().getPort()));
      case UNKNOWN -> Optional.empty();
    };
  }

  /** The container's own address if it has one, otherwise the machine's loopback. */
  private static String host(AgentTask task, Container container, NetworkInfo.Protocol protocol) {
    boolean ownNetwork =
        task.inDocker()
            && task.info().getContainer().getDocker().getNetwork()
                != ContainerInfo.DockerInfo.Network.HOST;
    if (ownNetwork) {
      for (NetworkInfo network : container.status().orElseThrow().getNetworkInfosList()) {
        for (NetworkInfo.IPAddress address : network.getIpAddressesList()) {
          if (address.hasIpAddress()) {
            return address.getIpAddress();
          }
        }
      }
    }
    return protocol == NetworkInfo.Protocol.IPv6 ? "::1" : "127.0.0.1";
  }

  /** Takes in a result; one that comes after a kill has begun tells nothing. */
  void result(
      Turn turn, AgentTask task, Container container, Probe.Purpose purpose, Probe.Result result) {
    if (task.ended() || task.kill().isPresent() || task.checks().isEmpty()) {
      return;
    }
    TaskChecks checks = task.checks().get();
    if (purpose == Probe.Purpose.CHECK) {
      again(turn, container, purpose, checks.check().orElseThrow().getIntervalSeconds());
      if (checks.checked(result)) {
        report(turn, task, TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED);
      }
      return;
    }
    HealthCheck health = checks.healthCheck().orElseThrow();
    again(turn, container, purpose, health.getIntervalSeconds());
    if (TaskChecks.isSuccess(result)) {
      if (checks.succeeded()) {
        report(turn, task, TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED);
      }
    } else if (checks.everHealthy() || graceIsOver(turn, task, health)) {
      boolean tooMany = checks.failed();
      report(turn, task, TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED);
      if (tooMany) {
        kills.killTask(turn, task, Optional.empty(), TaskKill.Cause.UNHEALTHY);
      }
    }
  }

  private void again(Turn turn, Container container, Probe.Purpose purpose, double seconds) {
    Duration interval = duration(seconds);
    state
        .deadlines()
        .set(
            new Due.Probing(container.name(), purpose),
            turn.now()
                .plus(interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval));
  }

  private static boolean graceIsOver(Turn turn, AgentTask task, HealthCheck health) {
    Instant started = task.started().orElse(turn.now());
    return turn.now().isAfter(started.plus(duration(health.getGracePeriodSeconds())))
        || health.getGracePeriodSeconds() <= 0;
  }

  private void report(Turn turn, AgentTask task, TaskStatus.Reason reason) {
    TaskChecks checks = task.checks().orElseThrow();
    TaskStatus.Builder status =
        StatusUpdates.fromExecutor(TaskState.TASK_RUNNING).setReason(reason);
    checks.healthy().ifPresent(status::setHealthy);
    checks.checkStatus().ifPresent(status::setCheckStatus);
    updates.report(turn, task, status);
  }
}
