package io.entresol.simulation.load;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, on a thread that may: the main one. */
final class Waiting {
  static final Duration STEP_LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(20).toNanos();

  private Waiting() {}

  static <T> T await(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(STEP_LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /**
   * Waits until something is so.
   *
   * @param meanwhile called every few milliseconds
   */
  static void until(String what, Duration limit, BooleanSupplier condition, Runnable meanwhile)
      throws TimeoutException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("not within " + limit.toSeconds() + " s: " + what);
      }
      meanwhile.run();
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    meanwhile.run();
  }
}
