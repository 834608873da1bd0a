package io.entresol.marathon.core.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** JSON as records and events are written in. */
public final class Json {
  private Json() {}

  public static ObjectNode object() {
    return JsonText.object();
  }

  public static ArrayNode array() {
    return JsonText.array();
  }

  /** An instant as clients see it, to the millisecond: {@code 2015-03-01T12:00:00.000Z}. */
  public static String text(Instant instant) {
    return JsonText.instant(instant);
  }

  public static byte[] bytes(JsonNode node) {
    return JsonText.bytes(node);
  }

  public static String text(JsonNode node) {
    return new String(bytes(node), StandardCharsets.UTF_8);
  }

  /**
   * Reads a record.
   *
   * @throws UncheckedIOException if it is no JSON
   */
  public static JsonNode read(byte[] bytes) {
    try {
      return JsonText.parse(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A text that a record must have.
   *
   * @throws IllegalArgumentException if it lacks it
   */
  public static String string(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException("the record lacks the text '" + field + "'");
    }
    return value.textValue();
  }

  public static Instant instant(JsonNode node, String field) {
    return Instant.parse(string(node, field));
  }

  public static Optional<String> optional(JsonNode node, String field) {
    return node.hasNonNull(field) ? Optional.of(string(node, field)) : Optional.empty();
  }

  public static Optional<Instant> optionalInstant(JsonNode node, String field) {
    return optional(node, field).map(Instant::parse);
  }

  /** The elements of a list that may be missing. */
  public static <T> List<T> list(JsonNode node, String field, Function<JsonNode, T> reader) {
    List<T> elements = new ArrayList<>();
    node.path(field).forEach(element -> elements.add(reader.apply(element)));
    return elements;
  }
}
