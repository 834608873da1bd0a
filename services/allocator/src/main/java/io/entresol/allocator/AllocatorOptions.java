package io.entresol.allocator;

import io.entresol.allocator.core.AllocatorSettings;
import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.allocator.core.cluster.MinAllocatable;
import io.entresol.allocator.core.fair.SharePolicies;
import io.entresol.allocator.core.fair.SharePolicy;
import io.entresol.mesos.v1.DomainInfo;
import io.entresol.proto.MesosJson;
import io.entresol.proto.MesosJsonException;
import io.entresol.runtime.options.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * How an allocator is set up: a picocli mixin with the names that these options had with {@code
 * mesos-master}, also for programs.
 */
public final class AllocatorOptions {
  @Option(names = "--ip", description = "The address to listen on for health and metrics.")
  private String ip = "0.0.0.0";

  @Option(
      names = "--health_port",
      defaultValue = "5061",
      description = "The port for health and metrics; 0 is any (default: ${DEFAULT-VALUE}).")
  private int healthPort = 5061;

  @Option(
      names = "--allocation_interval",
      paramLabel = "DURATION",
      defaultValue = "1secs",
      description =
          "How often what waits for a next allocation gets it; also the shortest time that an"
              + " offer filter lasts (default: ${DEFAULT-VALUE}).")
  private String allocationInterval = "1secs";

  @Option(
      names = "--allocation_batch_window",
      paramLabel = "DURATION",
      defaultValue = "10ms",
      description =
          "The least time between two allocations that changes bring about"
              + " (default: ${DEFAULT-VALUE}).")
  private String batchWindow = "10ms";

  @Option(
      names = "--min_allocatable_resources",
      paramLabel = "RESOURCES",
      defaultValue = "cpus:0.01|mem:32",
      description =
          "What an offer must have at least; alternatives apart by |"
              + " (default: ${DEFAULT-VALUE}).")
  private String minAllocatable = "cpus:0.01|mem:32";

  @Option(
      names = "--fair_sharing_excluded_resource_names",
      paramLabel = "NAMES",
      split = ",",
      description = "Resources that do not count towards fairness, for example gpus.")
  private Set<String> notCounted = Set.of();

  @Option(
      names = "--filter_gpu_resources",
      defaultValue = "true",
      description =
          "Whether agents with GPUs are offered only to frameworks that know GPUs"
              + " (default: ${DEFAULT-VALUE}).")
  private boolean filterGpus = true;

  @Option(
      names = "--role_sorter",
      paramLabel = "POLICY",
      defaultValue = "drf",
      description =
          "How roles share: drf, priority, max-min, or one from the class path"
              + " (default: ${DEFAULT-VALUE}).")
  private String rolePolicy = "drf";

  @Option(
      names = "--framework_sorter",
      paramLabel = "POLICY",
      defaultValue = "drf",
      description = "How the frameworks of a role share (default: ${DEFAULT-VALUE}).")
  private String frameworkPolicy = "drf";

  @Option(
      names = "--domain",
      paramLabel = "JSON",
      description = "The masters' fault domain: agents of other regions are remote.")
  private String domain;

  @Option(
      names = "--whitelist",
      paramLabel = "FILE",
      description =
          "A file with the hosts, one in a line, whose agents may be offered; read again every 5 s"
              + " (default: any host).")
  private Path whitelist;

  /** Sets where health and metrics are served; port 0 is any. */
  public AllocatorOptions healthAt(String address, int port) {
    ip = address;
    healthPort = port;
    return this;
  }

  public AllocatorOptions allocationInterval(Duration interval) {
    allocationInterval = interval.toNanos() + "ns";
    return this;
  }

  /** The file that names the hosts whose agents may be offered; empty is any host. */
  Optional<Path> whitelist() {
    return Optional.ofNullable(whitelist).filter(path -> !path.toString().equals("*"));
  }

  /** Sets the file that names the hosts whose agents may be offered. */
  public AllocatorOptions whitelist(Path file) {
    whitelist = file;
    return this;
  }

  String ip() {
    return ip;
  }

  int healthPort() {
    return healthPort;
  }

  /**
   * Reads all that could be wrong.
   *
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  public void check() {
    settings();
  }

  /**
   * What the core needs of it.
   *
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  AllocatorSettings settings() {
    MinAllocatable.parse(minAllocatable, new ScalarKinds());
    AllocatorSettings defaults = AllocatorSettings.defaults();
    return new AllocatorSettings(
        positive("--allocation_interval", allocationInterval),
        positive("--allocation_batch_window", batchWindow),
        defaults.answerTimeout(),
        defaults.snapshotTimeout(),
        minAllocatable,
        notCounted,
        filterGpus,
        region(),
        policy("--role_sorter", rolePolicy),
        policy("--framework_sorter", frameworkPolicy),
        defaults.offersMax());
  }

  private static SharePolicy policy(String option, String name) {
    try {
      return SharePolicies.named(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }

  private static Duration positive(String option, String text) {
    Duration duration = DurationText.parse(option, text);
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(option + " must be at least 1ms, not " + text);
    }
    return duration;
  }

  private Optional<String> region() {
    if (domain == null) {
      return Optional.empty();
    }
    try {
      DomainInfo info = MesosJson.parse(domain, DomainInfo.getDefaultInstance());
      return info.hasFaultDomain()
          ? Optional.of(info.getFaultDomain().getRegion().getName())
          : Optional.empty();
    } catch (MesosJsonException e) {
      throw new IllegalArgumentException("--domain: " + e.getMessage(), e);
    }
  }
}
