package io.entresol.marathon.core.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.rest.TaskFailure;

/** The last failure of an app's tasks as it is stored. */
public final class FailureRecord {
  private FailureRecord() {}

  public static byte[] write(TaskFailure failure) {
    ObjectNode node = Json.object();
    node.put("appId", failure.appId().path());
    node.put("taskId", failure.taskId());
    node.put("state", failure.state());
    node.put("message", failure.message());
    node.put("host", failure.host());
    node.put("timestamp", Json.text(failure.timestamp()));
    node.put("version", Json.text(failure.version()));
    failure.agentId().ifPresent(id -> node.put("agentId", id));
    return Json.bytes(node);
  }

  public static TaskFailure read(byte[] bytes) {
    JsonNode node = Json.read(bytes);
    return new TaskFailure(
        new AppId(Json.string(node, "appId")),
        Json.string(node, "taskId"),
        Json.string(node, "state"),
        Json.string(node, "message"),
        Json.string(node, "host"),
        Json.instant(node, "timestamp"),
        Json.instant(node, "version"),
        Json.optional(node, "agentId"));
  }
}
