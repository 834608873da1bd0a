package io.entresol.marathon.core.health;

import io.entresol.marathon.core.rest.InstanceView.HealthResult;
import java.time.Instant;
import java.util.Optional;

/** What one check has found of one task so far. */
final class CheckState {
  private int consecutiveFailures;
  private Optional<Instant> firstSuccess = Optional.empty();
  private Optional<Instant> lastSuccess = Optional.empty();
  private Optional<Instant> lastFailure = Optional.empty();
  private Optional<String> lastFailureCause = Optional.empty();

  void succeeded(Instant now) {
    consecutiveFailures = 0;
    firstSuccess = firstSuccess.or(() -> Optional.of(now));
    lastSuccess = Optional.of(now);
  }

  void failed(String cause, Instant now) {
    consecutiveFailures++;
    lastFailure = Optional.of(now);
    lastFailureCause = Optional.of(cause);
  }

  boolean isKnown() {
    return firstSuccess.isPresent() || lastFailure.isPresent();
  }

  boolean isAlive() {
    return lastSuccess.isPresent() && consecutiveFailures == 0;
  }

  boolean hasSucceeded() {
    return firstSuccess.isPresent();
  }

  int consecutiveFailures() {
    return consecutiveFailures;
  }

  HealthResult view() {
    return new HealthResult(
        isAlive(), consecutiveFailures, firstSuccess, lastSuccess, lastFailure, lastFailureCause);
  }
}
