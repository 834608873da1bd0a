package io.entresol.agent.container.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.mesos.v1.ResourceStatistics;
import java.time.Instant;

/** Translates what the engine measures. */
final class DockerStatistics {
  private static final double NANOS = 1e9;

  private DockerStatistics() {}

  /**
   * @param sample the engine's answer
   * @param now when it was taken
   */
  static ResourceStatistics of(JsonNode sample, Instant now) {
    JsonNode cpu = sample.path("cpu_stats");
    JsonNode memory = sample.path("memory_stats");
    ResourceStatistics.Builder statistics =
        ResourceStatistics.newBuilder()
            .setTimestamp(now.toEpochMilli() / 1000.0)
            .setCpusUserTimeSecs(cpu.path("cpu_usage").path("usage_in_usermode").asLong() / NANOS)
            .setCpusSystemTimeSecs(
                cpu.path("cpu_usage").path("usage_in_kernelmode").asLong() / NANOS)
            .setMemTotalBytes(memory.path("usage").asLong())
            .setMemLimitBytes(memory.path("limit").asLong())
            .setProcesses(sample.path("pids_stats").path("current").asInt());
    setMemory(statistics, memory.path("stats"));
    setNetworks(statistics, sample.path("networks"));
    return statistics.build();
  }

  /** The two versions of control groups name things differently. */
  private static void setMemory(ResourceStatistics.Builder statistics, JsonNode parts) {
    statistics.setMemRssBytes(
        parts.has("total_rss") ? parts.path("total_rss").asLong() : parts.path("anon").asLong());
    statistics.setMemCacheBytes(
        parts.has("total_cache")
            ? parts.path("total_cache").asLong()
            : parts.path("file").asLong());
  }

  private static void setNetworks(ResourceStatistics.Builder statistics, JsonNode networks) {
    for (JsonNode network : networks) {
      statistics
          .setNetRxBytes(statistics.getNetRxBytes() + network.path("rx_bytes").asLong())
          .setNetRxPackets(statistics.getNetRxPackets() + network.path("rx_packets").asLong())
          .setNetRxErrors(statistics.getNetRxErrors() + network.path("rx_errors").asLong())
          .setNetRxDropped(statistics.getNetRxDropped() + network.path("rx_dropped").asLong())
          .setNetTxBytes(statistics.getNetTxBytes() + network.path("tx_bytes").asLong())
          .setNetTxPackets(statistics.getNetTxPackets() + network.path("tx_packets").asLong())
          .setNetTxErrors(statistics.getNetTxErrors() + network.path("tx_errors").asLong())
          .setNetTxDropped(statistics.getNetTxDropped() + network.path("tx_dropped").asLong());
    }
  }
}
