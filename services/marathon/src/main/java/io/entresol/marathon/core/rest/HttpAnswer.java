package io.entresol.marathon.core.rest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * The answer to a request.
 *
 * @param body empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below, and never changed
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
  public HttpAnswer {
    headers = Map.copyOf(headers);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HttpAnswer answer
        && status == answer.status
        && headers.equals(answer.headers)
        && Arrays.equals(body, answer.body);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * status + headers.hashCode()) + Arrays.hashCode(body);
  }

  @Override
  public String toString() {
    return "HttpAnswer[" + status + ", " + body.length + " bytes]";
  }

  /** The body as text, for logs and tests. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
