package io.entresol.gateway.core.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * JSON, or the call of a function with it for pages of another origin.
 *
 * @param function its name; empty for plain JSON
 */
public record Jsonp(Optional<String> function) {
  public static final Jsonp PLAIN = new Jsonp(Optional.empty());

  private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$.\\[\\]]{0,127}");

  /** What is no name of a function is not sent back: it might be a program. */
  public static Jsonp of(Map<String, String> query) {
    return new Jsonp(Optional.ofNullable(query.get("jsonp")).filter(FUNCTION.asMatchPredicate()));
  }

  public String contentType() {
    return function.isPresent() ? "text/javascript" : "application/json";
  }

  /** Before the JSON. */
  public byte[] prefix() {
    return function.map(name -> name + "(").orElse("").getBytes(StandardCharsets.UTF_8);
  }

  /** After the JSON. */
  public byte[] suffix() {
    return (function.isPresent() ? ")" : "").getBytes(StandardCharsets.UTF_8);
  }
}
