package io.entresol.agent.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/** How much the process logs: 0 is as configured, more is everything of its own for a while. */
final class LoggingLevel {
  private static final String OWN = "io.entresol";

  private final Vertx vertx;
  private int level;
  private long timer = -1;

  LoggingLevel(Vertx vertx) {
    this.vertx = vertx;
  }

  int level() {
    return level;
  }

  /** Changes the level; afterwards it is as it was configured. */
  void set(int newLevel, Duration duration) {
    apply(newLevel);
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
    timer = vertx.setTimer(Math.max(1, duration.toMillis()), ignored -> apply(0));
  }

  private void apply(int newLevel) {
    level = newLevel;
    if (LoggerFactory.getLogger(OWN) instanceof Logger logger) {
      logger.setLevel(newLevel > 0 ? Level.DEBUG : null);
    }
  }
}
