package io.entresol.simulation.cluster;

import io.entresol.domain.frame.StoreChange;
import io.entresol.runtime.LeaderRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What ZooKeeper does for the cluster: elections with epochs, who leads as each member sees it, who
 * has left, and the master's registry, which takes writes of the newest epoch alone.
 */
final class Coordination {
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration NOTICED = Duration.ofMillis(80);

  /** One term of leadership, as others see it. */
  record Leader(String node, long epoch) {}

  /** A process that may lead. */
  interface Contender {
    String node();

    void elected(long epoch);

    void deposed();
  }

  private static final class Office {
    private final List<Contender> queue = new ArrayList<>();
    private long epoch;
    private Contender holder;
    private Optional<Leader> published = Optional.empty();
    private final Map<String, Optional<Leader>> views = new HashMap<>();
    private final List<Consumer<Leader>> watchers = new ArrayList<>();
  }

  private final World world;
  private final Map<LeaderRole, Office> offices = new EnumMap<>(LeaderRole.class);
  private final TreeMap<String, byte[]> registry = new TreeMap<>();
  private final List<Consumer<String>> leaveWatchers = new ArrayList<>();

  Coordination(World world) {
    this.world = world;
    offices.put(LeaderRole.MASTER, new Office());
    offices.put(LeaderRole.ALLOCATOR, new Office());
  }

  boolean isContending(LeaderRole role, Contender contender) {
    return offices.get(role).queue.contains(contender);
  }

  void contend(LeaderRole role, Contender contender) {
    offices.get(role).queue.add(contender);
    elect(role);
  }

  /** The session has ended: another one leads, while the old leader learns of it later. */
  void expire(LeaderRole role, Contender contender) {
    Office office = offices.get(role);
    office.queue.remove(contender);
    if (office.holder == contender) {
      office.holder = null;
      publish(role, Optional.empty());
      elect(role);
    }
  }

  private void elect(LeaderRole role) {
    Office office = offices.get(role);
    if (office.holder == null && !office.queue.isEmpty()) {
      office.holder = office.queue.get(0);
      office.epoch++;
      long epoch = office.epoch;
      Contender elected = office.holder;
      world.between(AT_ONCE, NOTICED, () -> elected.elected(epoch));
    }
  }

  /** Whether that is still the newest term. */
  boolean isCurrent(LeaderRole role, long epoch) {
    return offices.get(role).epoch == epoch && offices.get(role).holder != null;
  }

  void publish(LeaderRole role, Leader leader) {
    if (isCurrent(role, leader.epoch())) {
      publish(role, Optional.of(leader));
    }
  }

  private void publish(LeaderRole role, Optional<Leader> leader) {
    Office office = offices.get(role);
    office.published = leader;
    for (String node : List.copyOf(office.views.keySet())) {
      world.between(AT_ONCE, NOTICED, () -> notice(office, node));
    }
    leader.ifPresent(
        known ->
            office.watchers.forEach(
                watcher -> world.between(AT_ONCE, NOTICED, () -> watcher.accept(known))));
  }

  private static void notice(Office office, String node) {
    office.views.computeIfPresent(node, (name, seen) -> office.published);
  }

  /** A member of the cluster begins to see who leads. */
  void join(String node) {
    for (Office office : offices.values()) {
      office.views.put(node, Optional.empty());
      world.between(AT_ONCE, NOTICED, () -> notice(office, node));
    }
  }

  /** Who leads, as that member sees it. */
  Optional<Leader> leader(LeaderRole role, String node) {
    return offices.get(role).views.getOrDefault(node, Optional.empty());
  }

  /** Calls back, some time later, with each new leader. */
  void watch(LeaderRole role, Consumer<Leader> watcher) {
    offices.get(role).watchers.add(watcher);
    offices
        .get(role)
        .published
        .ifPresent(leader -> world.between(AT_ONCE, NOTICED, () -> watcher.accept(leader)));
  }

  /** The member's session has ended: whoever leads is told. */
  void left(String node) {
    offices.values().forEach(office -> office.views.remove(node));
    leaveWatchers.forEach(watcher -> world.between(AT_ONCE, NOTICED, () -> watcher.accept(node)));
  }

  void onLeft(Consumer<String> watcher) {
    leaveWatchers.add(watcher);
  }

  Map<String, byte[]> registry() {
    return new TreeMap<>(registry);
  }

  /** Writes all changes or, if the epoch is an old one, none. */
  boolean commit(LeaderRole role, long epoch, List<StoreChange> changes) {
    if (offices.get(role).epoch != epoch) {
      return false;
    }
    for (StoreChange change : changes) {
      if (change instanceof StoreChange.Put put) {
        registry.put(put.key(), put.value());
      } else {
        registry.remove(change.key());
      }
    }
    return true;
  }
}
