package io.entresol.marathon.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The members of one JSON object. Whatever has the wrong form is noted and read as if it were not
 * there, so that reading always ends and finds everything. Null is the same as absent; a number may
 * be written as a text, as clients of 2014 do.
 */
public final class Members {
  /** Farther than any duration that means something, near enough not to overflow. */
  private static final double MAX_SECONDS = 1e9;

  private final ObjectNode node;
  private final String path;
  private final Problems problems;

  private Members(ObjectNode node, String path, Problems problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  public static Members of(ObjectNode node, Problems problems) {
    return new Members(node, "", problems);
  }

  /** The members of a node that should be an object; none if it is something else. */
  public static Members of(JsonNode node, String path, Problems problems) {
    if (node instanceof ObjectNode object) {
      return new Members(object, path, problems);
    }
    problems.shape(path.isEmpty() ? "/" : path, "error.expected.jsobject");
    return new Members(JsonNodeFactory.instance.objectNode(), path, problems);
  }

  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  public ObjectNode node() {
    return node;
  }

  public String path(String name) {
    return path + "/" + name;
  }

  public Problems problems() {
    return problems;
  }

  private <T> Optional<T> read(String name, BiFunction<JsonNode, String, Optional<T>> reader) {
    return has(name) ? reader.apply(node.get(name), path(name)) : Optional.empty();
  }

  private <T> Optional<T> missing(String at, String expected) {
    problems.shape(at, expected);
    return Optional.empty();
  }

  public Optional<String> text(String name) {
    return read(name, this::text);
  }

  private Optional<String> text(JsonNode value, String at) {
    return value.isTextual()
        ? Optional.of(value.textValue())
        : missing(at, "error.expected.jsstring");
  }

  /** A text that must be there; empty, and noted, if it is not. */
  public String required(String name) {
    if (!has(name)) {
      problems.shape(path(name), "error.path.missing");
    }
    return text(name).orElse("");
  }

  public Optional<Boolean> flag(String name) {
    return read(
        name,
        (value, at) ->
            value.isBoolean()
                ? Optional.of(value.booleanValue())
                : missing(at, "error.expected.jsboolean"));
  }

  public Optional<Double> number(String name) {
    return read(
        name,
        (value, at) -> {
          OptionalDouble number = asNumber(value);
          return number.isPresent()
              ? Optional.of(number.getAsDouble())
              : missing(at, "error.expected.jsnumber");
        });
  }

  private static OptionalDouble asNumber(JsonNode value) {
    if (value.isNumber()) {
      return OptionalDouble.of(value.doubleValue());
    }
    if (value.isTextual() && value.textValue().length() < 40) {
      try {
        return OptionalDouble.of(new BigDecimal(value.textValue().strip()).doubleValue());
      } catch (NumberFormatException e) {
        return OptionalDouble.empty();
      }
    }
    return OptionalDouble.empty();
  }

  public Optional<Integer> integer(String name) {
    return read(name, this::integer);
  }

  private Optional<Integer> integer(JsonNode value, String at) {
    OptionalDouble number = asNumber(value);
    if (number.isEmpty()) {
      return missing(at, "error.expected.jsnumber");
    }
    double exact = number.getAsDouble();
    return exact == (int) exact
        ? Optional.of((int) exact)
        : missing(at, exact == Math.rint(exact) ? "error.expected.int" : "error.expected.integer");
  }

  /** A number within bounds. */
  public Optional<Double> between(String name, double least, double most) {
    return number(name)
        .flatMap(
            value -> {
              if (value >= least && value <= most) {
                return Optional.of(value);
              }
              problems.value(
                  path(name),
                  value < least
                      ? "error.min: must be at least " + plain(least)
                      : "error.max: must be at most " + plain(most));
              return Optional.empty();
            });
  }

  /** A whole number within bounds. */
  public Optional<Integer> within(String name, int least, int most) {
    return integer(name).flatMap(value -> bounded(value, path(name), least, most));
  }

  private Optional<Integer> bounded(int value, String at, int least, int most) {
    if (value < least) {
      problems.value(at, "error.min: must be at least " + least);
    } else if (value > most) {
      problems.value(at, "error.max: must be at most " + most);
    } else {
      return Optional.of(value);
    }
    return Optional.empty();
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** A number of seconds, kept to the millisecond. */
  public Optional<Duration> seconds(String name) {
    return number(name)
        .flatMap(
            value -> {
              if (!(value >= 0)) {
                problems.value(path(name), "error.min: must be at least 0");
                return Optional.empty();
              }
              return Optional.of(
                  Duration.ofMillis(Math.round(Math.min(value, MAX_SECONDS) * 1000)));
            });
  }

  public Optional<Instant> instant(String name) {
    return text(name)
        .flatMap(
            text -> {
              Optional<Instant> instant = JsonText.readInstant(text);
              if (instant.isEmpty()) {
                problems.value(path(name), "error.expected.date.isoformat");
              }
              return instant;
            });
  }

  /** One of those words, in any case of letters. */
  public <T> Optional<T> oneOf(String name, T[] values, Function<T, String> word) {
    return text(name)
        .flatMap(
            text -> {
              for (T value : values) {
                if (word.apply(value).equalsIgnoreCase(text)) {
                  return Optional.of(value);
                }
              }
              List<String> words = Arrays.stream(values).map(word).toList();
              problems.value(
                  path(name),
                  "error.unknown.enum.literal: '"
                      + text
                      + "' is not one of "
                      + String.join(", ", words));
              return Optional.empty();
            });
  }

  public Optional<Members> object(String name) {
    return read(
        name,
        (value, at) ->
            value.isObject()
                ? Optional.of(new Members((ObjectNode) value, at, problems))
                : missing(at, "error.expected.jsobject"));
  }

  /** The elements that could be read, in order; empty is also what an absent list has. */
  private <T> List<T> list(String name, BiFunction<JsonNode, String, Optional<T>> reader) {
    List<T> elements = new ArrayList<>();
    read(
        name,
        (value, at) -> {
          if (!value.isArray()) {
            return missing(at, "error.expected.jsarray");
          }
          for (int i = 0; i < value.size(); i++) {
            reader.apply(value.get(i), at + "(" + i + ")").ifPresent(elements::add);
          }
          return Optional.empty();
        });
    return elements;
  }

  public List<String> texts(String name) {
    return list(name, this::text);
  }

  public List<Integer> integers(String name, int least, int most) {
    return list(
        name,
        (value, at) -> integer(value, at).flatMap(number -> bounded(number, at, least, most)));
  }

  public <T> List<T> objects(String name, Function<Members, T> reader) {
    return list(
        name,
        (value, at) ->
            value.isObject()
                ? Optional.of(reader.apply(new Members((ObjectNode) value, at, problems)))
                : missing(at, "error.expected.jsobject"));
  }

  /** The elements as they are, with their places. */
  public <T> List<T> elements(String name, BiFunction<JsonNode, String, Optional<T>> reader) {
    return list(name, reader);
  }

  /** An object all of whose members are texts. */
  public Map<String, String> textMap(String name) {
    return map(name, this::text);
  }

  /** An object all of whose members have the same form; null members are left out. */
  public <T> Map<String, T> map(String name, BiFunction<JsonNode, String, Optional<T>> reader) {
    Map<String, T> map = new LinkedHashMap<>();
    object(name)
        .ifPresent(
            members ->
                members
                    .node
                    .properties()
                    .forEach(
                        entry -> {
                          if (!entry.getValue().isNull()) {
                            reader
                                .apply(entry.getValue(), members.path(entry.getKey()))
                                .ifPresent(value -> map.put(entry.getKey(), value));
                          }
                        }));
    return map;
  }
}
