package io.entresol.marathon.core.app;

import java.time.Duration;

/**
 * How long to wait after failures before the next launch: {@code initial}, then {@code factor}
 * times the last, at most {@code maxDelay}.
 */
public record Backoff(Duration initial, double factor, Duration maxDelay) {
  public static final Backoff DEFAULT =
      new Backoff(Duration.ofSeconds(1), 1.15, Duration.ofMinutes(5));
}
