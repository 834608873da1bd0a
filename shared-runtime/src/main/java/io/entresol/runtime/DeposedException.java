package io.entresol.runtime;

import io.entresol.domain.id.Epoch;

/** A write came too late: somebody with a higher epoch leads. */
public final class DeposedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeposedException(LeaderRole role, Epoch epoch) {
    super("Epoch " + epoch + " of the " + role.id() + " is over");
  }
}
