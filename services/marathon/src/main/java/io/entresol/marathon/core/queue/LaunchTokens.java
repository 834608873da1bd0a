package io.entresol.marathon.core.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Bounds how fast tasks are launched: each launch takes a token, each task that comes to run gives
 * one back, and from time to time there are as many as in the beginning.
 */
public final class LaunchTokens {
  private final int capacity;
  private final Duration refreshInterval;
  private int left;
  private Optional<Instant> refreshAt = Optional.empty();

  public LaunchTokens(int capacity, Duration refreshInterval) {
    this.capacity = capacity;
    this.refreshInterval = refreshInterval;
    this.left = capacity;
  }

  public int left() {
    return left;
  }

  /** Takes one; there must be one left. */
  public void take(Instant now) {
    if (left == 0) {
      throw new IllegalStateException("no launch token is left");
    }
    left--;
    if (refreshAt.isEmpty()) {
      refreshAt = Optional.of(now.plus(refreshInterval));
    }
  }

  public void giveBack() {
    left = Math.min(capacity, left + 1);
  }

  public Optional<Instant> nextDeadline() {
    return refreshAt;
  }

  public void tick(Instant now) {
    if (refreshAt.isPresent() && !refreshAt.get().isAfter(now)) {
      left = capacity;
      refreshAt = Optional.empty();
    }
  }
}
