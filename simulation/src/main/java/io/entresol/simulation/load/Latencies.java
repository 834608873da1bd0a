package io.entresol.simulation.load;

import java.time.Duration;
import java.util.Locale;

/**
 * Counts durations in buckets that grow with them, so that any percentile is known to about three
 * percent. Used by one thread; merged afterwards.
 */
final class Latencies {
  // 16 buckets for each doubling, from one microsecond to more than an hour.
  private static final int PER_DOUBLING = 16;
  private static final int DOUBLINGS = 32;

  private final long[] counts = new long[PER_DOUBLING * DOUBLINGS];
  private long count;
  private long longestNanos;

  void add(long nanos) {
    counts[bucket(nanos)]++;
    count++;
    longestNanos = Math.max(longestNanos, nanos);
  }

  private static int bucket(long nanos) {
    double micros = Math.max(1, nanos / 1000.0);
    int bucket = (int) (PER_DOUBLING * Math.log(micros) / Math.log(2));
    return Math.min(bucket, PER_DOUBLING * DOUBLINGS - 1);
  }

  void add(Latencies others) {
    for (int bucket = 0; bucket < counts.length; bucket++) {
      counts[bucket] += others.counts[bucket];
    }
    count += others.count;
    longestNanos = Math.max(longestNanos, others.longestNanos);
  }

  long count() {
    return count;
  }

  /** The duration that a part of all, from 0 to 1, did not exceed; zero if there were none. */
  Duration percentile(double part) {
    long rank = (long) Math.ceil(part * count);
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= rank && seen > 0) {
        double micros = Math.pow(2, (bucket + 1.0) / PER_DOUBLING);
        return Duration.ofNanos(Math.min((long) (micros * 1000), longestNanos));
      }
    }
    return Duration.ZERO;
  }

  /** {@code median 1.2 ms, 90 % 3.4 ms, 99 % 8 ms, longest 9.1 ms (1000)}. */
  @Override
  public String toString() {
    return "median %s, 90 %% %s, 99 %% %s, longest %s (%d)"
        .formatted(
            millis(percentile(0.5)),
            millis(percentile(0.9)),
            millis(percentile(0.99)),
            millis(Duration.ofNanos(longestNanos)),
            count);
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }
}
