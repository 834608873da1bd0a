package io.entresol.gateway.core.http;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A whole HTTP answer, in the words of Mesos.
 *
 * @param headers besides the length and the type
 * @param contentType empty if there is no body
 */
public record Answer(
    int status, Map<String, String> headers, Optional<String> contentType, ByteString body) {
  public static final String TEXT = "text/plain; charset=utf-8";
  public static final String HTML = "text/html";

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(406, "Not Acceptable"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Request Entity Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"));

  /** No body. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), Optional.empty(), ByteString.EMPTY);
  }

  public static Answer text(int status, String text) {
    return new Answer(status, Map.of(), Optional.of(TEXT), ByteString.copyFromUtf8(text));
  }

  public static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, Map.of(), Optional.of(contentType), ByteString.copyFrom(body));
  }

  /** A status that says all there is to say: {@code 404 Not Found.} */
  public static Answer bare(int status) {
    return text(status, status + " " + REASONS.getOrDefault(status, "Error") + ".");
  }

  /** What a service decided: no message is an empty success, or a bare refusal. */
  public static Answer decided(int status, Optional<String> message) {
    return message
        .map(text -> text(status, text))
        .orElseGet(() -> status < 400 ? empty(status) : bare(status));
  }

  public static Answer badRequest(String message) {
    return text(400, message);
  }

  public static Answer methodNotAllowed(List<String> allowed, String method) {
    String expected =
        allowed.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "));
    return text(
            405,
            "405 Method Not Allowed. Expecting one of { %s }, but received '%s'."
                .formatted(expected, method))
        .with("Allow", String.join(", ", allowed));
  }

  /** To the same resource at another address. */
  public static Answer redirect(String location) {
    return empty(307).with("Location", location);
  }

  /** With one header more. */
  public Answer with(String header, String value) {
    LinkedHashMap<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, contentType, body);
  }
}
