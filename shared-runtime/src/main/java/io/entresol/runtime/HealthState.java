package io.entresol.runtime;

/**
 * Whether a service can do its work now.
 *
 * @param reason why (not), for a person
 */
public record HealthState(boolean ready, String reason) {
  public static HealthState ready(String reason) {
    return new HealthState(true, reason);
  }

  public static HealthState notReady(String reason) {
    return new HealthState(false, reason);
  }
}
