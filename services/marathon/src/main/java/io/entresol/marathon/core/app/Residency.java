package io.entresol.marathon.core.app;

import java.time.Duration;

/**
 * Kept and returned for older clients; without effect.
 *
 * @param taskLostBehavior {@code WAIT_FOREVER} or {@code RELAUNCH_AFTER_TIMEOUT}
 */
public record Residency(Duration relaunchEscalationTimeout, String taskLostBehavior) {
  public static final Residency DEFAULT = new Residency(Duration.ofHours(1), "WAIT_FOREVER");
}
