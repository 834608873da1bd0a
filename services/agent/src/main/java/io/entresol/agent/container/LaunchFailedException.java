package io.entresol.agent.container;

/** A container could not be started; the message says why, for the task's status. */
public final class LaunchFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** How far the launch had come; frameworks are told of each in another way. */
  public enum Kind {
    /** The user who should run it does not exist, or the agent cannot become that user. */
    USER,
    /** Something to fetch or pull was not to be had, or the container was destroyed meanwhile. */
    PREPARATION,
    /** Everything was there, but the options are wrong or the command could not be started. */
    START
  }

  private final Kind kind;

  /** One of the preparation. */
  public LaunchFailedException(String message) {
    this(Kind.PREPARATION, message);
  }

  /** One of the preparation. */
  public LaunchFailedException(String message, Throwable cause) {
    this(Kind.PREPARATION, message, cause);
  }

  public LaunchFailedException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public LaunchFailedException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Somebody wanted the container's end before it ran. */
  public static LaunchFailedException abandoned() {
    return new LaunchFailedException("Container destroyed while it was launched");
  }

  public Kind kind() {
    return kind;
  }
}
