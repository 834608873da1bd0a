package io.entresol.agent;

import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The values of options as Mesos writes them. */
final class FlagText {
  private static final Pattern BYTES = Pattern.compile("([0-9]+)(B|KB|MB|GB|TB)");
  private static final Map<String, Integer> BYTE_SHIFTS =
      Map.of("B", 0, "KB", 10, "MB", 20, "GB", 30, "TB", 40);
  private static final Map<String, Long> UNIT_NANOS = new LinkedHashMap<>();

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
