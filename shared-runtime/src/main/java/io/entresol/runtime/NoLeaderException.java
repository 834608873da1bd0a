package io.entresol.runtime;

/** Nobody leads, or who does cannot be reached, at the moment. */
public final class NoLeaderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoLeaderException(LeaderRole role) {
    super("No leading " + role.id());
  }
}
