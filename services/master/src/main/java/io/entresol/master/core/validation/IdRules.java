package io.entresol.master.core.validation;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the ids of tasks, executors, frameworks, agents and volumes may look like. */
public final class IdRules {
  /** Ids become names of directories. */
  private static final int MAX_BYTES = 255;

  private IdRules() {}

  /** Why that cannot be an id, or empty if it can. */
  public static Optional<String> check(String id) {
    if (id.isEmpty()) {
      return Optional.of("ID must not be empty");
    }
    if (id.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return Optional.of("ID must not be greater than " + MAX_BYTES + " characters");
    }
    if (id.equals(".") || id.equals("..")) {
      return Optional.of("'" + id + "' is disallowed");
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c < 0x20 || c == 0x7f || c == '/' || c == '\\') {
        return Optional.of("'" + id + "' contains invalid characters");
      }
    }
    return Optional.empty();
  }
}
