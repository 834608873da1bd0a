package io.entresol.domain.resources;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A bag of resources: amounts by key, no amount empty. Immutable; equality ignores order.
 *
 * <p>A shared resource is counted in copies: adding it twice and taking it away once leaves one.
 */
public final class Resources {
  public static final Resources NONE = new Resources(Map.of());

  /**
   * One resource of the bag.
   *
   * @param copies how often a shared resource is held; 1 for any other
   */
  public record Held(Amount amount, int copies) {}

  private final Map<ResourceKey, Held> held;
  // 0 until it is asked for: bags are keys of caches, too.
  private int hash;

  private Resources(Map<ResourceKey, Held> held) {
    this.held = held;
  }

  /** One resource; none if its amount is empty. */
  public static Resources of(ResourceKey key, Amount amount) {
    return amount.isEmpty() ? NONE : new Resources(Map.of(key, new Held(amount, 1)));
  }

  /** An unreserved scalar. */
  public static Resources scalar(String name, double value) {
    return of(ResourceKey.of(name), Scalar.of(value));
  }

  public static Resources sum(Collection<Resources> parts) {
    LinkedHashMap<ResourceKey, Held> sum = new LinkedHashMap<>();
    for (Resources part : parts) {
      part.held.forEach((key, value) -> add(sum, key, value));
    }
    return of(sum);
  }

  private static Resources of(Map<ResourceKey, Held> held) {
    return held.isEmpty() ? NONE : new Resources(held);
  }

  public boolean isEmpty() {
    return held.isEmpty();
  }

  public int size() {
    return held.size();
  }

  public Map<ResourceKey, Held> held() {
    return Collections.unmodifiableMap(held);
  }

  /** Each resource with its amount; a shared one once, whatever its copies. */
  public void forEach(BiConsumer<ResourceKey, Amount> action) {
    held.forEach((key, value) -> action.accept(key, value.amount));
  }

  public Optional<Amount> amount(ResourceKey key) {
    return Optional.ofNullable(held.get(key)).map(Held::amount);
  }

  public Resources plus(Resources other) {
    if (other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    LinkedHashMap<ResourceKey, Held> sum = new LinkedHashMap<>(held);
    other.held.forEach((key, value) -> add(sum, key, value));
    return of(sum);
  }

  private static void add(Map<ResourceKey, Held> sum, ResourceKey key, Held more) {
    sum.merge(key, more, (a, b) -> add(key, a, b));
  }

  private static Held add(ResourceKey key, Held a, Held b) {
    return key.shared()
        ? new Held(a.amount, a.copies + b.copies)
        : new Held(a.amount.plus(b.amount), 1);
  }

  /** Whether these parts add up to this; it makes no sum, unlike {@link #plus}. */
  public boolean isSumOf(Resources... parts) {
    int keys = 0;
    for (Map.Entry<ResourceKey, Held> entry : held.entrySet()) {
      Held sum = null;
      for (Resources part : parts) {
        Held more = part.held.get(entry.getKey());
        if (more != null) {
          keys++;
          sum = sum == null ? more : add(entry.getKey(), sum, more);
        }
      }
      if (!entry.getValue().equals(sum)) {
        return false;
      }
    }
    // A part may have nothing else.
    for (Resources part : parts) {
      keys -= part.held.size();
    }
    return keys == 0;
  }

  /** This less the other; what the other has beyond this is ignored. */
  public Resources minus(Resources other) {
    if (other.isEmpty() || isEmpty()) {
      return this;
    }
    LinkedHashMap<ResourceKey, Held> left = new LinkedHashMap<>(held);
    other.held.forEach(
        (key, less) ->
            left.computeIfPresent(
                key,
                (k, had) -> {
                  if (key.shared()) {
                    int copies = had.copies - less.copies;
                    return copies > 0 ? new Held(had.amount, copies) : null;
                  }
                  Amount rest = had.amount.minus(less.amount);
                  return rest.isEmpty() ? null : new Held(rest, 1);
                }));
    return of(left);
  }

  /** Whether the other is wholly within this; a volume or mounted disk only as a whole. */
  public boolean contains(Resources other) {
    for (Map.Entry<ResourceKey, Held> entry : other.held.entrySet()) {
      Held mine = held.get(entry.getKey());
      if (mine == null || !mine.amount.contains(entry.getValue().amount)) {
        return false;
      }
      if (entry.getKey().shared() && mine.copies < entry.getValue().copies) {
        return false;
      }
      if (entry.getKey().disk().map(Disk::isIndivisible).orElse(false)
          && !mine.amount.equals(entry.getValue().amount)) {
        return false;
      }
    }
    return true;
  }

  public Resources filter(Predicate<ResourceKey> predicate) {
    if (allKeys(predicate)) {
      return this;
    }
    LinkedHashMap<ResourceKey, Held> kept = new LinkedHashMap<>();
    held.forEach(
        (key, value) -> {
          if (predicate.test(key)) {
            kept.put(key, value);
          }
        });
    return of(kept);
  }

  private boolean allKeys(Predicate<ResourceKey> predicate) {
    for (ResourceKey key : held.keySet()) {
      if (!predicate.test(key)) {
        return false;
      }
    }
    return true;
  }

  /** The same amounts under other keys. */
  public Resources mapKeys(UnaryOperator<ResourceKey> mapping) {
    LinkedHashMap<ResourceKey, Held> mapped = new LinkedHashMap<>();
    held.forEach((key, value) -> add(mapped, mapping.apply(key), value));
    return of(mapped);
  }

  public Resources allocatedTo(String role) {
    return mapKeys(key -> key.allocatedTo(role));
  }

  public Resources unallocated() {
    return allKeys(key -> key.allocatedTo().isEmpty()) ? this : mapKeys(ResourceKey::unallocated);
  }

  public Resources unreserved() {
    return filter(key -> !key.isReserved());
  }

  public Resources reservedFor(String role) {
    return filter(key -> key.isReserved() && key.role().equals(role));
  }

  public Resources revocable() {
    return filter(ResourceKey::revocable);
  }

  public Resources nonRevocable() {
    return filter(key -> !key.revocable());
  }

  /** What survives a restart of the agent by its checkpoint: dynamic reservations and volumes. */
  public Resources checkpointed() {
    return filter(key -> key.isDynamicallyReserved() || key.isPersistentVolume());
  }

  /** The sum of all scalars of that name, in thousandths, over all keys; 0 if there are none. */
  public long scalarMilli(String name) {
    long milli = 0;
    for (Map.Entry<ResourceKey, Held> entry : held.entrySet()) {
      if (entry.getKey().name().equals(name) && entry.getValue().amount instanceof Scalar scalar) {
        milli += scalar.milli();
      }
    }
    return milli;
  }

  /** The union of all ranges of that name, over all keys. */
  public Ranges ranges(String name) {
    Ranges union = Ranges.NONE;
    for (Map.Entry<ResourceKey, Held> entry : held.entrySet()) {
      if (entry.getKey().name().equals(name) && entry.getValue().amount instanceof Ranges ranges) {
        union = union.plus(ranges);
      }
    }
    return union;
  }

  /** Sums of all scalars by name, over all keys. */
  public Map<String, Scalar> scalars() {
    LinkedHashMap<String, Scalar> sums = new LinkedHashMap<>();
    held.forEach(
        (key, value) -> {
          if (value.amount instanceof Scalar scalar) {
            sums.merge(key.name(), scalar, Scalar::plus);
          }
        });
    return sums;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Resources resources && held.equals(resources.held);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = held.hashCode();
    }
    return hash;
  }

  /** For messages: {@code cpus(*):0.5; ports(db):[31000-31001]}. */
  @Override
  public String toString() {
    return held.entrySet().stream()
        .map(
            entry ->
                entry.getKey().name()
                    + "("
                    + entry.getKey().role()
                    + ")"
                    + (entry.getKey().revocable() ? "{REV}" : "")
                    + ":"
                    + entry.getValue().amount)
        .collect(Collectors.joining("; "));
  }
}
