package io.entresol.domain.frame;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The instants at which a core has something to do, by key. Setting a key again moves it. Ties fall
 * due in the order in which they were set. Used by one thread.
 *
 * @param <K> what is due; by value
 */
public final class Deadlines<K> {
  private record Entry<K>(Instant at, long order, K key) {}

  private final PriorityQueue<Entry<K>> queue =
      new PriorityQueue<>(
          Comparator.comparing((Entry<K> entry) -> entry.at()).thenComparingLong(Entry::order));
  private final Map<K, Entry<K>> current = new HashMap<>();
  private long order;

  public void set(K key, Instant at) {
    Entry<K> entry = new Entry<>(at, order++, key);
    current.put(key, entry);
    queue.add(entry);
    if (queue.size() > 64 && queue.size() > 2 * current.size()) {
      queue.removeIf(stale -> !stale.equals(current.get(stale.key())));
    }
  }

  public void cancel(K key) {
    current.remove(key);
  }

  public boolean isSet(K key) {
    return current.containsKey(key);
  }

  /** When a key falls due, or empty if it is not set. */
  public Optional<Instant> at(K key) {
    return Optional.ofNullable(current.get(key)).map(Entry::at);
  }

  /** The next instant, or empty if nothing is set. */
  public Optional<Instant> next() {
    dropStale();
    return Optional.ofNullable(queue.peek()).map(Entry::at);
  }

  /** Takes out what is due, in order. */
  public List<K> takeDue(Instant now) {
    List<K> due = new ArrayList<>();
    dropStale();
    while (!queue.isEmpty() && !queue.peek().at().isAfter(now)) {
      Entry<K> entry = queue.poll();
      current.remove(entry.key());
      due.add(entry.key());
      dropStale();
    }
    return due;
  }

  private void dropStale() {
    while (!queue.isEmpty() && !queue.peek().equals(current.get(queue.peek().key()))) {
      queue.poll();
    }
  }
}
