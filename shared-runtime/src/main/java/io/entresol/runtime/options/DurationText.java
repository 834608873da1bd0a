package io.entresol.runtime.options;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Mesos writes them: {@code 10secs}, {@code 1.5mins}, {@code 500ms}, {@code 0ns}. */
public final class DurationText {
  private static final Pattern FORM = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)([a-z]+)");

  private static final Map<String, Long> UNIT_NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "secs", 1_000_000_000L,
          "mins", 60_000_000_000L,
          "hrs", 3_600_000_000_000L,
          "days", 86_400_000_000_000L,
          "weeks", 604_800_000_000_000L);

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @param option the option that it comes from, for the message
   * @throws IllegalArgumentException if it is none
   */
  public static Duration parse(String option, String text) {
    Matcher matcher = FORM.matcher(text.strip());
    Long unit = matcher.matches() ? UNIT_NANOS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          option + ": '" + text + "' is no duration such as 500ms, 10secs, 5mins, 2hrs, 1days");
    }
    try {
      return Duration.ofNanos(
          new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(option + ": '" + text + "' is out of range", e);
    }
  }
}
