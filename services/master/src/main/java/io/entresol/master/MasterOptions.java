package io.entresol.master;

import io.entresol.domain.id.Epoch;
import io.entresol.master.core.config.MasterConfig;
import io.entresol.mesos.v1.DomainInfo;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.proto.MesosJson;
import io.entresol.proto.MesosJsonException;
import io.entresol.runtime.ZooKeeperUrl;
import io.entresol.runtime.options.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How a master is set up: a picocli mixin with the names of {@code mesos-master}, also for
 * programs.
 */
public final class MasterOptions {
  private static final String ANY_ADDRESS = "0.0.0.0";

  /** Where the registry is kept. */
  enum Registry {
    ZOOKEEPER,
    /** As {@link #ZOOKEEPER}, which replaces it. */
    REPLICATED_LOG,
    IN_MEMORY;

    static Registry parse(String text) {
      return Arrays.stream(values())
          .filter(value -> value.name().equalsIgnoreCase(text.strip()))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "--registry is zookeeper, replicated_log or in_memory, not '" + text + "'"));
    }
  }

  @Option(
      names = "--ip",
      paramLabel = "ADDRESS",
      description =
          "The address to listen on for health and metrics, and at which the gateway beside this"
              + " master is reached (default: any, and that from which ZooKeeper is reached).")
  private String ip = ANY_ADDRESS;

  @Option(
      names = "--port",
      defaultValue = "5050",
      description =
          "The port at which the gateway beside this master is reached"
              + " (default: ${DEFAULT-VALUE}).")
  private int port = 5050;

  @Option(names = "--advertise_ip", description = "The address that others reach the gateway at.")
  private String advertiseIp;

  @Option(names = "--advertise_port", description = "The port that others reach the gateway at.")
  private Integer advertisePort;

  @Option(
      names = "--hostname",
      description = "What this machine is called to others (default: the name of its address).")
  private String hostname;

  @Option(
      names = "--hostname_lookup",
      defaultValue = "true",
      description = "Whether to look the host name up; if not, the address stands for it.")
  private boolean hostnameLookup = true;

  @Option(
      names = "--health_port",
      defaultValue = "5060",
      description = "The port for health and metrics; 0 is none (default: ${DEFAULT-VALUE}).")
  private int healthPort = 5060;

  // Read as a flag, by its name: so state documents show it.
  @SuppressWarnings("UnusedVariable")
  @Option(names = "--cluster", description = "What the cluster is called on web pages.")
  private String cluster;

  @SuppressWarnings("UnusedVariable")
  @Option(
      names = "--work_dir",
      paramLabel = "DIR",
      description = "Taken for the sake of start scripts: the master keeps nothing on disk.")
  private String workDir;

  @Option(
      names = "--domain",
      paramLabel = "JSON",
      description = "The region and zone of this master: {\"fault_domain\": {…}}.")
  private String domain;

  @Mixin private RegistryOptions registry = new RegistryOptions();
  @Mixin private AgentWatchOptions agents = new AgentWatchOptions();
  @Mixin private FrameworkOptions frameworks = new FrameworkOptions();
  @Mixin private AccessOptions access = new AccessOptions();
  @Mixin private IgnoredOptions ignored = new IgnoredOptions();

  /**
   * Sets the address that clients are told, and where health and metrics are served; 0: nowhere.
   */
  public MasterOptions at(String address, int gatewayPort, int health) {
    ip = address;
    port = gatewayPort;
    healthPort = health;
    return this;
  }

  /** Keeps the registry in memory: for tests and simulations. */
  public MasterOptions inMemory() {
    registry.inMemory();
    return this;
  }

  /** Sets how agents are watched. */
  public MasterOptions agentPings(Duration timeout, int missed) {
    agents.pings(timeout, missed);
    return this;
  }

  /** Sets how long agents have to come back after a change of the leading master. */
  public MasterOptions agentReregisterTimeout(Duration timeout) {
    agents.reregisterTimeout(timeout);
    return this;
  }

  /** Sets which clients must have been authenticated by the gateway that they come by. */
  public MasterOptions authenticates(boolean frameworkCalls, boolean reads, boolean changes) {
    access.authenticateHttpFrameworks = frameworkCalls;
    access.authenticateHttpReadonly = reads;
    access.authenticateHttpReadwrite = changes;
    return this;
  }

  /** Sets how long an offer lies unanswered. */
  public MasterOptions offerTimeout(Duration timeout) {
    frameworks.offerTimeout(timeout);
    return this;
  }

  String ip() {
    return ip;
  }

  /** Empty: neither health nor metrics are served. */
  Optional<Integer> healthPort() {
    return healthPort == 0 ? Optional.empty() : Optional.of(healthPort);
  }

  /** Empty if it is to be found out. */
  Optional<String> advertisedIp() {
    return Optional.ofNullable(advertiseIp)
        .or(() -> Optional.of(ip).filter(address -> !address.equals(ANY_ADDRESS)));
  }

  int advertisedPort() {
    return advertisePort == null ? port : advertisePort;
  }

  Optional<String> hostname() {
    return Optional.ofNullable(hostname);
  }

  boolean looksHostnameUp() {
    return hostnameLookup;
  }

  Registry registry() {
    return registry.kind();
  }

  Duration registryFetchTimeout() {
    return registry.fetchTimeout();
  }

  Duration registryStoreTimeout() {
    return registry.storeTimeout();
  }

  /**
   * The fault domain.
   *
   * @throws IllegalArgumentException if it is not written as it should
   */
  Optional<DomainInfo> domain() {
    if (domain == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(MesosJson.parse(domain, DomainInfo.getDefaultInstance()));
    } catch (MesosJsonException e) {
      throw new IllegalArgumentException("--domain: " + e.getMessage(), e);
    }
  }

  /**
   * Reads all that could be wrong.
   *
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  public void check() {
    domain();
    registry.check();
    agents.config();
    frameworks.check();
    access.access();
  }

  /** How the core is to work in one term. */
  MasterConfig config(
      MasterInfo masterInfo, Epoch epoch, Instant startTime, ZooKeeperUrl zooKeeper) {
    return new MasterConfig(
        masterInfo,
        epoch,
        startTime,
        agents.config(),
        frameworks.config(),
        registry.config(),
        frameworks.offerTimeout(),
        frameworks.roleWhitelist(),
        frameworks.weights(),
        access.access(),
        frameworks.maxOperatorStreams(),
        FlagValues.of(this, registry, agents, frameworks, access, ignored)
            .with("zk", withoutCredentials(zooKeeper).toString())
            .with("hostname", masterInfo.getHostname())
            .flags());
  }

  private static ZooKeeperUrl withoutCredentials(ZooKeeperUrl url) {
    return new ZooKeeperUrl(url.servers(), url.path(), Optional.empty());
  }

  /** Options that were given and change nothing. */
  List<String> withoutEffect() {
    return FlagValues.of(ignored).names();
  }

  static Duration positive(String option, String text) {
    Duration duration = DurationText.parse(option, text);
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(option + " must be at least 1ms, not " + text);
    }
    return duration;
  }

  static String text(Duration duration) {
    return duration.toNanos() + "ns";
  }
}
