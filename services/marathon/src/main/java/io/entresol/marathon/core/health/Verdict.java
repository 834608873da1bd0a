package io.entresol.marathon.core.health;

import io.entresol.marathon.core.app.HealthCheck;
import io.entresol.marathon.core.effect.ProbeResult;

/** What a result says about an instance's health. */
sealed interface Verdict {
  record Good() implements Verdict {}

  record Bad(String cause) implements Verdict {}

  /** Neither. */
  record Nothing() implements Verdict {}

  static Verdict of(HealthCheck check, ProbeResult result) {
    if (result instanceof ProbeResult.Failed failed) {
      return new Bad(failed.reason());
    }
    if (result instanceof ProbeResult.Answered answered) {
      int status = answered.status();
      if (status >= 100 && status < 200 && check.ignoreHttp1xx()) {
        return new Nothing();
      }
      return status >= 200 && status < 400 ? new Good() : new Bad("HTTP status " + status);
    }
    return new Good();
  }
}
