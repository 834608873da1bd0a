package io.entresol.gateway.core.http;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code timeout} of {@code /metrics/snapshot}: {@code 5secs}. */
public final class SnapshotTimeout {
  private static final Pattern FORM = Pattern.compile("([-+0-9.]*)(.*)");
  private static final Set<String> UNITS =
      Set.of("ns", "us", "ms", "secs", "mins", "hrs", "days", "weeks");

  private SnapshotTimeout() {}

  /** What is wrong with it, in the words of Mesos; empty if nothing is, or there is none. */
  public static Optional<String> problem(String text) {
    if (text == null) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || !isNumber(matcher.group(1))) {
      return problem(text, "Failed to convert '" + matcher.group(1) + "' to number");
    }
    return UNITS.contains(matcher.group(2))
        ? Optional.empty()
        : problem(text, "Unknown duration unit '" + matcher.group(2) + "'");
  }

  private static boolean isNumber(String text) {
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static Optional<String> problem(String text, String why) {
    return Optional.of("Invalid timeout '" + text + "': " + why + ".\n");
  }
}
