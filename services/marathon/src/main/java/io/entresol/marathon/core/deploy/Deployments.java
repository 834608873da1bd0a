package io.entresol.marathon.core.deploy;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.rest.DeployOutcome;
import io.entresol.marathon.core.rest.DeploymentView;
import io.entresol.marathon.core.rest.DeploymentView.Action;
import io.entresol.marathon.core.rest.DeploymentView.Kind;
import io.entresol.marathon.core.store.AppVersions;
import io.entresol.marathon.core.store.Keys;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The changes in progress. An app is in at most one of them. A step ends when what it wants of each
 * of its apps is there; nothing ever times out.
 */
public final class Deployments {
  /** Told of what others must do. */
  public interface Listener {
    /** A restart of the app begins. */
    void restarting(AppId app, Turn turn);

    /** The app was removed and its last instance is gone. */
    void stopped(AppId app, Turn turn);

    /** A deployment has ended, well or not. */
    void ended(Deployment deployment, boolean success, Turn turn);
  }

  private final int maxRunning;
  private final Listener listener;
  private final Map<String, Deployment> running = new LinkedHashMap<>();

  /** By app, the deployment that locks it. */
  private final Map<AppId, String> locks = new HashMap<>();

  /**
   * By deployment, the apps of its present step that are done; found out again after a failover.
   */
  private final Map<String, Set<AppId>> done = new HashMap<>();

  public Deployments(int maxRunning, Listener listener) {
    this.maxRunning = maxRunning;
    this.listener = listener;
  }

  /** Takes over what an earlier leader had begun. */
  public void restore(Collection<byte[]> records, AppVersions versions) {
    records.stream()
        .map(record -> DeploymentRecord.read(record, versions))
        .sorted(Comparator.comparing(Deployment::startedAt).thenComparing(Deployment::id))
        .forEach(this::hold);
  }

  private void hold(Deployment deployment) {
    running.put(deployment.id(), deployment);
    deployment.affected().forEach(app -> locks.put(app, deployment.id()));
  }

  public Collection<Deployment> running() {
    return Collections.unmodifiableCollection(running.values());
  }

  public Optional<Deployment> get(String id) {
    return Optional.ofNullable(running.get(id));
  }

  public List<DeploymentView> view() {
    return running.values().stream().map(Deployment::view).toList();
  }

  /** The versions of an app that its deployments need. */
  public Set<Instant> versionsInUse(AppId app) {
    Set<Instant> versions = new HashSet<>();
    for (Deployment deployment : running.values()) {
      AppChange change = deployment.changes().get(app);
      if (change != null) {
        change.from().ifPresent(spec -> versions.add(spec.version()));
        change.to().ifPresent(spec -> versions.add(spec.version()));
      }
    }
    return versions;
  }

  /** Why a deployment may not begin; empty if it may. */
  public Optional<DeployOutcome> refusal(Deployment next, boolean force) {
    List<String> blockers = blockers(next).stream().map(Deployment::id).toList();
    if (!force && !blockers.isEmpty()) {
      return Optional.of(new DeployOutcome.Locked(blockers));
    }
    return running.size() - blockers.size() >= maxRunning
        ? Optional.of(new DeployOutcome.TooManyDeployments(maxRunning))
        : Optional.empty();
  }

  private List<Deployment> blockers(Deployment next) {
    return next.affected().stream()
        .map(locks::get)
        .filter(Objects::nonNull)
        .distinct()
        .map(running::get)
        .toList();
  }

  /** Cancels those that stand in the way of another. */
  public void makeWayFor(Deployment next, Turn turn) {
    blockers(next)
        .forEach(blocker -> cancel(blocker, "The deployment was cancelled by " + next.id(), turn));
  }

  /** Ends a deployment where it stands. */
  public void cancel(Deployment deployment, String reason, Turn turn) {
    forget(deployment, turn);
    turn.publish(DeploymentEvents.failed(deployment, reason, turn.now()));
    listener.ended(deployment, false, turn);
  }

  /** Begins a deployment; one without steps ends at once. */
  public void start(Deployment deployment, Turn turn) {
    hold(deployment);
    if (deployment.isDone()) {
      succeed(deployment, turn);
    } else {
      turn.put(Keys.deployment(deployment.id()), DeploymentRecord.write(deployment));
      begin(deployment, turn);
    }
  }

  /** Shows what a tree is changed for. */
  public static void publishChange(Deployment deployment, Turn turn) {
    turn.publish(
        DeploymentEvents.groupChanged(
            deployment.changes().keySet(), deployment.version(), turn.now()));
  }

  /** Goes on with everything after a failover. */
  public void resume(Turn turn) {
    List.copyOf(running.values()).forEach(deployment -> begin(deployment, turn));
  }

  private void begin(Deployment deployment, Turn turn) {
    done.put(deployment.id(), new HashSet<>());
    turn.publish(DeploymentEvents.info(deployment, turn.now()));
    for (Action action : deployment.currentStep().actions()) {
      if (action.kind() == Kind.RESTART) {
        listener.restarting(action.app(), turn);
      }
      turn.lookAt(action.app());
    }
  }

  /** What is wanted of an app now. */
  public Desire desire(AppId app, RootGroup root) {
    Optional<Deployment> governing = governing(app);
    if (governing.isEmpty()) {
      return hold(root.app(app));
    }
    Deployment deployment = governing.get();
    AppChange change = deployment.changes().get(app);
    Optional<Kind> action =
        done.get(deployment.id()).contains(app) ? Optional.empty() : deployment.currentAction(app);
    if (action.isPresent() && action.get() != Kind.START) {
      return desire(action.get(), change, deployment);
    }
    return hold(deployment.isAhead(app) ? change.from() : change.to());
  }

  private static Desire desire(Kind action, AppChange change, Deployment deployment) {
    if (action == Kind.STOP || change.to().isEmpty()) {
      return new Desire.None();
    }
    AppSpec to = change.to().get();
    if (action == Kind.SCALE) {
      return new Desire.Hold(to, deployment.killFirst(), change.isScaleUp());
    }
    return new Desire.Replace(
        to,
        deployment.restart().contains(to.id())
            ? Optional.of(deployment.startedAt())
            : Optional.empty());
  }

  private static Desire hold(Optional<AppSpec> spec) {
    return spec.isPresent() ? new Desire.Hold(spec.get(), Set.of(), false) : new Desire.None();
  }

  /** The deployment that locks an app. */
  public Optional<Deployment> governing(AppId app) {
    return Optional.ofNullable(locks.get(app)).map(running::get);
  }

  /** Takes note that what is wanted of an app now may be there, and goes on if a step is done. */
  public void looked(AppId app, boolean reached, Turn turn) {
    Optional<Deployment> governing = governing(app);
    if (governing.isEmpty()) {
      return;
    }
    Deployment deployment = governing.get();
    Optional<Kind> action = deployment.currentAction(app);
    Set<AppId> finished = done.get(deployment.id());
    if (action.isEmpty() || (!reached && action.get() != Kind.START) || !finished.add(app)) {
      return;
    }
    if (action.get() == Kind.STOP) {
      listener.stopped(app, turn);
    }
    if (finished.size() == deployment.currentStep().actions().size()) {
      next(deployment, turn);
    }
  }

  private void next(Deployment deployment, Turn turn) {
    turn.publish(DeploymentEvents.stepSuccess(deployment, turn.now()));
    Deployment next = deployment.withNextStep();
    running.put(next.id(), next);
    if (next.isDone()) {
      succeed(next, turn);
    } else {
      turn.put(Keys.deployment(next.id()), DeploymentRecord.write(next));
      begin(next, turn);
    }
  }

  private void succeed(Deployment deployment, Turn turn) {
    forget(deployment, turn);
    turn.publish(DeploymentEvents.success(deployment, turn.now()));
    listener.ended(deployment, true, turn);
  }

  private void forget(Deployment deployment, Turn turn) {
    running.remove(deployment.id());
    if (done.remove(deployment.id()) != null) {
      turn.remove(Keys.deployment(deployment.id()));
    }
    for (AppId app : deployment.affected()) {
      locks.remove(app);
      turn.lookAt(app);
    }
  }
}
