package io.entresol.gateway.core.document;

import java.util.Map;
import java.util.Optional;

/**
 * Which tasks {@code /tasks} shows.
 *
 * @param limit at most so many
 * @param offset after so many
 */
public record TaskFilter(
    int limit,
    int offset,
    boolean ascending,
    Optional<String> frameworkId,
    Optional<String> taskId) {
  private static final int DEFAULT_LIMIT = 100;

  /** Out of a query; what makes no sense counts as not given, as in Mesos. */
  public static TaskFilter of(Map<String, String> query) {
    return new TaskFilter(
        number(query.get("limit"), DEFAULT_LIMIT),
        number(query.get("offset"), 0),
        "asc".equals(query.get("order")),
        Optional.ofNullable(query.get("framework_id")),
        Optional.ofNullable(query.get("task_id")));
  }

  private static int number(String text, int otherwise) {
    try {
      int number = text == null ? otherwise : Integer.parseInt(text);
      return number < 0 ? otherwise : number;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** How many of the matching tasks, from the first, have to be known. */
  long end() {
    return (long) offset + limit;
  }
}
