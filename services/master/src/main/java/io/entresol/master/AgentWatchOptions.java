package io.entresol.master;

import io.entresol.master.core.config.MasterConfig;
import java.time.Duration;
import picocli.CommandLine.Option;

/** When the master counts an agent as lost. */
final class AgentWatchOptions {
  @Option(
      names = {"--agent_ping_timeout", "--slave_ping_timeout"},
      paramLabel = "DURATION",
      defaultValue = "15secs",
      description = "How long an agent has to answer a ping (default: ${DEFAULT-VALUE}).")
  private String pingTimeout = "15secs";

  @Option(
      names = {"--max_agent_ping_timeouts", "--max_slave_ping_timeouts"},
      defaultValue = "5",
      description = "How many pings without an answer lose an agent (default: ${DEFAULT-VALUE}).")
  private int maxPingTimeouts = 5;

  @Option(
      names = {"--agent_reregister_timeout", "--slave_reregister_timeout"},
      paramLabel = "DURATION",
      defaultValue = "10mins",
      description =
          "How long an agent has to come back after a change of the leading master"
              + " (default: ${DEFAULT-VALUE}).")
  private String reregisterTimeout = "10mins";

  void pings(Duration timeout, int missed) {
    pingTimeout = MasterOptions.text(timeout);
    maxPingTimeouts = missed;
  }

  void reregisterTimeout(Duration timeout) {
    reregisterTimeout = MasterOptions.text(timeout);
  }

  /**
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  MasterConfig.Agents config() {
    if (maxPingTimeouts < 1) {
      throw new IllegalArgumentException("--max_agent_ping_timeouts must be at least 1");
    }
    return new MasterConfig.Agents(
        MasterOptions.positive("--agent_ping_timeout", pingTimeout),
        maxPingTimeouts,
        MasterOptions.positive("--agent_reregister_timeout", reregisterTimeout));
  }
}
