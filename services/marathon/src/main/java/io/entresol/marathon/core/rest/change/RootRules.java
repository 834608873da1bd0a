package io.entresol.marathon.core.rest.change;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.json.Problems;
import io.entresol.marathon.core.rest.RefusedException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Rules between the apps of a tree. */
final class RootRules {
  private final RootGroup root;
  private final Set<AppId> done = new HashSet<>();
  private final Set<AppId> onTheWay = new HashSet<>();

  RootRules(RootGroup root) {
    this.root = root;
  }

  /**
   * @param changed only what these apps can have broken is looked for
   * @throws RefusedException if a rule is broken
   */
  void check(Collection<AppSpec> changed) {
    for (AppSpec app : changed) {
      Problems problems = new Problems();
      checkPlace(app.id(), problems);
      if (!problems.isEmpty()) {
        throw RefusedException.of(problems);
      }
    }
    for (AppSpec app : changed) {
      if (isInCycle(app)) {
        throw RefusedException.value(
            "/dependencies",
            "Dependency graph has cyclic dependencies through '" + app.id() + "'.");
      }
    }
  }

  private void checkPlace(AppId id, Problems problems) {
    if (root.hasGroup(id)) {
      problems.value(
          "/id", "Groups and Applications may not have the same identifier: " + id + ".");
    }
    for (AppId group = id.parent(); !group.isRoot(); group = group.parent()) {
      if (root.apps().containsKey(group)) {
        problems.value(
            "/id", "'" + id + "' lies below the app '" + group + "', which is no group.");
      }
    }
  }

  /** Walks along dependencies, each app once. */
  private boolean isInCycle(AppSpec app) {
    if (done.contains(app.id())) {
      return false;
    }
    if (!onTheWay.add(app.id())) {
      return true;
    }
    for (AppId dependency : root.dependenciesOf(app)) {
      if (isInCycle(root.apps().get(dependency))) {
        return true;
      }
    }
    onTheWay.remove(app.id());
    done.add(app.id());
    return false;
  }
}
