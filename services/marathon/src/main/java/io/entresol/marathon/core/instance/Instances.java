package io.entresol.marathon.core.instance;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.store.Keys;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The instances that are known, by id and by app. Every change is stored. */
public final class Instances {
  private final Map<InstanceId, Instance> byId = new LinkedHashMap<>();
  private final Map<AppId, Map<InstanceId, Instance>> byApp = new HashMap<>();
  private final Map<Condition, Integer> counts = new EnumMap<>(Condition.class);

  /** Takes instances over from their records. */
  public void restore(Collection<byte[]> records) {
    records.stream()
        .map(InstanceRecord::read)
        .sorted(
            Comparator.comparing((Instance instance) -> instance.times().provisioned())
                .thenComparing(Instance::id))
        .forEach(this::index);
  }

  /** Stores a new instance, or one that has changed, and has its app looked at. */
  public void put(Instance instance, Turn turn) {
    index(instance);
    turn.put(Keys.instance(instance.id().value()), InstanceRecord.write(instance));
    turn.lookAt(instance.app());
  }

  /** Forgets an instance, and has its app looked at. */
  public void remove(Instance instance, Turn turn) {
    count(byId.remove(instance.id()), -1);
    Map<InstanceId, Instance> ofApp = byApp.get(instance.app());
    if (ofApp != null && ofApp.remove(instance.id()) != null && ofApp.isEmpty()) {
      byApp.remove(instance.app());
    }
    turn.remove(Keys.instance(instance.id().value()));
    turn.lookAt(instance.app());
  }

  public Optional<Instance> get(InstanceId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The instance whose present task that is; empty for an earlier task of it. */
  public Optional<Instance> ofTask(String taskId) {
    return InstanceId.ofTask(taskId)
        .flatMap(this::get)
        .filter(instance -> instance.taskId().equals(taskId));
  }

  /** Those of one app, in the order in which they were provisioned. */
  public Collection<Instance> ofApp(AppId app) {
    return Collections.unmodifiableCollection(byApp.getOrDefault(app, Map.of()).values());
  }

  public Collection<Instance> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  /** The apps that have instances. */
  public Set<AppId> apps() {
    return Collections.unmodifiableSet(byApp.keySet());
  }

  /** How many are in a condition. */
  public int count(Condition condition) {
    return counts.getOrDefault(condition, 0);
  }

  private void count(Instance instance, int change) {
    if (instance != null) {
      counts.merge(instance.condition(), change, Integer::sum);
    }
  }

  private void index(Instance instance) {
    count(byId.put(instance.id(), instance), -1);
    count(instance, 1);
    byApp
        .computeIfAbsent(instance.app(), app -> new LinkedHashMap<>())
        .put(instance.id(), instance);
  }
}
