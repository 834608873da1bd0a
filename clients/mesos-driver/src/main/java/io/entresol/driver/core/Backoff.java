package io.entresol.driver.core;

import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: a random part of a bound that doubles from one attempt
 * to the next, so that the frameworks of a cluster do not all return at once.
 */
final class Backoff {
  /** So that a bound of zero does not make it a busy loop. */
  static final long MIN_WAIT_MS = 50;

  private final long firstMs;
  private final long maxMs;
  private final DoubleSupplier random;
  private long boundMs;

  /**
   * A backoff at its start.
   *
   * @param random numbers from 0 to 1
   */
  Backoff(long firstMs, long maxMs, DoubleSupplier random) {
    this.firstMs = firstMs;
    this.maxMs = maxMs;
    this.random = random;
    this.boundMs = firstMs;
  }

  void reset() {
    boundMs = firstMs;
  }

  long nextMs() {
    long bound = Math.min(boundMs, maxMs);
    boundMs = Math.min(bound * 2, maxMs);
    return Math.max(MIN_WAIT_MS, (long) (bound * random.getAsDouble()));
  }
}
