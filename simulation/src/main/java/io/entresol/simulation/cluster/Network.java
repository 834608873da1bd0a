package io.entresol.simulation.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Carries messages as the bus does: at most once and, between one sender and one receiver, in
 * order; between others in any. Loses some, delays some, and cuts members off.
 */
final class Network {
  private static final Duration FASTEST = Duration.ofNanos(100_000);
  private static final Duration SLOW = Duration.ofMillis(5);
  private static final Duration SLOWEST = Duration.ofSeconds(2);

  private record Way(String from, String to) {}

  private final World world;
  private final Map<Way, Instant> lastArrival = new HashMap<>();
  private final Set<String> cutOff = new HashSet<>();
  private final Set<String> gone = new HashSet<>();
  private double loss;
  private double stall;

  Network(World world) {
    this.world = world;
  }

  /** How probably a message is lost, and how probably one is held up for long. */
  void misbehave(double lossProbability, double stallProbability) {
    loss = lossProbability;
    stall = stallProbability;
  }

  void send(String from, String to, Runnable delivery) {
    if (!from.equals(to) && (isBlocked(from, to) || world.chance(loss))) {
      return;
    }
    Duration delay = world.duration(FASTEST, world.chance(stall) ? SLOWEST : SLOW);
    Way way = new Way(from, to);
    Instant arrival = world.now().plus(delay);
    Instant last = lastArrival.getOrDefault(way, Instant.MIN);
    // In order, so not before the one that was sent before.
    Instant at = arrival.isAfter(last) ? arrival : last;
    lastArrival.put(way, at);
    world.at(
        at,
        () -> {
          if (!isBlocked(from, to) || from.equals(to)) {
            delivery.run();
          }
        });
  }

  private boolean isBlocked(String from, String to) {
    return cutOff.contains(from) || cutOff.contains(to) || gone.contains(from) || gone.contains(to);
  }

  /** Nothing reaches the member, and nothing comes from it, for that long. */
  void cutOff(String node, Duration duration) {
    cutOff.add(node);
    world.in(duration, () -> cutOff.remove(node));
  }

  /** The member has died; its name is never used again. */
  void remove(String node) {
    gone.add(node);
  }
}
