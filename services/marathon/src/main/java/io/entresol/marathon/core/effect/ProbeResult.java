package io.entresol.marathon.core.effect;

/** What a check found. */
public sealed interface ProbeResult {
  /**
   * An answer to a GET.
   *
   * @param body as text, cut at a bound; may be empty
   */
  record Answered(int status, String contentType, String body) implements ProbeResult {}

  record Connected() implements ProbeResult {}

  /** No answer, for that reason. */
  record Failed(String reason) implements ProbeResult {}
}
