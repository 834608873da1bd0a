package io.entresol.marathon.core.effect;

/**
 * One of an instance's checks that Marathon runs.
 *
 * @param index which of the app's checks of that kind it is, from 0
 */
public record ProbeId(String taskId, Kind kind, int index) {
  public enum Kind {
    HEALTH,
    READINESS
  }
}
