package io.entresol.simulation.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Time and chance, both from one seed. Whatever happens is an action at an instant; actions of the
 * same instant happen in the order in which they were planned.
 */
final class World {
  private record Planned(Instant at, long order, Runnable action) {}

  private final PriorityQueue<Planned> planned =
      new PriorityQueue<>(Comparator.comparing(Planned::at).thenComparingLong(Planned::order));
  private final SplittableRandom random;
  private Instant now = Instant.ofEpochSecond(1_800_000_000);
  private long order;

  World(long seed) {
    random = new SplittableRandom(seed);
  }

  Instant now() {
    return now;
  }

  void at(Instant instant, Runnable action) {
    planned.add(new Planned(instant.isBefore(now) ? now : instant, order++, action));
  }

  void in(Duration delay, Runnable action) {
    at(now.plus(delay), action);
  }

  /** After a time between the two. */
  void between(Duration least, Duration most, Runnable action) {
    in(duration(least, most), action);
  }

  Duration duration(Duration least, Duration most) {
    return least.plusNanos(random.nextLong(most.minus(least).toNanos() + 1));
  }

  /** Lets everything happen up to an instant. */
  void runUntil(Instant end) {
    while (!planned.isEmpty() && !planned.peek().at().isAfter(end)) {
      Planned next = planned.poll();
      now = next.at();
      next.action().run();
    }
    now = end;
  }

  /** A number from 0 to one below the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  long seed() {
    return random.nextLong();
  }

  /** A random one, version 4, variant 2. */
  UUID uuid() {
    return new UUID(
        (random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() & ~(3L << 62)) | (2L << 62));
  }
}
