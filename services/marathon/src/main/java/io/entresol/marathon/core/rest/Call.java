package io.entresol.marathon.core.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request taken apart.
 *
 * @param segments of the path, decoded, without empty ones
 * @param parameters of the query, decoded, each with its values in order
 */
public record Call(
    HttpRequest request, List<String> segments, Map<String, List<String>> parameters, Instant now) {

  public static Call of(HttpRequest request, Instant now) {
    List<String> segments = new ArrayList<>();
    for (String segment : request.path().split("/", -1)) {
      if (!segment.isEmpty()) {
        // In a path a plus is a plus.
        segments.add(decode(segment.replace("+", "%2B")));
      }
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : request.query().split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
    return new Call(request, List.copyOf(segments), parameters, now);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RefusedException.of(400, "'" + text + "' is not percent-encoded as it should be");
    }
  }

  public String method() {
    return request.method();
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).map(values -> values.get(0));
  }

  public List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  /** Only the word true is true. */
  public boolean flag(String name, boolean absent) {
    return parameter(name).map(Boolean::parseBoolean).orElse(absent);
  }

  /**
   * The body.
   *
   * @throws RefusedException if it is no JSON
   */
  public JsonNode document() {
    try {
      JsonNode node = JsonText.parse(request.body());
      if (node == null || node.isMissingNode()) {
        throw RefusedException.noDocument();
      }
      return node;
    } catch (JsonProcessingException e) {
      throw RefusedException.syntax(
          e.getOriginalMessage()
              + " (line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ")");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The body that must be an object.
   *
   * @throws RefusedException if it is not
   */
  public ObjectNode object() {
    if (document() instanceof ObjectNode object) {
      return object;
    }
    Problems problems = new Problems();
    problems.shape("/", "error.expected.jsobject");
    throw RefusedException.of(problems);
  }

  /**
   * The body that must be a list of objects.
   *
   * @throws RefusedException if it is not
   */
  public List<ObjectNode> objects() {
    Problems problems = new Problems();
    List<ObjectNode> objects = new ArrayList<>();
    if (document() instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i) instanceof ObjectNode object) {
          objects.add(object);
        } else {
          problems.shape("(" + i + ")", "error.expected.jsobject");
        }
      }
    } else {
      problems.shape("/", "error.expected.jsarray");
    }
    if (!problems.isEmpty()) {
      throw RefusedException.of(problems);
    }
    return objects;
  }

  /** Whether plain text is wanted rather than JSON. */
  public boolean prefersText() {
    return AcceptHeader.prefersText(request.header("accept").orElse("*/*"));
  }

  /**
   * The version that a client names.
   *
   * @throws RefusedException if the text is no instant
   */
  public static Instant version(String text) {
    return JsonText.readInstant(text)
        .orElseThrow(
            () ->
                RefusedException.of(
                    422,
                    "Invalid timestamp provided '"
                        + text
                        + "'. Expecting ISO-8601 datetime string."));
  }
}
