package io.entresol.runtime;

import io.entresol.domain.id.Epoch;
import io.vertx.core.json.JsonObject;

/**
 * What a leader publishes about itself.
 *
 * @param nodeId the process that it lives in
 * @param id the service's own id, for example the master id
 * @param ip the address at which clients reach the gateway that stands beside it
 * @param port the port there
 */
public record LeaderInfo(
    LeaderRole role, Epoch epoch, String nodeId, String id, String hostname, String ip, int port) {

  byte[] toBytes() {
    return new JsonObject()
        .put("role", role.id())
        .put("epoch", epoch.number())
        .put("nodeId", nodeId)
        .put("id", id)
        .put("hostname", hostname)
        .put("ip", ip)
        .put("port", port)
        .toBuffer()
        .getBytes();
  }

  static LeaderInfo parse(LeaderRole role, byte[] bytes) {
    JsonObject json = new JsonObject(io.vertx.core.buffer.Buffer.buffer(bytes));
    return new LeaderInfo(
        role,
        new Epoch(json.getLong("epoch")),
        json.getString("nodeId"),
        json.getString("id"),
        json.getString("hostname"),
        json.getString("ip"),
        json.getInteger("port"));
  }
}
