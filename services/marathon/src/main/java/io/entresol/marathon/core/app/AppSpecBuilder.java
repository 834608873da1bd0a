package io.entresol.marathon.core.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes {@link AppSpec}s. The initial values are the defaults of an app that says nothing. */
public final class AppSpecBuilder {
  private AppId id;
  private Optional<String> cmd = Optional.empty();
  private List<String> args = List.of();
  private Optional<String> user = Optional.empty();
  private Map<String, EnvValue> env = Map.of();
  private int instances = 1;
  private Demand demand = Demand.DEFAULT;
  private String executor = "";
  private List<Constraint> constraints = List.of();
  private List<FetchUri> fetch = List.of();
  private List<PortDefinition> portDefinitions = List.of();
  private boolean requirePorts = false;
  private Backoff backoff = Backoff.DEFAULT;
  private Optional<Container> container = Optional.empty();
  private List<Network> networks = List.of(Network.HOST);
  private List<HealthCheck> healthChecks = List.of();
  private Optional<Check> check = Optional.empty();
  private List<ReadinessCheck> readinessChecks = List.of();
  private Set<AppId> dependencies = Set.of();
  private UpgradeStrategy upgradeStrategy = UpgradeStrategy.DEFAULT;
  private UnreachableStrategy unreachableStrategy = UnreachableStrategy.DEFAULT;
  private KillSelection killSelection = KillSelection.YOUNGEST_FIRST;
  private Optional<Duration> taskKillGracePeriod = Optional.empty();
  private Set<String> acceptedResourceRoles = Set.of();
  private Optional<String> role = Optional.empty();
  private Optional<Residency> residency = Optional.empty();
  private Map<String, String> secrets = Map.of();
  private Map<String, String> labels = Map.of();
  private Optional<Boolean> tty = Optional.empty();
  private Instant version = Instant.EPOCH;
  private VersionInfo versionInfo = new VersionInfo(Instant.EPOCH, Instant.EPOCH);

  public AppSpecBuilder(AppId id) {
    this.id = id;
  }

  AppSpecBuilder(AppSpec spec) {
    id = spec.id();
    cmd = spec.cmd();
    args = spec.args();
    user = spec.user();
    env = spec.env();
    instances = spec.instances();
    demand = spec.demand();
    executor = spec.executor();
    constraints = spec.constraints();
    fetch = spec.fetch();
    portDefinitions = spec.portDefinitions();
    requirePorts = spec.requirePorts();
    backoff = spec.backoff();
    container = spec.container();
    networks = spec.networks();
    healthChecks = spec.healthChecks();
    check = spec.check();
    readinessChecks = spec.readinessChecks();
    dependencies = spec.dependencies();
    upgradeStrategy = spec.upgradeStrategy();
    unreachableStrategy = spec.unreachableStrategy();
    killSelection = spec.killSelection();
    taskKillGracePeriod = spec.taskKillGracePeriod();
    acceptedResourceRoles = spec.acceptedResourceRoles();
    role = spec.role();
    residency = spec.residency();
    secrets = spec.secrets();
    labels = spec.labels();
    tty = spec.tty();
    version = spec.version();
    versionInfo = spec.versionInfo();
  }

  public AppSpec build() {
    return new AppSpec(
        id,
        cmd,
        args,
        user,
        env,
        instances,
        demand,
        executor,
        constraints,
        fetch,
        portDefinitions,
        requirePorts,
        backoff,
        container,
        networks,
        healthChecks,
        check,
        readinessChecks,
        dependencies,
        upgradeStrategy,
        unreachableStrategy,
        killSelection,
        taskKillGracePeriod,
        acceptedResourceRoles,
        role,
        residency,
        secrets,
        labels,
        tty,
        version,
        versionInfo);
  }

  public AppSpecBuilder id(AppId value) {
    id = value;
    return this;
  }

  public AppSpecBuilder cmd(Optional<String> value) {
    cmd = value;
    return this;
  }

  public AppSpecBuilder args(List<String> value) {
    args = List.copyOf(value);
    return this;
  }

  public AppSpecBuilder user(Optional<String> value) {
    user = value;
    return this;
  }

  public AppSpecBuilder env(Map<String, EnvValue> value) {
    env = Ordered.copy(value);
    return this;
  }

  public AppSpecBuilder instances(int value) {
    instances = value;
    return this;
  }

  public AppSpecBuilder demand(Demand value) {
    demand = value;
    return this;
  }

  public AppSpecBuilder executor(String value) {
    executor = value;
    return this;
  }

  public AppSpecBuilder constraints(List<Constraint> value) {
    constraints = List.copyOf(value);
    return this;
  }

  public AppSpecBuilder fetch(List<FetchUri> value) {
    fetch = List.copyOf(value);
    return this;
  }

  public AppSpecBuilder portDefinitions(List<PortDefinition> value) {
    portDefinitions = List.copyOf(value);
    return this;
  }

  public AppSpecBuilder requirePorts(boolean value) {
    requirePorts = value;
    return this;
  }

  public AppSpecBuilder backoff(Backoff value) {
    backoff = value;
    return this;
  }

  public AppSpecBuilder container(Optional<Container> value) {
    container = value;
    return this;
  }

  public AppSpecBuilder networks(List<Network> value) {
    networks = List.copyOf(value);
    return this;
  }

  public AppSpecBuilder healthChecks(List<HealthCheck> value) {
    healthChecks = List.copyOf(value);
    return this;
  }

  public AppSpecBuilder check(Optional<Check> value) {
    check = value;
    return this;
  }

  public AppSpecBuilder readinessChecks(List<ReadinessCheck> value) {
    readinessChecks = List.copyOf(value);
    return this;
  }

  public AppSpecBuilder dependencies(Collection<AppId> value) {
    dependencies = Collections.unmodifiableSet(new LinkedHashSet<>(value));
    return this;
  }

  public AppSpecBuilder upgradeStrategy(UpgradeStrategy value) {
    upgradeStrategy = value;
    return this;
  }

  public AppSpecBuilder unreachableStrategy(UnreachableStrategy value) {
    unreachableStrategy = value;
    return this;
  }

  public AppSpecBuilder killSelection(KillSelection value) {
    killSelection = value;
    return this;
  }

  public AppSpecBuilder taskKillGracePeriod(Optional<Duration> value) {
    taskKillGracePeriod = value;
    return this;
  }

  public AppSpecBuilder acceptedResourceRoles(Collection<String> value) {
    acceptedResourceRoles = Collections.unmodifiableSet(new LinkedHashSet<>(value));
    return this;
  }

  public AppSpecBuilder role(Optional<String> value) {
    role = value;
    return this;
  }

  public AppSpecBuilder residency(Optional<Residency> value) {
    residency = value;
    return this;
  }

  public AppSpecBuilder secrets(Map<String, String> value) {
    secrets = Ordered.copy(value);
    return this;
  }

  public AppSpecBuilder labels(Map<String, String> value) {
    labels = Ordered.copy(value);
    return this;
  }

  public AppSpecBuilder tty(Optional<Boolean> value) {
    tty = value;
    return this;
  }

  public AppSpecBuilder version(Instant value) {
    version = value;
    return this;
  }

  public AppSpecBuilder versionInfo(VersionInfo value) {
    versionInfo = value;
    return this;
  }
}
