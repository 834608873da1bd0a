package io.entresol.marathon.core.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.GroupSpec;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.effect.Turn;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What should run: the present tree, and as many earlier ones and versions of apps as are kept.
 * Every change is stored, each app in records of its own.
 */
public final class WantedState {
  private final int maxVersions;
  private final AppVersions versions = new AppVersions();

  /** What led to the present tree, oldest first. */
  private final Deque<RootDelta> history = new ArrayDeque<>();

  private RootGroup root = RootGroup.EMPTY;

  /**
   * @param maxVersions how many trees, and how many versions of each app, are kept
   */
  public WantedState(int maxVersions) {
    this.maxVersions = maxVersions;
  }

  public RootGroup root() {
    return root;
  }

  public AppVersions versions() {
    return versions;
  }

  /** Takes everything over from an earlier leader's records. */
  public void restore(Map<String, byte[]> records) {
    TreeMap<AppId, AppSpec> apps = new TreeMap<>();
    TreeMap<AppId, GroupSpec> groups = new TreeMap<>();
    List<RootDelta> deltas = new ArrayList<>();
    records.forEach(
        (key, value) -> {
          if (key.startsWith(Keys.APPS)) {
            versions.restore(value);
          } else if (key.startsWith(Keys.GROUPS)) {
            GroupSpec group = GroupRecord.read(Json.read(value));
            groups.put(group.id(), group);
          } else if (key.startsWith(Keys.HISTORY)) {
            deltas.add(RootDelta.read(value));
          }
        });
    records.forEach(
        (key, value) -> {
          if (key.startsWith(Keys.CURRENT)) {
            AppSpec spec = current(Json.read(value));
            apps.put(spec.id(), spec);
          }
        });
    deltas.sort((a, b) -> a.version().compareTo(b.version()));
    history.addAll(deltas);
    Instant version =
        Optional.ofNullable(records.get(Keys.ROOT))
            .map(record -> Json.instant(Json.read(record), "version"))
            .orElse(RootGroup.EMPTY.version());
    root = new RootGroup(apps, groups, version);
  }

  private AppSpec current(JsonNode pointer) {
    AppId id = new AppId(Json.string(pointer, "id"));
    Instant version = Json.instant(pointer, "version");
    return versions
        .get(id, version)
        .orElseThrow(
            () -> new IllegalStateException("the record of " + id + " at " + version + " is gone"));
  }

  /** Makes another tree the present one. */
  public void commit(RootGroup next, Turn turn) {
    RootDelta delta = RootDelta.between(root, next);
    for (RootDelta.AppDelta app : delta.apps()) {
      if (app.to().isPresent()) {
        versions.put(next.apps().get(app.id()), turn);
        turn.put(Keys.current(app.id()), pointer(app.id(), app.to().get()));
      } else {
        turn.remove(Keys.current(app.id()));
      }
    }
    for (RootDelta.GroupDelta group : delta.groups()) {
      if (group.to().isPresent()) {
        turn.put(Keys.group(group.id()), Json.bytes(GroupRecord.write(group.to().get())));
      } else {
        turn.remove(Keys.group(group.id()));
      }
    }
    turn.put(Keys.history(next.version()), delta.write());
    turn.put(Keys.ROOT, Json.bytes(Json.object().put("version", Json.text(next.version()))));
    history.addLast(delta);
    root = next;
  }

  private static byte[] pointer(AppId id, Instant version) {
    return Json.bytes(Json.object().put("id", id.path()).put("version", Json.text(version)));
  }

  /**
   * Forgets the oldest trees beyond what is kept.
   *
   * @return the apps that they had otherwise, of which versions may be forgotten too
   */
  public Set<AppId> trimHistory(Turn turn) {
    Set<AppId> apps = new HashSet<>();
    while (history.size() > Math.max(1, maxVersions - 1)) {
      RootDelta oldest = history.removeFirst();
      turn.remove(Keys.history(oldest.version()));
      oldest.apps().forEach(app -> apps.add(app.id()));
    }
    return apps;
  }

  /**
   * Forgets versions of an app beyond what is kept; all of them if the app is gone.
   *
   * @param inUse versions that instances or deployments need; those that trees need are known here
   */
  public void trimVersions(AppId id, Set<Instant> inUse, Turn turn) {
    boolean exists = root.apps().containsKey(id);
    if (exists && versions.of(id).size() <= maxVersions) {
      return;
    }
    Set<Instant> needed = new HashSet<>(inUse);
    root.app(id).ifPresent(spec -> needed.add(spec.version()));
    for (RootDelta delta : history) {
      for (RootDelta.AppDelta app : delta.apps()) {
        if (app.id().equals(id)) {
          app.from().ifPresent(needed::add);
        }
      }
    }
    versions.trim(id, exists ? maxVersions : 0, needed, turn);
  }

  /** The versions of the tree that are kept, newest first, the present one included. */
  public List<Instant> rootVersions() {
    List<Instant> all = new ArrayList<>();
    all.add(root.version());
    history.descendingIterator().forEachRemaining(delta -> all.add(delta.previous()));
    return all;
  }

  /** The tree as it was; empty if that is not kept. */
  public Optional<RootGroup> rootVersion(Instant version) {
    TreeMap<AppId, AppSpec> apps = new TreeMap<>(root.apps());
    TreeMap<AppId, GroupSpec> groups = new TreeMap<>(root.groups());
    Instant at = root.version();
    Iterator<RootDelta> back = history.descendingIterator();
    while (!at.equals(version) && back.hasNext()) {
      RootDelta delta = back.next();
      delta.apps().forEach(app -> undo(app, apps));
      delta.groups().forEach(group -> undo(group, groups));
      at = delta.previous();
    }
    return at.equals(version) ? Optional.of(new RootGroup(apps, groups, at)) : Optional.empty();
  }

  private void undo(RootDelta.AppDelta app, Map<AppId, AppSpec> apps) {
    if (app.from().isPresent()) {
      apps.put(app.id(), versions.get(app.id(), app.from().get()).orElseThrow());
    } else {
      apps.remove(app.id());
    }
  }

  private static void undo(RootDelta.GroupDelta group, Map<AppId, GroupSpec> groups) {
    if (group.from().isPresent()) {
      groups.put(group.id(), group.from().get());
    } else {
      groups.remove(group.id());
    }
  }
}
