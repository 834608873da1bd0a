package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Problems;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns members of older formats into canonical ones: {@code uris}, {@code ports}, {@code
 * ipAddress}, and in the container {@code docker.network} and {@code docker.portMappings}. An old
 * member beside its successor is dropped if both say the same, and is an error if not.
 */
final class OldForm {
  private static final Pattern ARCHIVE =
      Pattern.compile(".*\\.(tgz|tar\\.gz|tbz2|tar\\.bz2|txz|tar\\.xz|zip)$");

  private final ObjectNode app;
  private final FormatSettings settings;
  private final Problems problems;

  OldForm(ObjectNode app, FormatSettings settings, Problems problems) {
    this.app = app;
    this.settings = settings;
    this.problems = problems;
  }

  /** Whether a document was written for Marathon before networks had a member of their own. */
  static boolean isUsedBy(ObjectNode app) {
    JsonNode container = app.path("container");
    boolean isNew = app.has("networks") || container.has("portMappings");
    boolean isOld =
        app.has("uris")
            || app.has("ports")
            || app.has("storeUrls")
            || app.has("ipAddress")
            || container.has("image")
            || container.path("docker").has("network")
            || container.path("docker").has("portMappings");
    return isOld && !isNew;
  }

  /** Changes the document in place. */
  void translate() {
    uris();
    if (app.path("container") instanceof ObjectNode container
        && OldestContainer.isOldest(container)) {
      app.set("container", OldestContainer.translate(container, problems));
    }
    if (app.path("container") instanceof ObjectNode container
        && container.path("docker") instanceof ObjectNode docker) {
      dockerPortMappings(container, docker);
    }
    networks();
    discoveryPorts();
    app.remove("ipAddress");
  }

  private void uris() {
    JsonNode uris = app.remove("uris");
    if (uris == null) {
      return;
    }
    if (!uris.isArray()) {
      problems.shape("/uris", "error.expected.jsarray");
      return;
    }
    JsonNode fetch = app.path("fetch");
    if (fetch.isArray() && !fetch.isEmpty()) {
      if (!uris.isEmpty() && !sameUris(uris, fetch)) {
        problems.value("/uris", "may not be set in conjunction with fetch");
      }
      return;
    }
    ArrayNode translated = app.putArray("fetch");
    for (int i = 0; i < uris.size(); i++) {
      JsonNode uri = uris.get(i);
      if (uri.isTextual()) {
        String extracted = uri.textValue().toLowerCase(Locale.ROOT);
        translated
            .addObject()
            .put("uri", uri.textValue())
            .put("extract", ARCHIVE.matcher(extracted).matches());
        problems.moved("/uris(" + i + ")", "/fetch(" + (translated.size() - 1) + ")/uri");
      } else {
        problems.shape("/uris(" + i + ")", "error.expected.jsstring");
      }
    }
  }

  private static boolean sameUris(JsonNode uris, JsonNode fetch) {
    if (uris.size() != fetch.size()) {
      return false;
    }
    for (int i = 0; i < uris.size(); i++) {
      if (!uris.get(i).equals(fetch.get(i).path("uri"))) {
        return false;
      }
    }
    return true;
  }

  private void dockerPortMappings(ObjectNode container, ObjectNode docker) {
    JsonNode old = docker.remove("portMappings");
    if (old == null) {
      return;
    }
    JsonNode given = container.path("portMappings");
    if (!given.isMissingNode() && !given.isEmpty() && !old.isEmpty()) {
      if (!Mirrors.same(old, given)) {
        problems.value("/container", "cannot specify both portMappings and docker.portMappings");
      }
      return;
    }
    if (given.isMissingNode() || (given.isEmpty() && !old.isEmpty())) {
      container.set("portMappings", old);
      problems.moved("/container/docker/portMappings", "/container/portMappings");
    }
  }

  private void networks() {
    Optional<ObjectNode> address = address();
    Optional<String> dockerNetwork = dockerNetwork();
    Optional<ObjectNode> old =
        dockerNetwork
            .flatMap(word -> ofDockerNetwork(word, address))
            .or(() -> dockerNetwork.isPresent() ? Optional.empty() : ofAddress(address));
    if (old.isEmpty()) {
      return;
    }
    JsonNode given = app.path("networks");
    if (given.isArray() && !given.isEmpty()) {
      if (!agrees(old.get(), given)) {
        problems.value(
            "/",
            "must not specify both networks and "
                + (dockerNetwork.isPresent() ? "container.docker.network" : "ipAddress"));
      }
      return;
    }
    app.putArray("networks").add(old.get());
    problems.moved(
        dockerNetwork.isPresent() ? "/container/docker/network" : "/ipAddress", "/networks");
  }

  /** The mode, and the name where both have one. */
  private static boolean agrees(ObjectNode old, JsonNode networks) {
    JsonNode first = networks.get(0);
    return networks.size() == 1
        && old.path("mode").equals(first.path("mode"))
        && (!old.has("name") || !first.has("name") || old.get("name").equals(first.get("name")));
  }

  private Optional<ObjectNode> address() {
    JsonNode address = app.path("ipAddress");
    if (address.isMissingNode()) {
      return Optional.empty();
    }
    if (!(address instanceof ObjectNode object)) {
      problems.shape("/ipAddress", "error.expected.jsobject");
      return Optional.empty();
    }
    if (app.path("ports").size() > 0 || app.path("portDefinitions").size() > 0) {
      problems.value("/", "cannot specify both an IP address and port");
    }
    if (!app.has("container")) {
      app.putObject("container").put("type", "MESOS");
    }
    return Optional.of(object);
  }

  private Optional<String> dockerNetwork() {
    if (!(app.path("container").path("docker") instanceof ObjectNode docker)) {
      return Optional.empty();
    }
    JsonNode network = docker.remove("network");
    if (network == null) {
      return Optional.empty();
    }
    if (!network.isTextual()) {
      problems.shape("/container/docker/network", "error.expected.jsstring");
      return Optional.empty();
    }
    return Optional.of(network.textValue());
  }

  private Optional<ObjectNode> ofDockerNetwork(String word, Optional<ObjectNode> address) {
    ObjectNode network = JsonText.object();
    switch (word.toUpperCase(Locale.ROOT)) {
      case "HOST" -> network.put("mode", "host");
      case "BRIDGE" -> network.put("mode", "container/bridge");
      case "USER" -> {
        network.put("mode", "container");
        address.ifPresent(from -> copy(from, "networkName", network, "name"));
      }
      default -> {
        problems.value(
            "/container/docker/network",
            "unsupported docker network type '" + word + "'; known are HOST, BRIDGE and USER");
        return Optional.empty();
      }
    }
    if (!network.path("mode").asText().equals("host")) {
      address.ifPresent(from -> copy(from, "labels", network, "labels"));
    }
    return Optional.of(network);
  }

  private Optional<ObjectNode> ofAddress(Optional<ObjectNode> address) {
    return address.map(
        from -> {
          ObjectNode network = JsonText.object();
          if (from.path("networkName").asText().equals(settings.bridgeName())) {
            network.put("mode", "container/bridge");
          } else {
            network.put("mode", "container");
            copy(from, "networkName", network, "name");
          }
          copy(from, "labels", network, "labels");
          return network;
        });
  }

  private static void copy(ObjectNode from, String name, ObjectNode to, String as) {
    if (!from.path(name).isEmpty() || from.path(name).isTextual()) {
      to.set(as, from.get(name));
    }
  }

  private void discoveryPorts() {
    JsonNode ports = app.path("ipAddress").path("discovery").path("ports");
    if (ports.isEmpty() || !(app.path("container") instanceof ObjectNode container)) {
      return;
    }
    boolean docker = container.has("docker") && !container.has("type");
    if (docker || !container.path("type").asText("MESOS").equals("MESOS")) {
      problems.value("/ipAddress/discovery", "is not allowed for Docker containers");
      return;
    }
    if (container.path("portMappings").size() > 0) {
      problems.value(
          "/ipAddress/discovery",
          "container.portMappings and ipAddress.discovery.ports must not both be set");
      return;
    }
    ArrayNode mappings = container.putArray("portMappings");
    for (JsonNode port : ports) {
      ObjectNode mapping = mappings.addObject();
      if (port instanceof ObjectNode from) {
        from.properties()
            .forEach(
                entry ->
                    mapping.set(
                        entry.getKey().equals("number") ? "containerPort" : entry.getKey(),
                        entry.getValue()));
      }
    }
    problems.moved("/ipAddress/discovery/ports", "/container/portMappings");
  }
}
