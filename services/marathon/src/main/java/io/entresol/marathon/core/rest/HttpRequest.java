package io.entresol.marathon.core.rest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request as it came in.
 *
 * @param method upper case
 * @param path still percent-encoded, without the query
 * @param query still encoded, without the question mark; empty is none
 * @param headers by name in lower case
 * @param body empty if there is none
 * @param remoteAddress whom it is from; empty is unknown
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below, and never changed
public record HttpRequest(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    byte[] body,
    String remoteAddress) {
  public HttpRequest {
    headers = Map.copyOf(headers);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HttpRequest request
        && method.equals(request.method)
        && path.equals(request.path)
        && query.equals(request.query)
        && headers.equals(request.headers)
        && Arrays.equals(body, request.body)
        && remoteAddress.equals(request.remoteAddress);
  }

  @Override
  public int hashCode() {
    return Objects.hash(method, path, query, headers, Arrays.hashCode(body), remoteAddress);
  }

  /** Without headers and body, which may hold secrets. */
  @Override
  public String toString() {
    return "HttpRequest[" + method + " " + path + ", " + body.length + " bytes]";
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
