package io.entresol.agent.core;

/** The agent cannot go on with what it wrote down; the message tells the operator what to do. */
public final class RecoveryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RecoveryException(String message) {
    super(message);
  }

  public RecoveryException(String message, Throwable cause) {
    super(message, cause);
  }
}
