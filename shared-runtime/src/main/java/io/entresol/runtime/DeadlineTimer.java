package io.entresol.runtime;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Arms one timer for a core's next deadline. Used on one Vert.x context.
 *
 * <p>Many deadlines move away with each message ("after a second of silence"). So a timer that
 * would fire too early is left alone, and armed anew when it does: that is one timer for each
 * deadline that passes, not one for each message.
 */
public final class DeadlineTimer {
  private final Vertx vertx;
  private final Clock clock;
  private final Runnable tick;
  private Optional<Instant> deadline = Optional.empty();
  private Optional<Instant> firesAt = Optional.empty();
  private long timer;

  /**
   * @param tick called when the deadline has come; it arms the timer anew
   */
  public DeadlineTimer(Vertx vertx, Clock clock, Runnable tick) {
    this.vertx = vertx;
    this.clock = clock;
    this.tick = tick;
  }

  /** Replaces what was armed; empty is never. */
  public void arm(Optional<Instant> next) {
    deadline = next;
    if (next.isEmpty()) {
      cancel();
    } else if (firesAt.isEmpty() || next.get().isBefore(firesAt.get())) {
      cancelTimer();
      set(next.get());
    }
  }

  private void set(Instant at) {
    firesAt = Optional.of(at);
    Duration wait = Duration.between(clock.instant(), at);
    long ms = wait.isNegative() ? 0 : wait.plusNanos(999_999).toMillis();
    timer = vertx.setTimer(Math.max(1, ms), ignored -> fire());
  }

  private void fire() {
    firesAt = Optional.empty();
    if (deadline.isEmpty()) {
      return;
    }
    Instant due = deadline.get();
    if (due.isAfter(clock.instant())) {
      set(due);
    } else {
      deadline = Optional.empty();
      tick.run();
    }
  }

  public void cancel() {
    deadline = Optional.empty();
    cancelTimer();
  }

  private void cancelTimer() {
    if (firesAt.isPresent()) {
      vertx.cancelTimer(timer);
      firesAt = Optional.empty();
    }
  }
}
