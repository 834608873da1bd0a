package io.entresol.marathon.core.deploy;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.rest.DeploymentView;
import io.entresol.marathon.core.rest.DeploymentView.Action;
import io.entresol.marathon.core.rest.DeploymentView.Kind;
import io.entresol.marathon.core.rest.DeploymentView.Step;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change in progress. Immutable.
 *
 * @param version of the tree that it leads to
 * @param startedAt instances provisioned before count as old if their app is restarted
 * @param groups what it changes beside apps, so that it can be taken back
 * @param restart apps whose instances are all replaced, changed or not
 * @param killFirst tasks that go first where their app is scaled down
 * @param step which of the steps is in progress, from 0
 */
public record Deployment(
    String id,
    Instant version,
    Instant startedAt,
    Map<AppId, AppChange> changes,
    List<GroupChange> groups,
    List<Step> steps,
    Set<AppId> restart,
    Set<String> killFirst,
    int step) {
  public Deployment {
    changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    groups = List.copyOf(groups);
    steps = List.copyOf(steps);
    restart = Set.copyOf(restart);
    killFirst = Set.copyOf(killFirst);
  }

  /** The apps that it locks. */
  public Set<AppId> affected() {
    Set<AppId> affected = new TreeSet<>();
    steps.forEach(step -> step.actions().forEach(action -> affected.add(action.app())));
    return affected;
  }

  /** Whether all steps are done. */
  boolean isDone() {
    return step >= steps.size();
  }

  Step currentStep() {
    return steps.get(step);
  }

  /** What the step in progress does to an app; empty if nothing. */
  Optional<Kind> currentAction(AppId app) {
    return isDone() ? Optional.empty() : action(currentStep(), app);
  }

  /** Whether a later step does something to an app. */
  boolean isAhead(AppId app) {
    return steps.stream().skip(step + 1L).anyMatch(later -> action(later, app).isPresent());
  }

  private static Optional<Kind> action(Step step, AppId app) {
    return step.actions().stream()
        .filter(action -> action.app().equals(app))
        .map(Action::kind)
        .findFirst();
  }

  Deployment withNextStep() {
    return new Deployment(
        id, version, startedAt, changes, groups, steps, restart, killFirst, step + 1);
  }

  DeploymentView view() {
    return new DeploymentView(id, version, affected(), steps, Math.min(step + 1, steps.size()));
  }
}
