package io.entresol.marathon.core.app;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What should run: one version of an app, in canonical form. Made by {@link AppSpecBuilder}, whose
 * fields hold the defaults. (In JSON an app in host mode that names no ports gets one; here it gets
 * none.)
 *
 * @param cmd a shell command; with {@code args} empty and no {@code cmd} the image's own entrypoint
 *     runs
 * @param args an argument vector; never beside a {@code cmd}
 * @param user whom the task runs as; empty is the agent's choice
 * @param executor empty is the default (a command executor)
 * @param portDefinitions the ports in host mode; empty in any other
 * @param requirePorts whether the service ports must be had as host ports, in host mode
 * @param networks never empty
 * @param dependencies apps or groups that must run first
 * @param taskKillGracePeriod between TERM and KILL; empty is the agent's choice
 * @param acceptedResourceRoles empty is any role that the framework has, and unreserved
 * @param role the app's resource role; empty is Marathon's own
 * @param secrets name in the app to source in the secret store
 * @param tty empty is not said
 * @param version when this definition was made, which is its id
 */
public record AppSpec(
    AppId id,
    Optional<String> cmd,
    List<String> args,
    Optional<String> user,
    Map<String, EnvValue> env,
    int instances,
    Demand demand,
    String executor,
    List<Constraint> constraints,
    List<FetchUri> fetch,
    List<PortDefinition> portDefinitions,
    boolean requirePorts,
    Backoff backoff,
    Optional<Container> container,
    List<Network> networks,
    List<HealthCheck> healthChecks,
    Optional<Check> check,
    List<ReadinessCheck> readinessChecks,
    Set<AppId> dependencies,
    UpgradeStrategy upgradeStrategy,
    UnreachableStrategy unreachableStrategy,
    KillSelection killSelection,
    Optional<Duration> taskKillGracePeriod,
    Set<String> acceptedResourceRoles,
    Optional<String> role,
    Optional<Residency> residency,
    Map<String, String> secrets,
    Map<String, String> labels,
    Optional<Boolean> tty,
    Instant version,
    VersionInfo versionInfo) {

  /** A builder that starts from this. */
  public AppSpecBuilder toBuilder() {
    return new AppSpecBuilder(this);
  }

  public AppSpec withInstances(int count) {
    return toBuilder().instances(count).build();
  }

  /**
   * Whether instances of the one must be replaced by instances of the other. Everything counts
   * except how many there are and when they were written.
   */
  public static boolean isConfigChange(AppSpec old, AppSpec changed) {
    AppSpecBuilder aligned = changed.toBuilder();
    aligned.instances(old.instances).version(old.version).versionInfo(old.versionInfo);
    return !old.equals(aligned.build());
  }

  /** Since which version an instance is up to date. */
  public Instant configVersion() {
    return versionInfo.lastConfigChangeAt();
  }

  /** What one instance needs, ports apart. */
  public Demand resourceDemand() {
    return demand;
  }

  /** Whether it holds persistent volumes. */
  public boolean isResident() {
    return volumes().stream().anyMatch(Volume.Persistent.class::isInstance);
  }

  public boolean isHostNetworked() {
    return networks.stream().allMatch(network -> network.mode() == Network.Mode.HOST);
  }

  public List<Volume> volumes() {
    return container.map(Container::volumes).orElse(List.of());
  }

  /** The port mappings outside host mode; none in it. */
  public List<PortMapping> portMappings() {
    return isHostNetworked() ? List.of() : container.map(Container::portMappings).orElse(List.of());
  }

  /** By port index; 0 where none has been assigned yet. */
  public List<Integer> servicePorts() {
    return isHostNetworked()
        ? portDefinitions.stream().map(PortDefinition::port).toList()
        : portMappings().stream().map(PortMapping::servicePort).toList();
  }

  /** By port index: empty wants no host port, 0 wants any, another number wants exactly that. */
  public List<Optional<Integer>> hostPorts() {
    return isHostNetworked()
        ? portDefinitions.stream()
            .map(definition -> Optional.of(requirePorts ? definition.port() : 0))
            .toList()
        : portMappings().stream().map(PortMapping::hostPort).toList();
  }
}
