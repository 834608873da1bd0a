package io.entresol.marathon.core.deploy;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.rest.DeploymentView.Action;
import io.entresol.marathon.core.rest.DeploymentView.Kind;
import io.entresol.marathon.core.rest.DeploymentView.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The steps from one tree to another. Removed apps stop first, all at once; then each app changes
 * after those that it depends on, layer by layer. Pure.
 */
public final class DeploymentPlan {
  private final RootGroup before;
  private final RootGroup after;
  private final Set<AppId> restart;
  private final Predicate<AppSpec> hasOutdated;

  /**
   * @param restart apps that are restarted even if they did not change
   * @param hasOutdated whether instances of another configuration than that are there, which an
   *     earlier deployment that was cancelled has left
   */
  public DeploymentPlan(
      RootGroup before, RootGroup after, Set<AppId> restart, Predicate<AppSpec> hasOutdated) {
    this.before = before;
    this.after = after;
    this.restart = restart;
    this.hasOutdated = hasOutdated;
  }

  /** The apps that differ or are restarted, in the order of their ids. */
  public Map<AppId, AppChange> changes() {
    Map<AppId, AppChange> changes = new LinkedHashMap<>();
    Set<AppId> all = new TreeSet<>(before.apps().keySet());
    all.addAll(after.apps().keySet());
    for (AppId id : all) {
      Optional<AppSpec> from = before.app(id);
      Optional<AppSpec> to = after.app(id);
      if (!from.equals(to) || restart.contains(id)) {
        changes.put(id, new AppChange(id, from, to));
      }
    }
    return changes;
  }

  /** Groups that differ in more than their version. */
  public List<GroupChange> groups() {
    Set<AppId> all = new TreeSet<>(before.groups().keySet());
    all.addAll(after.groups().keySet());
    return all.stream()
        .map(
            id ->
                new GroupChange(
                    id,
                    Optional.ofNullable(before.groups().get(id)),
                    Optional.ofNullable(after.groups().get(id))))
        .filter(change -> !change.from().equals(change.to()))
        .toList();
  }

  public List<Step> steps() {
    Map<AppId, AppChange> changes = changes();
    List<Step> steps = new ArrayList<>();
    add(steps, actions(changes, Kind.STOP, change -> change.to().isEmpty()));
    add(steps, actions(changes, Kind.START, change -> change.from().isEmpty()));
    Layers layers = new Layers();
    TreeMap<Integer, List<Action>> byLayer = new TreeMap<>();
    for (AppChange change : changes.values()) {
      change
          .to()
          .flatMap(to -> kind(change, to))
          .ifPresent(
              kind ->
                  byLayer
                      .computeIfAbsent(layers.of(change.id()), layer -> new ArrayList<>())
                      .add(new Action(kind, change.id())));
    }
    byLayer.values().forEach(actions -> add(steps, actions));
    return steps;
  }

  private Optional<Kind> kind(AppChange change, AppSpec to) {
    if (change.from().isEmpty()) {
      return Optional.of(hasOutdated.test(to) ? Kind.RESTART : Kind.SCALE);
    }
    AppSpec from = change.from().get();
    if (to.instances() == 0) {
      return from.instances() == 0 ? Optional.empty() : Optional.of(Kind.SCALE);
    }
    if (restart.contains(to.id()) || AppSpec.isConfigChange(from, to) || hasOutdated.test(to)) {
      return Optional.of(Kind.RESTART);
    }
    return from.instances() == to.instances() ? Optional.empty() : Optional.of(Kind.SCALE);
  }

  private static List<Action> actions(
      Map<AppId, AppChange> changes, Kind kind, Predicate<AppChange> which) {
    return changes.values().stream()
        .filter(which)
        .map(change -> new Action(kind, change.id()))
        .toList();
  }

  private static void add(List<Step> steps, List<Action> actions) {
    if (!actions.isEmpty()) {
      steps.add(new Step(actions));
    }
  }

  /** How far each app is from the apps that depend on none, by the longest way. */
  private final class Layers {
    private final Map<AppId, Integer> known = new HashMap<>();

    int of(AppId app) {
      Integer layer = known.get(app);
      if (layer != null) {
        return layer;
      }
      // A cycle is refused where trees are validated; here it must only not loop.
      known.put(app, 0);
      int longest = 0;
      for (AppId dependency : after.dependenciesOf(after.apps().get(app))) {
        longest = Math.max(longest, of(dependency) + 1);
      }
      known.put(app, longest);
      return longest;
    }
  }
}
