package io.entresol.marathon.core.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether a running instance works; one that fails too often is killed.
 *
 * @param path for HTTP
 * @param portIndex into the app's ports; empty if {@code port} is given or no port is needed
 * @param port a fixed port
 * @param command for COMMAND
 * @param gracePeriod failures this soon after the start do not count before the first success
 * @param delay before the first check, for those that the agent runs
 * @param maxConsecutiveFailures 0 never kills
 * @param ignoreHttp1xx whether an informational answer is neither good nor bad
 * @param ipProtocol {@code IPv4} or {@code IPv6}
 */
public record HealthCheck(
    Protocol protocol,
    Optional<String> path,
    Optional<Integer> portIndex,
    Optional<Integer> port,
    Optional<Command> command,
    Duration gracePeriod,
    Duration interval,
    Duration timeout,
    Duration delay,
    int maxConsecutiveFailures,
    boolean ignoreHttp1xx,
    String ipProtocol) {
  public enum Protocol {
    HTTP,
    HTTPS,
    TCP,
    COMMAND,
    MESOS_HTTP,
    MESOS_HTTPS,
    MESOS_TCP;

    /** Whether the agent runs it; the others are run by the leading Marathon. */
    public boolean isRunByAgent() {
      return this == COMMAND || this == MESOS_HTTP || this == MESOS_HTTPS || this == MESOS_TCP;
    }

    public boolean isHttp() {
      return this == HTTP || this == HTTPS || this == MESOS_HTTP || this == MESOS_HTTPS;
    }
  }

  /** Exactly one of a shell command and an argument vector. */
  public record Command(Optional<String> shell, List<String> argv) {
    public Command {
      argv = List.copyOf(argv);
    }
  }
}
