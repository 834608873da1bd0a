package io.entresol.marathon.core.app;

import java.time.Duration;
import java.util.Optional;

/** A check that the agent runs and reports, and that nothing follows from. */
public record Check(Probe probe, Duration interval, Duration timeout, Duration delay) {
  /** What is looked at. Ports as in {@link HealthCheck}. */
  public sealed interface Probe {
    /**
     * A GET.
     *
     * @param scheme {@code HTTP} or {@code HTTPS}
     */
    record Http(
        Optional<Integer> portIndex, Optional<Integer> port, Optional<String> path, String scheme)
        implements Probe {}

    record Tcp(Optional<Integer> portIndex, Optional<Integer> port) implements Probe {}

    record Exec(HealthCheck.Command command) implements Probe {}
  }
}
