package io.entresol.agent.container.mesos;

import io.entresol.agent.container.ContainerId;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a restarted agent must know of a container, written before its process starts.
 *
 * @param bootId the machine's run in which it was launched: pids mean nothing after it
 * @param labels framework id, executor id and task id
 */
record LaunchRecord(
    ContainerId id, String agentId, String bootId, Path sandbox, Map<String, String> labels) {
  String toJson() {
    JsonObject names = new JsonObject();
    labels.forEach(names::put);
    return new JsonObject()
        .put("container_id", id.value())
        .put("agent_id", agentId)
        .put("boot_id", bootId)
        .put("sandbox", sandbox.toString())
        .put("labels", names)
        .encode();
  }

  /**
   * @throws IllegalArgumentException if it is no such record
   */
  static LaunchRecord fromJson(String text) {
    try {
      JsonObject json = new JsonObject(text);
      Map<String, String> labels = new LinkedHashMap<>();
      json.getJsonObject("labels")
          .forEach(entry -> labels.put(entry.getKey(), (String) entry.getValue()));
      return new LaunchRecord(
          new ContainerId(required(json, "container_id")),
          required(json, "agent_id"),
          required(json, "boot_id"),
          Path.of(required(json, "sandbox")),
          labels);
    } catch (DecodeException | ClassCastException | NullPointerException malformed) {
      throw new IllegalArgumentException("not a launch record: " + text, malformed);
    }
  }

  private static String required(JsonObject json, String name) {
    String value = json.getString(name);
    if (value == null) {
      throw new IllegalArgumentException("a launch record without " + name);
    }
    return value;
  }
}
