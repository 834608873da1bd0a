package io.entresol.driver.core;

/** The time, as a core sees it. */
public interface DriverClock {
  /** Milliseconds from some instant in the past; never goes back. */
  long monotonicMs();

  /** Seconds since 1970, as the messages have them. */
  double epochSeconds();
}
