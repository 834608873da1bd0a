package io.entresol.agent.container.docker;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as the flags of {@code docker run} write them. Malformed ones throw. */
final class Quantities {
  private static final Pattern SIZE = Pattern.compile("(-?\\d+(?:\\.\\d+)?)\\s*([bkmgt])?i?b?");
  private static final Pattern DURATION_PART =
      Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h)");

  private Quantities() {}

  /** Bytes, such as {@code 512m}; units are powers of 1024. */
  static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a size");
    }
    String unit = matcher.group(2) == null ? "b" : matcher.group(2);
    return (long) (Double.parseDouble(matcher.group(1)) * (1L << (10 * "bkmgt".indexOf(unit))));
  }

  /** Nanoseconds, of a duration such as {@code 1m30s}. */
  static long nanos(String text) {
    Matcher matcher = DURATION_PART.matcher(text);
    double nanos = 0;
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      nanos += Double.parseDouble(matcher.group(1)) * unitNanos(matcher.group(2));
      end = matcher.end();
    }
    if (text.isEmpty() || end != text.length()) {
      throw new IllegalArgumentException("'" + text + "' is not a duration");
    }
    return (long) nanos;
  }

  private static double unitNanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      default -> 3600e9;
    };
  }

  static long integer(String text) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException malformed) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number", malformed);
    }
  }

  /** A flag given without a value is on. */
  static boolean flag(String text) {
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "", "true", "1", "t" -> true;
      case "false", "0", "f" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
    };
  }
}
