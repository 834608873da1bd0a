package io.entresol.runtime;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Arms one timer for a core's next deadline. Used on one Vert.x context. */
public final class DeadlineTimer {
  private final Vertx vertx;
  private final Clock clock;
  private final Runnable tick;
  private Optional<Instant> armedFor = Optional.empty();
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
    if (next.equals(armedFor)) {
      return;
    }
    cancel();
    armedFor = next;
    next.ifPresent(
        at -> {
          Duration wait = Duration.between(clock.instant(), at);
          long ms = wait.isNegative() ? 0 : wait.plusNanos(999_999).toMillis();
          timer = vertx.setTimer(Math.max(1, ms), ignored -> fire());
        });
  }

  private void fire() {
    armedFor = Optional.empty();
    tick.run();
  }

  public void cancel() {
    if (armedFor.isPresent()) {
      vertx.cancelTimer(timer);
      armedFor = Optional.empty();
    }
  }
}
