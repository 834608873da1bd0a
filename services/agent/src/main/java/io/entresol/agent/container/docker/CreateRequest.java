package io.entresol.agent.container.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The request to the Docker Engine that creates a container, being put together. The sections are
 * those of the Engine API's {@code POST /containers/create}.
 */
final class CreateRequest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String name;
  private final ObjectNode config = JSON.objectNode();
  private final ObjectNode host = JSON.objectNode();
  private final ObjectNode endpoint = JSON.objectNode();

  CreateRequest(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** What runs in the container. */
  ObjectNode config() {
    return config;
  }

  /** How the machine runs it. */
  ObjectNode host() {
    return host;
  }

  /** How it is attached to its network. */
  ObjectNode endpoint() {
    return endpoint;
  }

  /** Adds to a list. */
  static void append(ObjectNode section, String field, String value) {
    section.withArray(field).add(value);
  }

  static void append(ObjectNode section, String field, JsonNode value) {
    section.withArray(field).add(value);
  }

  /** Sets an entry of a map. */
  static void put(ObjectNode section, String field, String key, String value) {
    section.withObjectProperty(field).put(key, value);
  }

  /** Sets an environment variable; a later value of a name replaces the earlier one. */
  void setEnvironment(String variable, String value) {
    var variables = config.withArray("Env");
    String prefix = variable + "=";
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).asText().startsWith(prefix)) {
        variables.remove(i);
      }
    }
    variables.add(prefix + value);
  }

  /** Publishes a port of the container at a port of the machine. */
  void publish(String address, String hostPort, String containerPort, String protocol) {
    String exposed = containerPort + "/" + protocol;
    config.withObjectProperty("ExposedPorts").putObject(exposed);
    host.withObjectProperty("PortBindings")
        .withArray(exposed)
        .addObject()
        .put("HostIp", address)
        .put("HostPort", hostPort);
  }

  String networkMode() {
    return host.path("NetworkMode").asText("default");
  }

  /** The whole request. */
  ObjectNode body() {
    ObjectNode body = config.deepCopy();
    body.set("HostConfig", host.deepCopy());
    if (!endpoint.isEmpty()) {
      body.withObjectProperty("NetworkingConfig")
          .withObjectProperty("EndpointsConfig")
          .set(networkMode(), endpoint.deepCopy());
    }
    return body;
  }
}
