package io.entresol.master;

import io.entresol.master.core.config.MasterConfig;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Where the master keeps what must not be lost, and for how long. */
final class RegistryOptions {
  @Option(
      names = "--registry",
      defaultValue = "zookeeper",
      description =
          "Where to keep what must not be lost: zookeeper, or in_memory, which loses it;"
              + " replicated_log means zookeeper (default: ${DEFAULT-VALUE}).")
  private String registry = "zookeeper";

  @Option(
      names = "--registry_fetch_timeout",
      paramLabel = "DURATION",
      defaultValue = "1mins",
      description = "How long an elected master may load the registry (default: ${DEFAULT-VALUE}).")
  private String fetchTimeout = "1mins";

  @Option(
      names = "--registry_store_timeout",
      paramLabel = "DURATION",
      defaultValue = "20secs",
      description =
          "How long a change may take to be kept; after that the master steps down"
              + " (default: ${DEFAULT-VALUE}).")
  private String storeTimeout = "20secs";

  @Option(
      names = "--registry_gc_interval",
      paramLabel = "DURATION",
      defaultValue = "15mins",
      description = "How often agents long gone are forgotten (default: ${DEFAULT-VALUE}).")
  private String gcInterval = "15mins";

  @Option(
      names = "--registry_max_agent_age",
      paramLabel = "DURATION",
      defaultValue = "2weeks",
      description =
          "After how long an unreachable or gone agent is forgotten (default: ${DEFAULT-VALUE}).")
  private String maxAgentAge = "2weeks";

  @Option(
      names = "--registry_max_agent_count",
      defaultValue = "102400",
      description =
          "How many unreachable, and how many gone agents are remembered"
              + " (default: ${DEFAULT-VALUE}).")
  private int maxAgentCount = 102_400;

  void inMemory() {
    registry = "in_memory";
  }

  MasterOptions.Registry kind() {
    return MasterOptions.Registry.parse(registry);
  }

  Duration fetchTimeout() {
    return MasterOptions.positive("--registry_fetch_timeout", fetchTimeout);
  }

  Duration storeTimeout() {
    return MasterOptions.positive("--registry_store_timeout", storeTimeout);
  }

  /**
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  void check() {
    kind();
    fetchTimeout();
    storeTimeout();
    config();
  }

  MasterConfig.Registry config() {
    if (maxAgentCount < 0) {
      throw new IllegalArgumentException("--registry_max_agent_count must not be negative");
    }
    return new MasterConfig.Registry(
        MasterOptions.positive("--registry_gc_interval", gcInterval),
        MasterOptions.positive("--registry_max_agent_age", maxAgentAge),
        maxAgentCount);
  }
}
