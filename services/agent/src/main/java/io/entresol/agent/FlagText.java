package io.entresol.agent;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.Attribute;
import io.entresol.proto.ResourceText;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The values of options as Mesos writes them. */
final class FlagText {
  private static final Pattern BYTES = Pattern.compile("([0-9]+)(B|KB|MB|GB|TB)");
  private static final Map<String, Integer> BYTE_SHIFTS =
      Map.of("B", 0, "KB", 10, "MB", 20, "GB", 30, "TB", 40);
  private static final Map<String, Long> UNIT_NANOS = new LinkedHashMap<>();

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION.mappedFeature());

  /** What an environment can hold: the first equals sign ends a name. */
  private static final Pattern NAME = Pattern.compile("[^=\\x00]+");

  static {
    UNIT_NANOS.put("weeks", 604_800_000_000_000L);
    UNIT_NANOS.put("days", 86_400_000_000_000L);
    UNIT_NANOS.put("hrs", 3_600_000_000_000L);
    UNIT_NANOS.put("mins", 60_000_000_000L);
    UNIT_NANOS.put("secs", 1_000_000_000L);
    UNIT_NANOS.put("ms", 1_000_000L);
    UNIT_NANOS.put("us", 1_000L);
  }

  private FlagText() {}

  /** In the largest unit that it fills: {@code 5secs}, {@code 1.5mins}. */
  static String duration(Duration duration) {
    long nanos = duration.toNanos();
    for (Map.Entry<String, Long> unit : UNIT_NANOS.entrySet()) {
      if (Math.abs(nanos) >= unit.getValue()) {
        return BigDecimal.valueOf(nanos)
                .divide(BigDecimal.valueOf(unit.getValue()), 9, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString()
            + unit.getKey();
      }
    }
    return nanos + "ns";
  }

  /**
   * Reads a size: {@code 2GB}.
   *
   * @param option for the message
   * @throws IllegalArgumentException if it is none
   */
  static long bytes(String option, String text) {
    Matcher matcher = BYTES.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          option + ": '" + text + "' is no size such as 512MB or 2GB");
    }
    return Long.parseLong(matcher.group(1)) << BYTE_SHIFTS.get(matcher.group(2));
  }

  /**
   * Reads resources: {@code cpus:4;mem:4096}, or JSON.
   *
   * @param option for the message
   * @param defaultRole of those that name none
   * @throws IllegalArgumentException if they are wrong
   */
  static Resources resources(String option, String text, String defaultRole) {
    return named(option, () -> ResourceText.resources(text, defaultRole));
  }

  /**
   * Reads attributes: {@code rack:r1;level:10}.
   *
   * @param option for the message
   * @throws IllegalArgumentException if they are wrong
   */
  static List<Attribute> attributes(String option, String text) {
    return named(option, () -> ResourceText.attributes(text));
  }

  private static <T> T named(String option, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the variables of an environment: {@code {"PATH": "/bin"}}. The values are not repeated in
   * what is said of a wrong one, since they may be secrets.
   *
   * @param option for the message
   * @throws IllegalArgumentException if it is no JSON object of strings that a process can be given
   */
  static Map<String, String> environment(String option, String text) {
    Map<String, String> variables = new LinkedHashMap<>();
    object(option, text)
        .properties()
        .forEach(each -> variables.put(each.getKey(), variable(option, each)));
    return variables;
  }

  private static JsonNode object(String option, String text) {
    JsonNode object;
    try {
      object = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          option + ": not JSON at " + e.getLocation().offsetDescription(), e);
    }
    if (!object.isObject()) {
      throw new IllegalArgumentException(option + ": must be a JSON object");
    }
    return object;
  }

  private static String variable(String option, Map.Entry<String, JsonNode> variable) {
    String name = variable.getKey();
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          option + ": '" + name + "' cannot be the name of a variable");
    }
    if (!variable.getValue().isTextual() || variable.getValue().textValue().indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          option + ": the value of '" + name + "' must be a string without NUL");
    }
    return variable.getValue().textValue();
  }

  /** The options of objects that have a value, by name without dashes. */
  static Map<String, String> values(Object... holders) {
    Map<String, String> values = new TreeMap<>();
    for (Object holder : holders) {
      for (Field field : holder.getClass().getDeclaredFields()) {
        Option option = field.getAnnotation(Option.class);
        if (option != null) {
          Object value = value(holder, field);
          if (value != null) {
            values.put(option.names()[0].substring(2), value.toString());
          }
        }
      }
    }
    return values;
  }

  private static Object value(Object holder, Field field) {
    try {
      field.setAccessible(true);
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("an option cannot be read: " + field, e);
    }
  }
}
