package io.entresol.proto;

/**
 * A JSON document that is not the message it should be. The text is the one that Mesos gives, so it
 * can go into an answer as it is.
 */
public final class MesosJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What failed. */
  public enum Kind {
    /** The text is no JSON. */
    SYNTAX,
    /** It is JSON, but not of the kind that was expected: an object, an array of them. */
    DOCUMENT,
    /** A field has a value that it cannot have, or a required one is missing. */
    CONVERSION
  }

  private final Kind kind;
  private final String path;

  MesosJsonException(Kind kind, String path, String message) {
    super(message);
    this.kind = kind;
    this.path = path;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Where in the document, as {@code subscribe.framework_info.user}; empty if the document as a
   * whole is meant.
   */
  public String path() {
    return path;
  }
}
