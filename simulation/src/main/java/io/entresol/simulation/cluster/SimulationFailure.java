package io.entresol.simulation.cluster;

import java.time.Instant;

/** An invariant broke. The message has the seed that makes it break again. */
public final class SimulationFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  SimulationFailure(long seed, Instant at, RuntimeException cause) {
    super("seed " + seed + " at " + at + ": " + cause.getMessage(), cause);
  }
}
