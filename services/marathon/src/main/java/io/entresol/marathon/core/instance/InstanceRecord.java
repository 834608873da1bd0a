package io.entresol.marathon.core.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.instance.Instance.Times;
import io.entresol.marathon.core.rest.InstanceView.IpAddress;
import io.entresol.marathon.core.store.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An instance as it is stored. */
final class InstanceRecord {
  private InstanceRecord() {}

  static byte[] write(Instance instance) {
    ObjectNode node = Json.object();
    node.put("id", instance.id().value());
    node.put("app", instance.app().path());
    node.put("version", Json.text(instance.version()));
    node.put("incarnation", instance.incarnation());
    node.put("goal", instance.goal().text());
    node.put("condition", instance.condition().text());
    node.put("since", Json.text(instance.since()));
    node.set("placement", write(instance.placement()));
    ArrayNode ports = node.putArray("ports");
    instance.ports().forEach(ports::add);
    ArrayNode addresses = node.putArray("addresses");
    instance
        .addresses()
        .forEach(
            ip ->
                addresses.addObject().put("address", ip.address()).put("protocol", ip.protocol()));
    node.put("provisioned", Json.text(instance.times().provisioned()));
    instance.times().started().ifPresent(at -> node.put("started", Json.text(at)));
    instance.healthy().ifPresent(healthy -> node.put("healthy", healthy));
    return Json.bytes(node);
  }

  static Instance read(byte[] bytes) {
    JsonNode node = Json.read(bytes);
    List<IpAddress> addresses =
        Json.list(
            node,
            "addresses",
            ip -> new IpAddress(Json.string(ip, "address"), Json.string(ip, "protocol")));
    return new Instance(
        new InstanceId(Json.string(node, "id")),
        new AppId(Json.string(node, "app")),
        Json.instant(node, "version"),
        node.path("incarnation").asInt(1),
        Goal.of(Json.string(node, "goal")),
        Condition.of(Json.string(node, "condition")),
        Json.instant(node, "since"),
        placement(node.path("placement")),
        Json.list(node, "ports", JsonNode::intValue),
        addresses,
        new Times(Json.instant(node, "provisioned"), Json.optionalInstant(node, "started")),
        node.has("healthy") ? Optional.of(node.get("healthy").booleanValue()) : Optional.empty());
  }

  private static ObjectNode write(Placement placement) {
    ObjectNode node = Json.object();
    node.put("agentId", placement.agentId());
    node.put("hostname", placement.hostname());
    placement.region().ifPresent(region -> node.put("region", region));
    placement.zone().ifPresent(zone -> node.put("zone", zone));
    ObjectNode attributes = node.putObject("attributes");
    placement.attributes().forEach(attributes::put);
    return node;
  }

  private static Placement placement(JsonNode node) {
    Map<String, String> attributes = new LinkedHashMap<>();
    node.path("attributes")
        .properties()
        .forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue().asText()));
    return new Placement(
        Json.string(node, "agentId"),
        Json.string(node, "hostname"),
        Json.optional(node, "region"),
        Json.optional(node, "zone"),
        attributes);
  }
}
