package io.entresol.marathon.core.match;

import io.entresol.domain.resources.Amount;
import io.entresol.domain.resources.Ranges;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The host ports of one instance.
 *
 * @param byIndex by port index; empty where none is wanted
 * @param taken the ports out of the offer
 */
public record HostPorts(List<Optional<Integer>> byIndex, Resources taken) {
  private static final String PORTS = "ports";

  public HostPorts {
    byIndex = List.copyOf(byIndex);
  }

  /** Only those that there are, in order. */
  public List<Integer> numbers() {
    return byIndex.stream().flatMap(Optional::stream).toList();
  }

  /**
   * Chooses ports: those that must be exactly so, and for those that may be any a run of free ones
   * from a random start, so that the ports of a task that has just ended are not the first to be
   * used again.
   *
   * @param wanted as {@code AppSpec.hostPorts()} has them
   * @param offered the ports that may be used
   * @return empty if the offer has not got them
   */
  public static Optional<HostPorts> choose(
      List<Optional<Integer>> wanted, Resources offered, Random random) {
    Ranges ports = offered.ranges(PORTS);
    Set<Integer> fixed = new HashSet<>();
    int free = 0;
    for (Optional<Integer> port : wanted) {
      if (port.isPresent() && port.get() != 0) {
        fixed.add(port.get());
      } else if (port.isPresent()) {
        free++;
      }
    }
    if (!fixed.stream().allMatch(port -> ports.contains(port.longValue()))
        || ports.size() < fixed.size() + free) {
      return Optional.empty();
    }
    List<Integer> chosen = run(ports, fixed, free, random);
    List<Optional<Integer>> byIndex = new ArrayList<>();
    int next = 0;
    for (Optional<Integer> port : wanted) {
      boolean any = port.isPresent() && port.get() == 0;
      byIndex.add(any ? Optional.of(chosen.get(next++)) : port);
    }
    return Optional.of(new HostPorts(byIndex, taken(byIndex, offered)));
  }

  /** So many ports that are not fixed ones, consecutive as far as the ranges go. */
  private static List<Integer> run(Ranges ports, Set<Integer> fixed, int count, Random random) {
    List<Integer> chosen = new ArrayList<>();
    if (count == 0) {
      return chosen;
    }
    long size = ports.size();
    long start = random.nextInt((int) Math.min(size, Integer.MAX_VALUE));
    for (long i = 0; chosen.size() < count && i < size; i++) {
      int port = (int) nth(ports, (start + i) % size);
      if (!fixed.contains(port)) {
        chosen.add(port);
      }
    }
    return chosen;
  }

  private static long nth(Ranges ports, long index) {
    long left = index;
    for (Ranges.Range range : ports.ranges()) {
      if (left < range.size()) {
        return range.begin() + left;
      }
      left -= range.size();
    }
    throw new IndexOutOfBoundsException("there are fewer than " + index + " ports");
  }

  private static Resources taken(List<Optional<Integer>> byIndex, Resources offered) {
    Set<Integer> numbers = new HashSet<>();
    byIndex.forEach(port -> port.ifPresent(numbers::add));
    Resources taken = Resources.NONE;
    for (int number : numbers) {
      taken = taken.plus(Resources.of(holder(number, offered), Ranges.of(number, number)));
    }
    return taken;
  }

  private static ResourceKey holder(int port, Resources offered) {
    for (Map.Entry<ResourceKey, Resources.Held> entry : offered.held().entrySet()) {
      Amount amount = entry.getValue().amount();
      if (entry.getKey().name().equals(PORTS)
          && amount instanceof Ranges ranges
          && ranges.contains(port)) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException("port " + port + " is not in " + offered);
  }
}
