package io.entresol.gateway.mesos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/**
 * How much this process logs, in the numbers of Mesos: 0 is the usual, more is everything. It falls
 * back after a while. Safe for use from any thread.
 */
final class LogLevel {
  private final Vertx vertx;
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.entresol");
  private final Level usual = logger.getLevel();
  private long level;
  private long timer = -1;

  LogLevel(Vertx vertx) {
    this.vertx = vertx;
  }

  synchronized long level() {
    return level;
  }

  /** Sets it for a while. */
  synchronized void set(long newLevel, Duration duration) {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
    apply(newLevel);
    if (newLevel != 0) {
      timer = vertx.setTimer(Math.max(1, duration.toMillis()), ignored -> fallBack());
    }
  }

  private synchronized void fallBack() {
    timer = -1;
    apply(0);
  }

  private synchronized void apply(long newLevel) {
    level = newLevel;
    logger.setLevel(newLevel > 0 ? Level.DEBUG : usual);
  }
}
