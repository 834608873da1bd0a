package io.entresol.cli.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does in its own time. */
final class Eventually {
  /** Only tells what never comes from what is slow on a busy machine. */
  static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Duration INTERVAL = Duration.ofMillis(50);

  private Eventually() {}

  /**
   * Waits until a condition holds. An exception counts as "not yet"; an {@link Error} ends the
   * wait.
   */
  static void isTrue(String what, Callable<Boolean> condition) {
    holds(what, () -> Boolean.TRUE.equals(condition.call()) ? Boolean.TRUE : null);
  }

  /** Waits until a look-up gives something, and returns it. */
  static <T> T holds(String what, Callable<T> lookUp) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    Exception last = null;
    while (System.nanoTime() < deadline) {
      try {
        T found = lookUp.call();
        if (found != null) {
          return found;
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
    throw new AssertionError("not within " + LIMIT + ": " + what + EntresolProcess.report(), last);
  }
}
