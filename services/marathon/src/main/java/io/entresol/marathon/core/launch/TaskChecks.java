package io.entresol.marathon.core.launch;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.Check.Probe;
import io.entresol.mesos.v1.CheckInfo;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.HealthCheck;
import io.entresol.mesos.v1.NetworkInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The checks that the agent runs. It looks at them from within the task's network, so ports are
 * those that the task itself sees.
 */
final class TaskChecks {
  private TaskChecks() {}

  /** The first of the app's health checks that the agent can run; it runs one. */
  static Optional<HealthCheck> health(AppSpec spec, List<AssignedPort> ports) {
    return spec.healthChecks().stream()
        .filter(check -> check.protocol().isRunByAgent())
        .findFirst()
        .flatMap(check -> health(check, ports));
  }

  private static Optional<HealthCheck> health(
      io.entresol.marathon.core.app.HealthCheck check, List<AssignedPort> ports) {
    HealthCheck.Builder info =
        HealthCheck.newBuilder()
            .setDelaySeconds(seconds(check.delay()))
            .setIntervalSeconds(seconds(check.interval()))
            .setTimeoutSeconds(seconds(check.timeout()))
            .setGracePeriodSeconds(seconds(check.gracePeriod()))
            .setConsecutiveFailures(check.maxConsecutiveFailures());
    if (check.command().isPresent()) {
      return Optional.of(
          info.setType(HealthCheck.Type.COMMAND)
              .setCommand(command(check.command().get()))
              .build());
    }
    NetworkInfo.Protocol ip = NetworkInfo.Protocol.valueOf(check.ipProtocol());
    return port(check.portIndex(), check.port(), ports)
        .map(
            port -> {
              if (!check.protocol().isHttp()) {
                return info.setType(HealthCheck.Type.TCP)
                    .setTcp(HealthCheck.TCPCheckInfo.newBuilder().setPort(port).setProtocol(ip))
                    .build();
              }
              HealthCheck.HTTPCheckInfo.Builder http =
                  HealthCheck.HTTPCheckInfo.newBuilder()
                      .setScheme(check.protocol().name().endsWith("HTTPS") ? "https" : "http")
                      .setPort(port)
                      .setProtocol(ip);
              check.path().ifPresent(http::setPath);
              return info.setType(HealthCheck.Type.HTTP).setHttp(http).build();
            });
  }

  static Optional<CheckInfo> check(AppSpec spec, List<AssignedPort> ports) {
    return spec.check()
        .flatMap(
            check -> {
              CheckInfo.Builder info =
                  CheckInfo.newBuilder()
                      .setDelaySeconds(seconds(check.delay()))
                      .setIntervalSeconds(seconds(check.interval()))
                      .setTimeoutSeconds(seconds(check.timeout()));
              return probe(check.probe(), ports, info);
            });
  }

  private static Optional<CheckInfo> probe(
      Probe probe, List<AssignedPort> ports, CheckInfo.Builder info) {
    if (probe instanceof Probe.Exec exec) {
      return Optional.of(
          info.setType(CheckInfo.Type.COMMAND)
              .setCommand(CheckInfo.Command.newBuilder().setCommand(command(exec.command())))
              .build());
    }
    if (probe instanceof Probe.Http http) {
      CheckInfo.Http.Builder builder = CheckInfo.Http.newBuilder();
      http.path().ifPresent(builder::setPath);
      return port(http.portIndex(), http.port(), ports)
          .map(port -> info.setType(CheckInfo.Type.HTTP).setHttp(builder.setPort(port)).build());
    }
    Probe.Tcp tcp = (Probe.Tcp) probe;
    return port(tcp.portIndex(), tcp.port(), ports)
        .map(
            port ->
                info.setType(CheckInfo.Type.TCP)
                    .setTcp(CheckInfo.Tcp.newBuilder().setPort(port))
                    .build());
  }

  private static Optional<Integer> port(
      Optional<Integer> index, Optional<Integer> fixed, List<AssignedPort> ports) {
    if (fixed.isPresent()) {
      return fixed;
    }
    int position = index.orElse(0);
    return position < ports.size() ? Optional.of(ports.get(position).ownPort()) : Optional.empty();
  }

  private static CommandInfo command(io.entresol.marathon.core.app.HealthCheck.Command command) {
    if (command.shell().isPresent()) {
      return CommandInfo.newBuilder().setShell(true).setValue(command.shell().get()).build();
    }
    return CommandInfo.newBuilder()
        .setShell(false)
        .setValue(command.argv().get(0))
        .addAllArguments(command.argv())
        .build();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
