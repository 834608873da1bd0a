package io.entresol.marathon.core.rest;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.rest.InstanceView.HealthResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A scheduler that takes every tree at once and launches nothing: tests say what runs. It remembers
 * what it was told.
 */
final class TestingScheduler implements MarathonView, MarathonCommands {
  final List<RootChange> changes = new ArrayList<>();
  final List<String> killed = new ArrayList<>();
  final List<DeploymentView> deployments = new ArrayList<>();
  final List<QueueView> queue = new ArrayList<>();
  final Map<AppId, TaskFailure> failures = new TreeMap<>();
  final List<InstanceView> instances = new ArrayList<>();
  private final TreeMap<Instant, RootGroup> roots = new TreeMap<>();
  private final Map<AppId, TreeMap<Instant, AppSpec>> versions = new LinkedHashMap<>();

  /** Deployments that lock every app; empty for none. */
  List<String> locks = List.of();

  boolean wiped;
  boolean forced;
  boolean abdicated;
  int deployed;

  TestingScheduler() {
    roots.put(Instant.EPOCH, RootGroup.EMPTY);
  }

  InstanceView run(String app, String taskId, String host, int... ports) {
    return add(app, taskId, "TASK_RUNNING", host, List.of(), ports);
  }

  InstanceView add(
      String app,
      String taskId,
      String state,
      String host,
      List<HealthResult> health,
      int... ports) {
    List<Integer> list = new ArrayList<>();
    for (int port : ports) {
      list.add(port);
    }
    InstanceView instance =
        new InstanceView(
            taskId,
            AppId.of(app),
            host,
            list,
            List.of(new InstanceView.IpAddress("172.17.0.2", "IPv4")),
            state,
            Optional.of(TestingRest.NOW),
            state.equals("TASK_RUNNING")
                ? Optional.of(TestingRest.NOW.plusSeconds(1))
                : Optional.empty(),
            root().app(AppId.of(app)).map(AppSpec::version).orElse(TestingRest.NOW),
            Optional.of("agent-1"),
            Optional.empty(),
            Optional.empty(),
            health,
            List.of());
    instances.add(instance);
    return instance;
  }

  @Override
  public DeployOutcome deploy(RootChange change, boolean force, Instant now) {
    if (!locks.isEmpty() && !force) {
      return new DeployOutcome.Locked(locks);
    }
    forced = force;
    changes.add(change);
    roots.put(change.target().version(), change.target());
    change
        .target()
        .apps()
        .values()
        .forEach(
            app ->
                versions.computeIfAbsent(app.id(), id -> new TreeMap<>()).put(app.version(), app));
    return new DeployOutcome.Accepted("deployment-" + ++deployed, change.target().version());
  }

  @Override
  public List<DeploymentView.Step> plan(RootChange change) {
    List<DeploymentView.Action> actions = new ArrayList<>();
    for (AppSpec app : change.target().apps().values()) {
      if (!Optional.of(app).equals(root().app(app.id()))) {
        actions.add(new DeploymentView.Action(DeploymentView.Kind.SCALE, app.id()));
      }
    }
    return List.of(new DeploymentView.Step(actions));
  }

  @Override
  public void kill(Collection<String> taskIds, boolean wipe, Instant now) {
    killed.addAll(taskIds);
    wiped = wipe;
  }

  @Override
  public CancelOutcome cancelDeployment(String deploymentId, boolean force, Instant now) {
    if (deployments.stream().noneMatch(deployment -> deployment.id().equals(deploymentId))) {
      return new CancelOutcome.NotFound();
    }
    return force
        ? new CancelOutcome.Stopped()
        : new CancelOutcome.Reverting(new DeployOutcome.Accepted("reverting", now));
  }

  @Override
  public boolean resetDelay(AppId id, Instant now) {
    return queue.stream().anyMatch(entry -> entry.app().id().equals(id));
  }

  @Override
  public void abdicate(Instant now) {
    abdicated = true;
  }

  @Override
  public RootGroup root() {
    return roots.lastEntry().getValue();
  }

  @Override
  public List<Instant> appVersions(AppId id) {
    return List.copyOf(versions.get(id).descendingKeySet());
  }

  @Override
  public Optional<AppSpec> appVersion(AppId id, Instant version) {
    return Optional.ofNullable(versions.get(id)).map(all -> all.get(version));
  }

  @Override
  public List<Instant> rootVersions() {
    return List.copyOf(roots.descendingKeySet());
  }

  @Override
  public Optional<RootGroup> rootVersion(Instant version) {
    return Optional.ofNullable(roots.get(version));
  }

  @Override
  public Collection<InstanceView> instances() {
    return instances;
  }

  @Override
  public List<InstanceView> instances(AppId id) {
    return instances.stream().filter(instance -> instance.appId().equals(id)).toList();
  }

  @Override
  public Optional<InstanceView> instance(String taskId) {
    return instances.stream().filter(each -> each.taskId().equals(taskId)).findFirst();
  }

  @Override
  public List<DeploymentView> deployments() {
    return deployments;
  }

  @Override
  public List<QueueView> queue() {
    return queue;
  }

  @Override
  public Optional<TaskFailure> lastTaskFailure(AppId id) {
    return Optional.ofNullable(failures.get(id));
  }

  @Override
  public List<ReadinessView> readinessResults(AppId id) {
    return List.of();
  }

  @Override
  public Optional<String> frameworkId() {
    return Optional.of("framework-0000");
  }
}
