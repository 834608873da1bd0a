package io.entresol.marathon.core.rest.change;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.GroupSpec;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.app.VersionInfo;
import io.entresol.marathon.core.rest.RefusedException;
import io.entresol.marathon.core.rest.RestSettings;
import io.entresol.marathon.core.rest.RootChange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The next version of the tree in the making. What stays as it is stays the very same; what changes
 * gets the new version. Used by one thread.
 */
public final class RootRevision {
  private final RootGroup before;
  private final RestSettings settings;
  private final Instant version;
  private final TreeMap<AppId, AppSpec> apps;
  private final TreeMap<AppId, GroupSpec> groups;
  private final Set<AppId> restart = new TreeSet<>();
  private final Set<String> killFirst = new TreeSet<>();
  private final List<AppSpec> changed = new ArrayList<>();
  private Optional<ServicePorts> ports = Optional.empty();

  /** The version is now, or just after the present one if the clock stands still. */
  public RootRevision(RootGroup before, RestSettings settings, Instant now) {
    this.before = before;
    this.settings = settings;
    Instant millis = now.truncatedTo(ChronoUnit.MILLIS);
    this.version = millis.isAfter(before.version()) ? millis : before.version().plusMillis(1);
    this.apps = new TreeMap<>(before.apps());
    this.groups = new TreeMap<>(before.groups());
  }

  public Instant version() {
    return version;
  }

  /** An app as the revision has it so far. */
  public Optional<AppSpec> app(AppId id) {
    return Optional.ofNullable(apps.get(id));
  }

  public Optional<GroupSpec> group(AppId id) {
    return Optional.ofNullable(groups.get(id));
  }

  /** The apps that lie in a group itself. */
  public List<AppId> appsOf(AppId group) {
    return apps.keySet().stream().filter(id -> id.parent().equals(group)).toList();
  }

  /** The groups that lie in a group itself, named or implied by what lies below them. */
  public List<AppId> groupsOf(AppId group) {
    return new RootGroup(apps, groups, version)
        .groupIds().stream().filter(id -> id.parent().equals(group)).toList();
  }

  /** An app should be so; its version, version info and open service ports are settled here. */
  public RootRevision put(AppSpec wanted) {
    Optional<AppSpec> old = before.app(wanted.id());
    AppSpec assigned = ports().assign(wanted, old);
    AppSpec next = versioned(assigned, old);
    apps.put(next.id(), next);
    if (!Optional.of(next).equals(old)) {
      changed.add(next);
    }
    return this;
  }

  private ServicePorts ports() {
    if (ports.isEmpty()) {
      ports =
          Optional.of(new ServicePorts(settings.localPortMin(), settings.localPortMax(), before));
    }
    return ports.get();
  }

  private AppSpec versioned(AppSpec spec, Optional<AppSpec> old) {
    if (old.isEmpty() || AppSpec.isConfigChange(old.get(), spec)) {
      return spec.toBuilder()
          .version(version)
          .versionInfo(new VersionInfo(version, version))
          .build();
    }
    if (old.get().instances() == spec.instances()) {
      return old.get();
    }
    Instant configVersion = old.get().versionInfo().lastConfigChangeAt();
    return spec.toBuilder()
        .version(version)
        .versionInfo(new VersionInfo(version, configVersion))
        .build();
  }

  /** All instances of an app are to be replaced, whether it changed or not. */
  public RootRevision restart(AppSpec app) {
    AppSpec marked =
        app.toBuilder().version(version).versionInfo(new VersionInfo(version, version)).build();
    apps.put(app.id(), marked);
    restart.add(app.id());
    return this;
  }

  public RootRevision remove(AppId app) {
    apps.remove(app);
    return this;
  }

  public RootRevision putGroup(GroupSpec group) {
    groups.put(group.id(), group);
    return this;
  }

  /** A group with everything below it. */
  public RootRevision removeGroup(AppId group) {
    apps.keySet().removeIf(group::isAncestorOf);
    groups.keySet().removeIf(id -> id.equals(group) || group.isAncestorOf(id));
    return this;
  }

  /** One instance less for each, and these are the ones. */
  public RootRevision scaleDown(AppSpec app, Set<String> taskIds) {
    killFirst.addAll(taskIds);
    return put(app.withInstances(Math.max(0, app.instances() - taskIds.size())));
  }

  /**
   * The whole new tree.
   *
   * @throws RefusedException if the tree would break a rule
   */
  public RootChange finish() {
    RootGroup target = new RootGroup(apps, groups, version);
    new RootRules(target).check(changed);
    return new RootChange(target, restart, killFirst);
  }
}
