package io.entresol.allocator.core.amount;

import io.entresol.domain.resources.ResourceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the names of scalar resources, so that amounts can stand in arrays of thousandths. Only
 * grows; a vector that is shorter than the number of kinds has zero of the others.
 */
public final class ScalarKinds {
  /** Known from the start, in this order. */
  public static final int CPUS = 0;

  public static final int MEM = 1;
  public static final int DISK = 2;
  public static final int GPUS = 3;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, ResourceKey> plainKeys = new HashMap<>();

  public ScalarKinds() {
    List.of("cpus", "mem", "disk", "gpus").forEach(this::number);
  }

  /** The number of a name, which is given one if it has none yet. */
  public int number(String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    numbers.put(name, names.size());
    names.add(name);
    return names.size() - 1;
  }

  public String name(int kind) {
    return names.get(kind);
  }

  public int count() {
    return names.size();
  }

  /** The key of an unreserved plain resource: one object for each name. */
  ResourceKey plainKey(String name) {
    return plainKeys.computeIfAbsent(name, ResourceKey::of);
  }
}
