package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.json.JsonText;
import java.util.List;

/** What is done to every document before it is read. */
final class Documents {
  /** Members of answers that a client cannot set. */
  private static final List<String> READ_ONLY =
      List.of(
          "version",
          "versionInfo",
          "tasks",
          "tasksStaged",
          "tasksRunning",
          "tasksHealthy",
          "tasksUnhealthy",
          "deployments",
          "lastTaskFailure",
          "readinessCheckResults",
          "taskStats");

  private Documents() {}

  /** A copy without nulls, which mean the same as nothing. */
  static ObjectNode withoutNulls(ObjectNode node) {
    ObjectNode copy = JsonText.object();
    node.properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isNull()) {
                copy.set(entry.getKey(), withoutNulls(entry.getValue()));
              }
            });
    return copy;
  }

  private static JsonNode withoutNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return withoutNulls(object);
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonText.array();
      array.forEach(element -> copy.add(withoutNulls(element)));
      return copy;
    }
    return node;
  }

  /** A copy of what a client sent, reduced to what it can set. */
  static ObjectNode settable(ObjectNode document) {
    ObjectNode copy = withoutNulls(document);
    copy.remove(READ_ONLY);
    return copy;
  }
}
