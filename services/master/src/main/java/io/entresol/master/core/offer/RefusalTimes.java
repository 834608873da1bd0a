package io.entresol.master.core.offer;

import io.entresol.mesos.v1.Filters;
import java.time.Duration;
import java.util.Optional;

/** Reads how long a framework does not want what it refused. */
public final class RefusalTimes {
  private static final Duration DEFAULT = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofDays(365);

  private RefusalTimes() {}

  /** The default if nothing sensible is said; empty if it wants them again at once. */
  public static Optional<Duration> of(Filters filters) {
    double seconds = filters.getRefuseSeconds();
    if (seconds == 0) {
      return Optional.empty();
    }
    if (!(seconds > 0)) {
      return Optional.of(DEFAULT);
    }
    if (seconds >= LONGEST.toSeconds()) {
      return Optional.of(LONGEST);
    }
    return Optional.of(Duration.ofMillis(Math.max(1, Math.round(seconds * 1000))));
  }
}
