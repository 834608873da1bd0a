package io.entresol.allocator.core;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Dominant resource fairness as the paper defines it, with weights, a tree of roles, and limits:
 * whoever has the smallest dominant share is next. Counts everything from scratch, in exact
 * fractions.
 */
final class NaiveFairness {
  /** A share as a fraction; compared exactly. */
  private record Fraction(long above, long below) implements Comparable<Fraction> {
    @Override
    public int compareTo(Fraction other) {
      return BigInteger.valueOf(above)
          .multiply(BigInteger.valueOf(other.below))
          .compareTo(BigInteger.valueOf(other.above).multiply(BigInteger.valueOf(below)));
    }
  }

  private final Map<String, String> roleOf = new TreeMap<>();
  private final Map<String, Integer> weights = new HashMap<>();
  private final Map<String, long[]> limits = new HashMap<>();
  // By framework: CPUs and memory in thousandths, and how often it was served.
  private final Map<String, long[]> held = new HashMap<>();
  private final Map<String, Long> served = new HashMap<>();
  private final long[] total = new long[2];

  void framework(String id, String role) {
    roleOf.put(id, role);
    held.put(id, new long[2]);
    served.put(id, 0L);
  }

  /** All weights that are not 1. */
  void weights(Map<String, Integer> all) {
    weights.clear();
    weights.putAll(all);
  }

  /** All limits of top-level roles: CPUs and memory in thousandths. */
  void limits(Map<String, long[]> all) {
    limits.clear();
    limits.putAll(all);
  }

  /** As much of it as the limit of the framework's top-level role allows. */
  long[] within(String framework, long[] free) {
    String top = roleOf.get(framework).split("/", -1)[0];
    long[] limit = limits.get(top);
    long[] within = free.clone();
    for (int kind = 0; limit != null && kind < within.length; kind++) {
      int index = kind;
      long consumed = members(top).stream().mapToLong(id -> held.get(id)[index]).sum();
      within[kind] = Math.max(0, Math.min(within[kind], limit[kind] - consumed));
    }
    return within;
  }

  void capacity(long cpusMilli, long memMilli) {
    total[0] += cpusMilli;
    total[1] += memMilli;
  }

  void gains(String framework, long cpusMilli, long memMilli) {
    held.get(framework)[0] += cpusMilli;
    held.get(framework)[1] += memMilli;
  }

  void wasServed(String framework) {
    served.merge(framework, 1L, Long::sum);
  }

  /** Who is next among the frameworks that want it. */
  Optional<String> next(Predicate<String> wants) {
    return order("").stream().filter(wants).findFirst();
  }

  /** All frameworks of a subtree in the order of their turns. */
  private List<String> order(String node) {
    List<String> parts = new ArrayList<>(new TreeSet<>(childrenOf(node)));
    if (roleOf.containsValue(node)) {
      parts.add(node + "/.");
    }
    parts.sort(
        Comparator.comparing((String part) -> share(part, weights.getOrDefault(part, 1)))
            .thenComparing(part -> members(part).stream().mapToLong(served::get).sum())
            .thenComparing(Comparator.naturalOrder()));
    List<String> order = new ArrayList<>();
    for (String part : parts) {
      if (part.endsWith("/.")) {
        members(part).stream()
            .sorted(
                Comparator.comparing((String id) -> share(List.of(id), 1))
                    .thenComparing(served::get)
                    .thenComparing(Comparator.naturalOrder()))
            .forEach(order::add);
      } else {
        order.addAll(order(part));
      }
    }
    return order;
  }

  private List<String> childrenOf(String node) {
    String prefix = node.isEmpty() ? "" : node + "/";
    return roleOf.values().stream()
        .filter(role -> role.startsWith(prefix) && !role.equals(node))
        .map(role -> prefix + role.substring(prefix.length()).split("/", -1)[0])
        .toList();
  }

  private List<String> members(String part) {
    if (part.endsWith("/.")) {
      String role = part.substring(0, part.length() - 2);
      return roleOf.keySet().stream().filter(id -> roleOf.get(id).equals(role)).toList();
    }
    return roleOf.keySet().stream()
        .filter(id -> roleOf.get(id).equals(part) || roleOf.get(id).startsWith(part + "/"))
        .toList();
  }

  private Fraction share(String part, int weight) {
    return share(members(part), weight);
  }

  private Fraction share(List<String> frameworks, int weight) {
    Fraction largest = new Fraction(0, 1);
    for (int kind = 0; kind < total.length; kind++) {
      int index = kind;
      long sum = frameworks.stream().mapToLong(id -> held.get(id)[index]).sum();
      if (total[kind] > 0) {
        Fraction share = new Fraction(sum, total[kind] * weight);
        largest = share.compareTo(largest) > 0 ? share : largest;
      }
    }
    return largest;
  }
}
