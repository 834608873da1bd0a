package io.entresol.marathon.core.app;

import java.util.Optional;

/**
 * Where instances may run.
 *
 * @param field {@code hostname}, {@code @hostname}, {@code @region}, {@code @zone}, or the name of
 *     an agent's attribute
 * @param value a regular expression (LIKE, UNLIKE), a count (GROUP_BY, MAX_PER), a value (CLUSTER,
 *     IS); always empty for UNIQUE, may be empty for CLUSTER and GROUP_BY
 */
public record Constraint(String field, Operator operator, Optional<String> value) {
  public enum Operator {
    UNIQUE,
    CLUSTER,
    GROUP_BY,
    LIKE,
    UNLIKE,
    MAX_PER,
    IS
  }

  /** Whether the field is the agent's host name rather than an attribute. */
  public boolean isOnHostname() {
    return field.equals("hostname") || field.equals("@hostname");
  }
}
