package io.entresol.marathon.core;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.instance.Goal;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.store.Keys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes over what earlier leaders have stored. */
final class Recovery {
  /** What these records mean; a leader that knows less must not touch them. */
  private static final String STORAGE_VERSION = "1";

  private final CoreParts parts;

  Recovery(CoreParts parts) {
    this.parts = parts;
  }

  void restore(Map<String, byte[]> records, Turn turn) {
    checkVersion(records, turn);
    parts.wanted.restore(records);
    parts.times.begin(turn.now());
    List<byte[]> deployments = new ArrayList<>();
    List<byte[]> instances = new ArrayList<>();
    records.forEach(
        (key, value) -> {
          if (key.startsWith(Keys.INSTANCES)) {
            instances.add(value);
          } else if (key.startsWith(Keys.DEPLOYMENTS)) {
            deployments.add(value);
          } else if (key.startsWith(Keys.FAILURES)) {
            parts.failures.restore(value);
          } else if (key.equals(Keys.FRAMEWORK_ID)) {
            parts.link.restoreFrameworkId(value);
          }
        });
    parts.instances.restore(instances);
    parts.instances.all().forEach(instance -> resume(instance, turn));
    parts.deployments.restore(deployments, parts.wanted.versions());
    parts.deployments.resume(turn);
    lookAtAll(turn);
  }

  private static void checkVersion(Map<String, byte[]> records, Turn turn) {
    byte[] record = records.get(Keys.STORAGE_VERSION);
    if (record == null) {
      turn.put(Keys.STORAGE_VERSION, STORAGE_VERSION.getBytes(StandardCharsets.UTF_8));
      return;
    }
    String found = new String(record, StandardCharsets.UTF_8);
    if (!found.equals(STORAGE_VERSION)) {
      throw new IllegalStateException(
          "the state is stored in version "
              + found
              + ", but only "
              + STORAGE_VERSION
              + " is known");
    }
  }

  private void resume(Instance instance, Turn turn) {
    parts.times.set(instance);
    if (instance.isRunning()) {
      parts.health.watch(instance, turn);
    }
    if (instance.goal() == Goal.DECOMMISSIONED) {
      parts.endings.decommission(instance, turn);
    }
  }

  /** Compares all that is wanted with all that is there. */
  void lookAtAll(Turn turn) {
    Set<AppId> apps = new HashSet<>(parts.wanted.root().apps().keySet());
    apps.addAll(parts.instances.apps());
    apps.stream().sorted(Comparator.naturalOrder()).forEach(turn::lookAt);
  }
}
