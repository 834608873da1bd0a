package io.entresol.master.core.book;

import io.entresol.domain.resources.Items;
import io.entresol.domain.resources.Ranges;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** How much there is by name, whatever its kind: numbers of ranges and items are counted. */
public final class Quantities {
  private final Map<String, Long> milli = new TreeMap<>();

  /** The values of a quota's guarantees or limits. */
  public static Quantities of(Map<String, Value.Scalar> scalars) {
    Quantities quantities = new Quantities();
    scalars.forEach((name, value) -> quantities.add(name, Scalar.milliOf(value.getValue())));
    return quantities;
  }

  public static Quantities of(Resources resources) {
    return new Quantities().add(resources, key -> true);
  }

  /** Adds those resources that match. */
  public Quantities add(Resources resources, Predicate<ResourceKey> matching) {
    resources.forEach(
        (key, amount) -> {
          if (!matching.test(key)) {
            return;
          }
          if (amount instanceof Scalar scalar) {
            add(key.name(), scalar.milli());
          } else if (amount instanceof Ranges ranges) {
            add(key.name(), 1_000 * ranges.size());
          } else if (amount instanceof Items items) {
            add(key.name(), 1_000L * items.items().size());
          }
        });
    return this;
  }

  public Quantities add(Quantities other) {
    other.milli.forEach(this::add);
    return this;
  }

  /** What is beyond nothing is nothing. */
  public Quantities subtract(Quantities other) {
    other.milli.forEach(
        (name, less) -> milli.computeIfPresent(name, (n, had) -> had > less ? had - less : null));
    return this;
  }

  private void add(String name, long more) {
    if (more != 0) {
      milli.merge(name, more, Long::sum);
    }
  }

  /** Whether there is at least the other of each. */
  public boolean contains(Quantities other) {
    return other.milli.entrySet().stream()
        .allMatch(entry -> milli.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
  }

  /** Whether this keeps to limits; there is none on what they do not name. */
  public boolean isWithin(Quantities limits) {
    return limits.milli.entrySet().stream()
        .allMatch(limit -> milli.getOrDefault(limit.getKey(), 0L) <= limit.getValue());
  }

  public boolean isEmpty() {
    return milli.isEmpty();
  }

  /** All of it as scalars, also what was ranges or sets. */
  public List<Resource> toProto() {
    List<Resource> resources = new ArrayList<>();
    milli.forEach(
        (name, amount) ->
            resources.add(
                Resource.newBuilder()
                    .setName(name)
                    .setType(Value.Type.SCALAR)
                    .setScalar(Value.Scalar.newBuilder().setValue(amount / 1000.0))
                    .build()));
    return resources;
  }

  /** For messages: {@code cpus:4; mem:4096}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    milli.forEach((name, amount) -> parts.add(name + ":" + new Scalar(amount)));
    return String.join("; ", parts);
  }
}
