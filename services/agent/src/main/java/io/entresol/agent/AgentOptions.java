package io.entresol.agent;

import io.entresol.agent.core.AgentPolicy;
import io.entresol.agent.core.edge.EdgeAddress;
import io.entresol.runtime.options.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How an agent is set up: a picocli mixin with the names of {@code mesos-agent}, also for programs.
 */
public final class AgentOptions {
  private static final Set<String> SECRET =
      Set.of("credential", "http_credentials", "jwt_secret_key");

  @Option(
      names = "--master",
      paramLabel = "MASTER",
      description =
          "Where to find the cluster: zk://host:port,…/path, host:port of a master, or file:///path"
              + " to a file with one of these.")
  private String master;

  @Option(
      names = "--edge",
      paramLabel = "HOST:PORT",
      description =
          "Gateways' gRPC ports, host:5055,…: the agent connects to one of them instead of being a"
              + " member of the cluster; --master and --zk are not needed then.")
  private String edge;

  @Option(names = "--ip", description = "The address to listen on and to be reached at.")
  private String ip;

  @Option(
      names = "--port",
      defaultValue = "5051",
      description = "The port of the agent's HTTP server (default: ${DEFAULT-VALUE}).")
  private int port = 5051;

  @Option(names = "--advertise_ip", description = "The address that others reach the agent at.")
  private String advertiseIp;

  @Option(names = "--advertise_port", description = "The port that others reach the agent at.")
  private Integer advertisePort;

  @Option(
      names = "--hostname",
      description = "What offers and web pages call this machine (default: its name).")
  private String hostname;

  @Option(
      names = "--hostname_lookup",
      defaultValue = "true",
      description = "Whether to look the host name up; if not, the address stands for it.")
  private boolean hostnameLookup = true;

  @Option(
      names = "--work_dir",
      paramLabel = "DIR",
      description =
          "Where sandboxes, volumes and what the agent must not forget are kept. Must outlive a"
              + " reboot.")
  private Path workDir;

  @Option(
      names = "--runtime_dir",
      paramLabel = "DIR",
      description =
          "Where the records of running processes are kept (default: runtime in the work"
              + " directory).")
  private Path runtimeDir;

  @Option(
      names = "--resources",
      description =
          "What the agent offers: cpus:4;mem:4096;disk:10000;ports:[31000-32000], name(role):value"
              + " reserves, or a JSON array. What is not named is found out.")
  private String resources;

  @Option(
      names = "--default_role",
      defaultValue = "*",
      description = "Whom resources without a role are reserved for (default: ${DEFAULT-VALUE}).")
  private String defaultRole = "*";

  @Option(
      names = "--attributes",
      description = "Facts about the machine: rack:r1;level:10;keys:[1000-1500].")
  private String attributes;

  @Option(
      names = "--containerizers",
      defaultValue = "mesos",
      description = "docker, mesos, or both; the first that can run a task does.")
  private String containerizers = "mesos";

  @Option(
      names = "--isolation",
      defaultValue = "cgroups/cpu,cgroups/mem",
      description =
          "How processes are held: posix/cpu,posix/mem does not limit them (default:"
              + " ${DEFAULT-VALUE}, where the agent may).")
  private String isolation = "cgroups/cpu,cgroups/mem";

  @Option(names = "--cgroups_hierarchy", defaultValue = "/sys/fs/cgroup")
  private Path cgroupsHierarchy = Path.of("/sys/fs/cgroup");

  @Option(names = "--cgroups_root", defaultValue = "mesos")
  private String cgroupsRoot = "mesos";

  @Option(
      names = "--cgroups_enable_cfs",
      defaultValue = "false",
      description = "Whether a task may not even use idle processors beyond its share.")
  private boolean cgroupsEnableCfs;

  @Option(names = "--docker_socket", defaultValue = "/var/run/docker.sock")
  private Path dockerSocket = Path.of("/var/run/docker.sock");

  @Option(
      names = "--docker_config",
      description = "A file with the credentials of registries, as docker login writes it.")
  private Path dockerConfig;

  @Option(
      names = "--docker_remove_delay",
      defaultValue = "6hrs",
      description = "How long ended containers are kept (default: ${DEFAULT-VALUE}).")
  private String dockerRemoveDelay = "6hrs";

  @Option(
      names = "--default_container_dns",
      description = "Name servers of containers that name none, separated by commas.")
  private String defaultContainerDns;

  @Option(names = "--sandbox_directory", defaultValue = "/mnt/mesos/sandbox")
  private String sandboxDirectory = "/mnt/mesos/sandbox";

  @Option(names = "--fetcher_cache_dir", description = "Where fetched files are kept for reuse.")
  private Path fetcherCacheDir;

  @Option(names = "--fetcher_cache_size", defaultValue = "2GB")
  private String fetcherCacheSize = "2GB";

  @Option(names = "--fetcher_stall_timeout", defaultValue = "1mins")
  private String fetcherStallTimeout = "1mins";

  @Option(names = "--frameworks_home", description = "The directory of relative URIs.")
  private Path frameworksHome;

  @Option(
      names = "--switch_user",
      description =
          "Whether tasks run as the user that they or their framework name (default: if the agent"
              + " runs as root).")
  private Boolean switchUser;

  @Option(names = "--registration_backoff_factor", defaultValue = "1secs")
  private String registrationBackoffFactor = "1secs";

  @Option(
      names = "--executor_registration_timeout",
      defaultValue = "1mins",
      description =
          "How long a task or executor may take to start, images and files included (default:"
              + " ${DEFAULT-VALUE}).")
  private String executorRegistrationTimeout = "1mins";

  @Option(names = "--executor_reregistration_timeout", defaultValue = "2secs")
  private String executorReregistrationTimeout = "2secs";

  @Option(
      names = "--executor_shutdown_grace_period",
      defaultValue = "5secs",
      description = "From an executor's shutdown to its kill (default: ${DEFAULT-VALUE}).")
  private String executorShutdownGracePeriod = "5secs";

  @Option(
      names = "--recovery_timeout",
      defaultValue = "15mins",
      description = "How long executors wait for an agent that is away.")
  private String recoveryTimeout = "15mins";

  @Option(
      names = "--reconfiguration_policy",
      defaultValue = "equal",
      description =
          "Whether an agent may come back with more than before: equal or additive (default:"
              + " ${DEFAULT-VALUE}).")
  private String reconfigurationPolicy = "equal";

  @Option(names = "--max_completed_executors_per_framework", defaultValue = "150")
  private int maxCompletedExecutorsPerFramework = 150;

  @Option(names = "--http_heartbeat_interval", defaultValue = "30secs")
  private String httpHeartbeatInterval = "30secs";

  @Option(
      names = "--checkpoint_always",
      defaultValue = "false",
      description =
          "Whether tasks of frameworks that did not ask for checkpoints outlive the agent, too.")
  private boolean checkpointAlways;

  @Option(
      names = "--executor_environment_variables",
      paramLabel = "JSON",
      description =
          "What executors find in their environment, and through them tasks that are no Docker"
              + " containers: {\"PATH\": \"/opt/java/bin:/usr/bin:/bin\"}.")
  private String executorEnvironmentVariables;

  @Mixin private final AccessOptions access = new AccessOptions();

  @Mixin private final IgnoredOptions ignored = new IgnoredOptions();

  /** An agent on this machine, with defaults for everything else. */
  public static AgentOptions in(Path workDir) {
    AgentOptions options = new AgentOptions();
    options.workDir = workDir;
    return options;
  }

  /** Where to find the cluster, as given; empty if the process knows. */
  public Optional<String> master() {
    return Optional.ofNullable(master);
  }

  /**
   * The gateways to connect to; empty if the agent is a member of the cluster.
   *
   * @throws IllegalArgumentException if one is no address
   */
  public List<EdgeAddress> edge() {
    return edge == null ? List.of() : EdgeAddress.list(edge);
  }

  public AgentOptions edge(String addresses) {
    edge = addresses;
    return this;
  }

  public AgentOptions master(String address) {
    master = address;
    return this;
  }

  /** The address to listen on; empty is all. */
  Optional<String> ip() {
    return Optional.ofNullable(ip);
  }

  public AgentOptions ip(String address) {
    ip = address;
    return this;
  }

  Optional<String> advertiseIp() {
    return Optional.ofNullable(advertiseIp);
  }

  int port() {
    return port;
  }

  public AgentOptions port(int number) {
    port = number;
    return this;
  }

  Optional<Integer> advertisePort() {
    return Optional.ofNullable(advertisePort);
  }

  Optional<String> hostname() {
    return Optional.ofNullable(hostname);
  }

  public AgentOptions hostname(String name) {
    hostname = name;
    return this;
  }

  boolean hostnameLookup() {
    return hostnameLookup;
  }

  /**
   * Absolute.
   *
   * @throws IllegalArgumentException if it is not given
   */
  Path workDir() {
    if (workDir == null) {
      throw new IllegalArgumentException("--work_dir is required, but it was not provided");
    }
    return workDir.toAbsolutePath().normalize();
  }

  public AgentOptions workDir(Path directory) {
    workDir = directory;
    return this;
  }

  Path runtimeDir() {
    return runtimeDir == null ? workDir().resolve("runtime") : runtimeDir.toAbsolutePath();
  }

  Optional<String> resources() {
    return Optional.ofNullable(resources);
  }

  public AgentOptions resources(String text) {
    resources = text;
    return this;
  }

  String defaultRole() {
    return defaultRole;
  }

  Optional<String> attributes() {
    return Optional.ofNullable(attributes);
  }

  public AgentOptions attributes(String text) {
    attributes = text;
    return this;
  }

  List<String> containerizers() {
    return Arrays.stream(containerizers.split(",")).map(String::strip).toList();
  }

  public AgentOptions containerizers(String names) {
    containerizers = names;
    return this;
  }

  boolean isolates() {
    return isolation.contains("cgroups/");
  }

  public AgentOptions isolation(String isolators) {
    isolation = isolators;
    return this;
  }

  Path cgroupsHierarchy() {
    return cgroupsHierarchy;
  }

  String cgroupsRoot() {
    return cgroupsRoot;
  }

  boolean hardCpuLimit() {
    return cgroupsEnableCfs;
  }

  Path dockerSocket() {
    return dockerSocket;
  }

  public AgentOptions dockerSocket(Path socket) {
    dockerSocket = socket;
    return this;
  }

  Optional<Path> dockerConfig() {
    return Optional.ofNullable(dockerConfig);
  }

  Duration dockerRemoveDelay() {
    return DurationText.parse("--docker_remove_delay", dockerRemoveDelay);
  }

  public AgentOptions dockerRemoveDelay(String duration) {
    dockerRemoveDelay = duration;
    return this;
  }

  List<String> nameServers() {
    return defaultContainerDns == null ? List.of() : List.of(defaultContainerDns.split(","));
  }

  String sandboxDirectory() {
    return sandboxDirectory;
  }

  Path fetcherCacheDir() {
    return fetcherCacheDir == null ? workDir().resolve("fetch") : fetcherCacheDir;
  }

  long fetcherCacheBytes() {
    return FlagText.bytes("--fetcher_cache_size", fetcherCacheSize);
  }

  Duration fetcherStallTimeout() {
    return DurationText.parse("--fetcher_stall_timeout", fetcherStallTimeout);
  }

  Optional<Path> frameworksHome() {
    return Optional.ofNullable(frameworksHome);
  }

  boolean switchUser() {
    return switchUser == null ? System.getProperty("user.name").equals("root") : switchUser;
  }

  public AgentOptions executorRegistrationTimeout(String duration) {
    executorRegistrationTimeout = duration;
    return this;
  }

  public AgentOptions registrationBackoffFactor(String duration) {
    registrationBackoffFactor = duration;
    return this;
  }

  Duration recoveryTimeout() {
    return DurationText.parse("--recovery_timeout", recoveryTimeout);
  }

  /**
   * What the operator adds to the environment of executors.
   *
   * @throws IllegalArgumentException if it is no JSON object of strings
   */
  Map<String, String> executorEnvironment() {
    return executorEnvironmentVariables == null
        ? Map.of()
        : FlagText.environment("--executor_environment_variables", executorEnvironmentVariables);
  }

  Duration heartbeatInterval() {
    return DurationText.parse("--http_heartbeat_interval", httpHeartbeatInterval);
  }

  /**
   * Reads all that could be wrong.
   *
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  public void check() {
    policy();
    heartbeatInterval();
    resources().ifPresent(text -> FlagText.resources("--resources", text, defaultRole()));
    attributes().ifPresent(text -> FlagText.attributes("--attributes", text));
    access.access();
  }

  /**
   * How long the core waits and how much it keeps.
   *
   * @throws IllegalArgumentException naming the option that is wrong
   */
  AgentPolicy policy() {
    if (!reconfigurationPolicy.equals("equal") && !reconfigurationPolicy.equals("additive")) {
      throw new IllegalArgumentException(
          "--reconfiguration_policy is 'equal' or 'additive', not '" + reconfigurationPolicy + "'");
    }
    return new AgentPolicy(
        DurationText.parse("--registration_backoff_factor", registrationBackoffFactor),
        DurationText.parse("--executor_registration_timeout", executorRegistrationTimeout),
        DurationText.parse("--executor_reregistration_timeout", executorReregistrationTimeout),
        DurationText.parse("--executor_shutdown_grace_period", executorShutdownGracePeriod),
        maxCompletedExecutorsPerFramework,
        reconfigurationPolicy.equals("additive"),
        isolates(),
        checkpointAlways);
  }

  /** Every option that has a value, by its name without dashes; secrets are left out. */
  Map<String, String> flags() {
    Map<String, String> flags = FlagText.values(this, access, ignored);
    SECRET.forEach(flags::remove);
    flags.computeIfPresent("master", (name, value) -> value.replaceAll("//[^@/]*@", "//"));
    return flags;
  }

  /** Who is served. */
  public AccessOptions access() {
    return access;
  }

  /** Options that were given and change nothing. */
  List<String> withoutEffect() {
    return List.copyOf(FlagText.values(ignored).keySet());
  }
}
