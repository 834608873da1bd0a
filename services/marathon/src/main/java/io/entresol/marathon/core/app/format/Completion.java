package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.json.Problems;

/**
 * Ports and networks of a whole definition: defaults that depend on the network's mode, and no
 * leftovers of another mode.
 */
final class Completion {
  private static final int MAX_PORTS = 1000;

  private Completion() {}

  /** Whether a document's networks, or their absence, mean the host's own network. */
  static boolean isHost(JsonNode app) {
    for (JsonNode network : app.path("networks")) {
      if (!network.path("mode").asText("container").equals("host")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBridge(JsonNode app) {
    for (JsonNode network : app.path("networks")) {
      if (network.path("mode").asText().equals("container/bridge")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Turns the service ports of older definitions into port definitions or into the service ports of
   * mappings.
   *
   * @param app what a client sent; changed in place
   * @param host whether it is about an app in the host's own network
   * @param isOld whether it has the older form, where both kinds of ports stood side by side
   */
  static void settlePorts(ObjectNode app, boolean host, boolean isOld, Problems problems) {
    JsonNode ports = app.remove("ports");
    if (ports == null && !host && isOld) {
      ports = portsOf(app.remove("portDefinitions"));
    }
    if (ports == null) {
      return;
    }
    if (!isPortList(ports, problems)) {
      return;
    }
    if (!host) {
      servicePorts(app, ports);
      if (isOld) {
        app.remove("portDefinitions");
      }
    } else if (!app.has("portDefinitions")) {
      ArrayNode definitions = app.putArray("portDefinitions");
      ports.forEach(port -> definitions.addObject().set("port", port));
      problems.moved("/ports", "/portDefinitions");
    } else if (!Mirrors.same(ports, portsOf(app.get("portDefinitions")))) {
      problems.value("/", "cannot specify both ports and port definitions");
    }
  }

  private static ArrayNode portsOf(JsonNode definitions) {
    if (definitions == null || !definitions.isArray()) {
      return null;
    }
    ArrayNode ports = ((ArrayNode) definitions).arrayNode();
    definitions.forEach(definition -> ports.add(definition.path("port").asInt()));
    return ports;
  }

  private static boolean isPortList(JsonNode ports, Problems problems) {
    if (!ports.isArray()) {
      problems.shape("/ports", "error.expected.jsarray");
      return false;
    }
    if (ports.size() > MAX_PORTS) {
      problems.value("/ports", "there are more than " + MAX_PORTS);
      return false;
    }
    boolean good = true;
    for (int i = 0; i < ports.size(); i++) {
      if (!ports.get(i).canConvertToInt() || !ports.get(i).isNumber()) {
        problems.shape("/ports(" + i + ")", "error.expected.jsnumber");
        good = false;
      }
    }
    return good;
  }

  /** Service ports by position; a mapping that has one of its own keeps it. */
  private static void servicePorts(ObjectNode app, JsonNode ports) {
    if (!(app.path("container") instanceof ObjectNode container)) {
      return;
    }
    ArrayNode mappings =
        container.get("portMappings") instanceof ArrayNode given
            ? given
            : container.putArray("portMappings");
    for (int i = 0; i < ports.size(); i++) {
      if (i == mappings.size()) {
        mappings.addObject();
      }
      if (mappings.get(i) instanceof ObjectNode mapping
          && mapping.path("servicePort").asInt(0) == 0) {
        mapping.set("servicePort", ports.get(i));
      }
    }
  }

  /**
   * Fills in what a whole definition leaves open.
   *
   * @param app changed in place
   * @param keepMappings whether port mappings in the host's network are the client's own mistake,
   *     to be told, rather than leftovers
   * @param keepDefinitions the same of port definitions in another network
   */
  static void complete(
      ObjectNode app, FormatSettings settings, boolean keepMappings, boolean keepDefinitions) {
    if (isHost(app)) {
      if (!app.has("portDefinitions")) {
        app.putArray("portDefinitions").addObject().put("port", 0).put("name", "default");
      }
      if (!keepMappings && app.path("container") instanceof ObjectNode container) {
        container.remove("portMappings");
      }
      return;
    }
    if (!keepDefinitions) {
      app.remove("portDefinitions");
    }
    app.put("requirePorts", false);
    nameNetworks(app, settings);
    if (!app.has("container")) {
      app.putObject("container").put("type", "MESOS");
    }
    if (app.path("container") instanceof ObjectNode container) {
      completeMappings(container, isBridge(app));
    }
  }

  private static void nameNetworks(ObjectNode app, FormatSettings settings) {
    for (JsonNode network : app.path("networks")) {
      boolean unnamed = network.path("name").asText("").isEmpty();
      if (network instanceof ObjectNode object
          && unnamed
          && object.path("mode").asText("container").equals("container")) {
        settings.defaultNetworkName().ifPresent(name -> object.put("name", name));
      }
    }
  }

  private static void completeMappings(ObjectNode container, boolean bridge) {
    if (!container.has("portMappings")) {
      container.putArray("portMappings").addObject().put("containerPort", 0).put("name", "default");
    }
    if (!bridge) {
      return;
    }
    for (JsonNode mapping : container.path("portMappings")) {
      if (mapping instanceof ObjectNode object && !object.has("hostPort")) {
        object.put("hostPort", 0);
      }
    }
  }
}
