package io.entresol.marathon.core;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.app.format.AppJson;
import io.entresol.marathon.core.deploy.AppChange;
import io.entresol.marathon.core.deploy.Deployment;
import io.entresol.marathon.core.deploy.DeploymentPlan;
import io.entresol.marathon.core.deploy.Deployments;
import io.entresol.marathon.core.deploy.Reversal;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.event.Events;
import io.entresol.marathon.core.health.HealthEvents;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.rest.CancelOutcome;
import io.entresol.marathon.core.rest.DeployOutcome;
import io.entresol.marathon.core.rest.DeploymentView.Step;
import io.entresol.marathon.core.rest.HttpRequest;
import io.entresol.marathon.core.rest.MarathonCommands;
import io.entresol.marathon.core.rest.RootChange;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What requests of the REST API may do, as a part of the command that handles them. */
final class CoreCommands implements MarathonCommands {
  private static final String CANCELLED = "The upgrade has been cancelled";

  private final CoreParts parts;
  private Turn turn;
  private HttpRequest request;
  private boolean abdicating;

  CoreCommands(CoreParts parts) {
    this.parts = parts;
  }

  /** The commands that follow belong to that request. */
  void begin(HttpRequest newRequest, Turn newTurn) {
    request = newRequest;
    turn = newTurn;
  }

  /**
   * The request is handled.
   *
   * @return whether leadership is to be given up
   */
  boolean end() {
    request = null;
    turn = null;
    boolean wasAbdicating = abdicating;
    abdicating = false;
    return wasAbdicating;
  }

  @Override
  public DeployOutcome deploy(RootChange change, boolean force, Instant now) {
    DeploymentPlan plan = planOf(change);
    Deployment deployment =
        new Deployment(
            parts.ids.next().toString(),
            change.target().version(),
            now,
            plan.changes(),
            plan.groups(),
            plan.steps(),
            change.restart(),
            change.killFirst(),
            0);
    Optional<DeployOutcome> refusal = parts.deployments.refusal(deployment, force);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    parts.deployments.makeWayFor(deployment, turn);
    parts.wanted.commit(change.target(), turn);
    parts.wanted.trimHistory(turn).forEach(app -> parts.trimVersions(app, turn));
    deployment.changes().values().forEach(this::publishPost);
    Deployments.publishChange(deployment, turn);
    deployment.changes().values().forEach(this::publishChecks);
    parts.metrics.deploymentStarted();
    parts.deployments.start(deployment, turn);
    deployment.changes().keySet().forEach(turn::lookAt);
    return new DeployOutcome.Accepted(deployment.id(), deployment.version());
  }

  private DeploymentPlan planOf(RootChange change) {
    return new DeploymentPlan(
        parts.wanted.root(), change.target(), change.restart(), this::hasOutdated);
  }

  @Override
  public List<Step> plan(RootChange change) {
    return planOf(change).steps();
  }

  /** Whether instances are to run on that have another configuration. */
  private boolean hasOutdated(AppSpec spec) {
    return parts.instances.ofApp(spec.id()).stream()
        .filter(Instance::isWanted)
        .anyMatch(parts.currency.of(spec).negate());
  }

  /** Only what was asked of the apps themselves is shown as such. */
  private void publishPost(AppChange change) {
    if (!request.path().startsWith("/v2/apps")) {
      return;
    }
    change
        .to()
        .ifPresent(
            spec ->
                turn.publish(
                    Events.apiPost(
                        request.remoteAddress(), request.path(), AppJson.write(spec), turn.now())));
  }

  private void publishChecks(AppChange change) {
    if (change.to().isPresent()) {
      AppSpec app = change.to().get();
      if (change.from().filter(old -> !AppSpec.isConfigChange(old, app)).isEmpty()) {
        app.healthChecks()
            .forEach(check -> turn.publish(HealthEvents.added(app, check, turn.now())));
      }
    } else if (!change.from().orElseThrow().healthChecks().isEmpty()) {
      turn.publish(HealthEvents.removed(change.id(), turn.now()));
    }
  }

  @Override
  public void kill(Collection<String> taskIds, boolean wipe, Instant now) {
    for (String taskId : taskIds) {
      parts
          .instances
          .ofTask(taskId)
          .ifPresent(instance -> parts.endings.decommission(instance, turn));
    }
  }

  @Override
  public CancelOutcome cancelDeployment(String deploymentId, boolean force, Instant now) {
    Optional<Deployment> found = parts.deployments.get(deploymentId);
    if (found.isEmpty()) {
      return new CancelOutcome.NotFound();
    }
    if (force) {
      parts.deployments.cancel(found.get(), CANCELLED, turn);
      return new CancelOutcome.Stopped();
    }
    RootGroup present = parts.wanted.root();
    Instant version = now.isAfter(present.version()) ? now : present.version().plusMillis(1);
    RootGroup before = Reversal.of(found.get(), present, version);
    DeployOutcome outcome = deploy(RootChange.to(before), true, now);
    if (outcome instanceof DeployOutcome.Accepted) {
      // A mere restart changes nothing that could be taken back; it only stops.
      parts
          .deployments
          .get(deploymentId)
          .ifPresent(deployment -> parts.deployments.cancel(deployment, CANCELLED, turn));
    }
    return new CancelOutcome.Reverting(outcome);
  }

  @Override
  public boolean resetDelay(AppId id, Instant now) {
    if (!parts.queue.contains(id)) {
      return false;
    }
    parts.backoffs.reset(id);
    parts.flow.demandGrew(turn);
    return true;
  }

  @Override
  public void abdicate(Instant now) {
    abdicating = true;
  }
}
