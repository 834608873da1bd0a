package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.Network;
import io.entresol.marathon.core.app.PortDefinition;
import io.entresol.marathon.core.app.PortMapping;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Members;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Networks and ports. */
final class NetworkJson {
  static final int MAX_PORT = 65535;
  private static final String[] PROTOCOLS = {"tcp", "udp", "udp,tcp"};
  private static final Pattern PORT_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  private NetworkJson() {}

  static ObjectNode write(Network network) {
    ObjectNode node = JsonText.object();
    node.put("mode", network.mode().text());
    network.name().ifPresent(name -> node.put("name", name));
    if (!network.labels().isEmpty()) {
      putTexts(node, "labels", network.labels());
    }
    return node;
  }

  static Network readNetwork(Members members) {
    return new Network(
        members
            .oneOf("mode", Network.Mode.values(), Network.Mode::text)
            .orElse(Network.Mode.CONTAINER),
        members.text("name").filter(name -> !name.isEmpty()),
        members.textMap("labels"));
  }

  static ObjectNode write(PortDefinition definition) {
    ObjectNode node = JsonText.object();
    node.put("port", definition.port());
    definition.name().ifPresent(name -> node.put("name", name));
    node.put("protocol", definition.protocol());
    putTexts(node, "labels", definition.labels());
    return node;
  }

  static PortDefinition readDefinition(Members members) {
    return new PortDefinition(
        members.within("port", 0, MAX_PORT).orElse(0),
        protocol(members),
        portName(members),
        members.textMap("labels"));
  }

  static ObjectNode write(PortMapping mapping) {
    ObjectNode node = JsonText.object();
    node.put("containerPort", mapping.containerPort());
    mapping.hostPort().ifPresent(port -> node.put("hostPort", port));
    node.put("servicePort", mapping.servicePort());
    mapping.name().ifPresent(name -> node.put("name", name));
    node.put("protocol", mapping.protocol());
    putTexts(node, "labels", mapping.labels());
    if (!mapping.networkNames().isEmpty()) {
      ArrayNode names = node.putArray("networkNames");
      mapping.networkNames().forEach(names::add);
    }
    return node;
  }

  static PortMapping readMapping(Members members) {
    return new PortMapping(
        members.within("containerPort", 0, MAX_PORT).orElse(0),
        members.within("hostPort", 0, MAX_PORT),
        members.within("servicePort", 0, MAX_PORT).orElse(0),
        protocol(members),
        portName(members),
        members.textMap("labels"),
        members.texts("networkNames"));
  }

  private static String protocol(Members members) {
    return members.oneOf("protocol", PROTOCOLS, word -> word).orElse("tcp");
  }

  private static Optional<String> portName(Members members) {
    Optional<String> name = members.text("name").filter(text -> !text.isEmpty());
    if (name.isPresent() && !PORT_NAME.matcher(name.get()).matches()) {
      members
          .problems()
          .value(members.path("name"), "must fully match regular expression '" + PORT_NAME + "'");
    }
    return name;
  }

  static void putTexts(ObjectNode node, String name, Map<String, String> texts) {
    ObjectNode object = node.putObject(name);
    texts.forEach(object::put);
  }
}
