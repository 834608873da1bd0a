package io.entresol.runtime;

import io.entresol.domain.id.Epoch;
import io.vertx.core.Future;

/**
 * A service that may lead. {@link #elected} and {@link #deposed} are called in alternation, on the
 * context on which it contends, the next only when the future of the one before has completed.
 */
public interface Candidate {
  /**
   * Takes office: registers its bus consumer, loads its state. The leadership is published when the
   * future completes; if it fails, the candidate is deposed and contends again.
   */
  Future<Void> elected(Epoch epoch);

  /** Leaves office: nothing of that epoch may happen any more. */
  Future<Void> deposed(String why);
}
