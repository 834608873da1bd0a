package io.entresol.marathon.core.app.format;

import io.entresol.marathon.core.app.AppId;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which paths may name an app. */
public final class AppIds {
  private static final Pattern SEGMENT =
      Pattern.compile(
          "(([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])\\.)*([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])");

  /** These end paths of the API itself. */
  private static final Set<String> RESERVED = Set.of("restart", "tasks", "versions", ".", "..");

  private AppIds() {}

  /** What is wrong with the path as a client wrote it; empty if nothing is. */
  public static Optional<String> problem(String text) {
    for (String segment : text.split("/", -1)) {
      boolean step = segment.isEmpty() || segment.equals(".") || segment.equals("..");
      if (!step && !SEGMENT.matcher(segment).matches()) {
        return Optional.of(
            "'"
                + segment
                + "' is no valid part of an id: only lower-case letters, digits, dots, and hyphens"
                + " that are neither first nor last. It must fully match "
                + SEGMENT);
      }
    }
    return Optional.empty();
  }

  /** What is wrong with the path as the id of an app; empty if nothing is. */
  public static Optional<String> appProblem(String text) {
    String last = text.substring(text.lastIndexOf('/') + 1);
    if (RESERVED.contains(last)) {
      return Optional.of("must not end with the reserved word '" + last + "'");
    }
    if (AppId.of(text).isRoot()) {
      return Optional.of("must be neither empty nor the root");
    }
    return problem(text);
  }
}
