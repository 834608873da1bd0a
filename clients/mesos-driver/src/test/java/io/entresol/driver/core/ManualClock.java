package io.entresol.driver.core;

/** A clock that a test sets. */
final class ManualClock implements DriverClock {
  static final double EPOCH_SECONDS = 1_700_000_000;

  private long nowMs = 1_000;

  void advance(long ms) {
    nowMs += ms;
  }

  @Override
  public long monotonicMs() {
    return nowMs;
  }

  @Override
  public double epochSeconds() {
    return EPOCH_SECONDS;
  }
}
