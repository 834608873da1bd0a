package io.entresol.marathon.core.rest.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.rest.ReadinessView;
import java.util.List;

/** What readiness checks have found. */
final class Readiness {
  private Readiness() {}

  static ArrayNode json(List<ReadinessView> results) {
    ArrayNode list = JsonText.array();
    for (ReadinessView result : results) {
      ObjectNode node = list.addObject();
      node.put("name", result.name());
      node.put("taskId", result.taskId());
      node.put("ready", result.ready());
      result
          .lastResponse()
          .ifPresent(
              response ->
                  node.putObject("lastResponse")
                      .put("status", response.status())
                      .put("contentType", response.contentType())
                      .put("body", response.body()));
    }
    return list;
  }
}
