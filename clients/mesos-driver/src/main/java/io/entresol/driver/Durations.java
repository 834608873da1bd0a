package io.entresol.driver;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Mesos writes them: {@code 5secs}, {@code 1.5mins}, {@code 500ms}. */
final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([a-z]+)");
  private static final Map<String, Double> UNITS_MS = new HashMap<>();

  static {
    UNITS_MS.put("ns", 1e-6);
    UNITS_MS.put("us", 1e-3);
    UNITS_MS.put("ms", 1.0);
    UNITS_MS.put("secs", 1e3);
    UNITS_MS.put("mins", 60e3);
    UNITS_MS.put("hrs", 3_600e3);
    UNITS_MS.put("days", 86_400e3);
    UNITS_MS.put("weeks", 604_800e3);
  }

  private Durations() {}

  /**
   * The milliseconds that a variable of the environment says.
   *
   * @param otherwise what counts if it is not set
   * @throws IllegalArgumentException if it is set to something else; the message names it
   */
  static long millis(Map<String, String> environment, String name, long otherwise) {
    String text = environment.get(name);
    if (text == null) {
      return otherwise;
    }
    Matcher matcher = FORM.matcher(text.trim());
    if (!matcher.matches() || !UNITS_MS.containsKey(matcher.group(2))) {
      throw new IllegalArgumentException(
          name + ": expecting a duration such as 5secs, not '" + text + "'");
    }
    return (long) (Double.parseDouble(matcher.group(1)) * UNITS_MS.get(matcher.group(2)));
  }
}
