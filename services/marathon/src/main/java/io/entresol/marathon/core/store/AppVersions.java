package io.entresol.marathon.core.store;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.format.AppJson;
import io.entresol.marathon.core.effect.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The versions of apps that are kept, each a record of its own. */
public final class AppVersions {
  private final Map<AppId, NavigableMap<Instant, AppSpec>> byApp = new HashMap<>();

  public void restore(byte[] record) {
    index(AppJson.restore(record));
  }

  void put(AppSpec spec, Turn turn) {
    index(spec);
    turn.put(Keys.app(spec.id(), spec.version()), AppJson.store(spec));
  }

  private void index(AppSpec spec) {
    byApp.computeIfAbsent(spec.id(), id -> new TreeMap<>()).put(spec.version(), spec);
  }

  /** An app as it was in a version; empty if that is not kept. */
  public Optional<AppSpec> get(AppId id, Instant version) {
    return Optional.ofNullable(
        byApp.getOrDefault(id, Collections.emptyNavigableMap()).get(version));
  }

  /** Newest first. */
  public List<Instant> of(AppId id) {
    return List.copyOf(byApp.getOrDefault(id, Collections.emptyNavigableMap()).descendingKeySet());
  }

  /** Forgets all but the newest so many versions of an app, except those that are in use. */
  void trim(AppId id, int keep, Set<Instant> inUse, Turn turn) {
    NavigableMap<Instant, AppSpec> versions = byApp.get(id);
    if (versions == null) {
      return;
    }
    List<Instant> old =
        new ArrayList<>(versions.descendingKeySet())
            .subList(Math.min(keep, versions.size()), versions.size());
    for (Instant version : List.copyOf(old)) {
      if (!inUse.contains(version)) {
        versions.remove(version);
        turn.remove(Keys.app(id, version));
      }
    }
    if (versions.isEmpty()) {
      byApp.remove(id);
    }
  }
}
