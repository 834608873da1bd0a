package io.entresol.marathon.core.deploy;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.GroupSpec;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.app.VersionInfo;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Takes back what one deployment has changed, and leaves what others have changed since. Pure. */
public final class Reversal {
  private Reversal() {}

  /**
   * The tree without what the deployment has changed.
   *
   * @param version of the tree that results, later than the present one's
   */
  public static RootGroup of(Deployment deployment, RootGroup present, Instant version) {
    Map<AppId, AppSpec> apps = new TreeMap<>(present.apps());
    for (AppChange change : deployment.changes().values()) {
      if (change.from().isEmpty()) {
        apps.remove(change.id());
      } else if (!change.from().equals(present.app(change.id()))) {
        apps.put(change.id(), restored(change.from().get(), present.app(change.id()), version));
      }
    }
    Map<AppId, GroupSpec> groups = new TreeMap<>(present.groups());
    for (GroupChange change : deployment.groups()) {
      if (change.from().isPresent()) {
        groups.put(change.id(), change.from().get());
      } else if (!hasOtherMembers(change.id(), apps)) {
        groups.remove(change.id());
      }
    }
    return new RootGroup(new TreeMap<>(apps), new TreeMap<>(groups), version);
  }

  private static AppSpec restored(AppSpec from, Optional<AppSpec> present, Instant version) {
    boolean otherConfig = present.map(spec -> AppSpec.isConfigChange(spec, from)).orElse(true);
    Instant configVersion =
        otherConfig ? version : present.orElseThrow().versionInfo().lastConfigChangeAt();
    return from.toBuilder()
        .version(version)
        .versionInfo(new VersionInfo(version, configVersion))
        .build();
  }

  private static boolean hasOtherMembers(AppId group, Map<AppId, AppSpec> apps) {
    return apps.keySet().stream().anyMatch(group::isAncestorOf);
  }
}
