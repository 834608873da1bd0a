package io.entresol.marathon.core.app;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that should run: one version of the whole tree. Groups exist by being named in {@code
 * groups} or by lying on the path to an app. Immutable.
 *
 * @param version when this tree was made, which is its id
 */
public record RootGroup(
    NavigableMap<AppId, AppSpec> apps, NavigableMap<AppId, GroupSpec> groups, Instant version) {
  public static final RootGroup EMPTY =
      new RootGroup(new TreeMap<>(), new TreeMap<>(), Instant.EPOCH);

  public RootGroup {
    apps = Collections.unmodifiableNavigableMap(new TreeMap<>(apps));
    groups = Collections.unmodifiableNavigableMap(new TreeMap<>(groups));
  }

  public Optional<AppSpec> app(AppId id) {
    return Optional.ofNullable(apps.get(id));
  }

  /** The apps anywhere below a group. */
  public Collection<AppSpec> appsUnder(AppId group) {
    return below(group, apps).values();
  }

  /** The part of a map whose keys lie below a group, which stand together. */
  private static <V> NavigableMap<AppId, V> below(AppId group, NavigableMap<AppId, V> all) {
    if (group.isRoot()) {
      return all;
    }
    // A digit is the least and a letter the greatest with which a segment begins.
    AppId first = new AppId(group.path() + "/0");
    AppId afterLast = new AppId(group.path() + "/\uffff");
    return all.subMap(first, true, afterLast, false);
  }

  /** Every group there is, named or implied, without the root. */
  public Set<AppId> groupIds() {
    Set<AppId> ids = new TreeSet<>(groups.keySet());
    apps.keySet().forEach(app -> addAncestors(app, ids));
    groups.keySet().forEach(group -> addAncestors(group, ids));
    ids.remove(AppId.ROOT);
    return ids;
  }

  private static void addAncestors(AppId id, Set<AppId> ids) {
    for (AppId group = id.parent(); !group.isRoot(); group = group.parent()) {
      ids.add(group);
    }
  }

  public boolean hasGroup(AppId id) {
    return id.isRoot()
        || groups.containsKey(id)
        || !below(id, apps).isEmpty()
        || !below(id, groups).isEmpty();
  }

  /** With these apps put in the place of those of the same ids. */
  public RootGroup withApps(Collection<AppSpec> changed, Instant newVersion) {
    TreeMap<AppId, AppSpec> all = new TreeMap<>(apps);
    changed.forEach(app -> all.put(app.id(), app));
    return new RootGroup(all, groups, newVersion);
  }

  public RootGroup withoutApp(AppId id, Instant newVersion) {
    TreeMap<AppId, AppSpec> left = new TreeMap<>(apps);
    left.remove(id);
    return new RootGroup(left, groups, newVersion);
  }

  /** The apps that an app waits for: those it names and those in groups it or its groups name. */
  public Set<AppId> dependenciesOf(AppSpec app) {
    Set<AppId> named = new TreeSet<>(app.dependencies());
    for (AppId group = app.id().parent(); !group.isRoot(); group = group.parent()) {
      Optional.ofNullable(groups.get(group)).ifPresent(spec -> named.addAll(spec.dependencies()));
    }
    return named.stream()
        .flatMap(id -> apps.containsKey(id) ? Stream.of(id) : below(id, apps).keySet().stream())
        .filter(id -> !id.equals(app.id()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
