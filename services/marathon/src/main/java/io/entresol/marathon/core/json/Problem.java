package io.entresol.marathon.core.json;

/**
 * Something wrong with a document that a client sent.
 *
 * @param path where: {@code /}, or member names after slashes and list positions in parentheses
 * @param message what, in words or as one of the codes that Marathon's clients know
 */
public record Problem(String path, String message, Kind kind) {
  public enum Kind {
    /** The JSON has another form than is expected, a text for a number. */
    SHAPE,
    /** The form is right, the value is not allowed. */
    VALUE
  }
}
