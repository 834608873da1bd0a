package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.Container;
import io.entresol.marathon.core.app.Network;
import java.util.List;
import java.util.Optional;

/**
 * The members of older formats that answers carry beside the canonical ones, since clients of that
 * time look for them unasked; and what becomes of them when a client sends an answer back with
 * something changed.
 */
final class Mirrors {
  /** A place in a document, beside another that says the same. */
  private record Pair(List<String> old, List<String> canonical) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair(List.of("uris"), List.of("fetch")),
          new Pair(List.of("ports"), List.of("portDefinitions")),
          new Pair(List.of("ports"), List.of("container", "portMappings")),
          new Pair(List.of("ipAddress"), List.of("networks")),
          new Pair(List.of("container", "docker", "network"), List.of("networks")),
          new Pair(
              List.of("container", "docker", "portMappings"),
              List.of("container", "portMappings")));

  private Mirrors() {}

  /** Adds the older members to an app's canonical form. */
  static void add(AppSpec spec, ObjectNode app) {
    ArrayNode uris = app.putArray("uris");
    spec.fetch().forEach(fetch -> uris.add(fetch.uri()));
    app.putArray("storeUrls");
    ArrayNode ports = app.putArray("ports");
    spec.servicePorts().forEach(ports::add);
    Optional<Network> network =
        spec.networks().stream().filter(each -> each.mode() == Network.Mode.CONTAINER).findFirst();
    if (network.isPresent()) {
      ObjectNode address = app.putObject("ipAddress");
      network.get().name().ifPresent(name -> address.put("networkName", name));
      address.putArray("groups");
      NetworkJson.putTexts(address, "labels", network.get().labels());
      address.putObject("discovery").putArray("ports");
    } else {
      app.putNull("ipAddress");
    }
    if (spec.container().map(Container::type).equals(Optional.of(Container.Type.DOCKER))) {
      addToDocker(spec, (ObjectNode) app.get("container").get("docker"));
    }
  }

  private static void addToDocker(AppSpec spec, ObjectNode docker) {
    docker.put(
        "network",
        switch (spec.networks().get(0).mode()) {
          case HOST -> "HOST";
          case BRIDGE -> "BRIDGE";
          case CONTAINER -> "USER";
        });
    if (spec.isHostNetworked()) {
      docker.putNull("portMappings");
      return;
    }
    ArrayNode mappings = docker.putArray("portMappings");
    spec.portMappings().forEach(mapping -> mappings.add(NetworkJson.write(mapping)));
  }

  /**
   * Settles which of two members counts when a document holds both and they may differ: the one
   * that is not as it was.
   *
   * @param app without nulls; changed in place
   * @param current the answer that the client could have read, without nulls
   */
  static void dropUnchanged(ObjectNode app, ObjectNode current) {
    for (Pair pair : PAIRS) {
      JsonNode old = at(app, pair.old);
      JsonNode canonical = at(app, pair.canonical);
      if (old.isMissingNode() || canonical.isMissingNode()) {
        continue;
      }
      if (same(old, at(current, pair.old))) {
        remove(app, pair.old);
      } else if (same(canonical, at(current, pair.canonical))) {
        remove(app, pair.canonical);
      }
    }
  }

  /** Equal but for how numbers are written and for members that are null. */
  static boolean same(JsonNode one, JsonNode other) {
    return one.equals(
        (a, b) -> {
          if (a.isNumber() && b.isNumber()) {
            return Double.compare(a.doubleValue(), b.doubleValue());
          }
          return a.equals(b) ? 0 : 1;
        },
        other);
  }

  private static JsonNode at(ObjectNode app, List<String> path) {
    JsonNode node = app;
    for (String name : path) {
      node = node.path(name);
    }
    return node;
  }

  private static void remove(ObjectNode app, List<String> path) {
    JsonNode parent = at(app, path.subList(0, path.size() - 1));
    ((ObjectNode) parent).remove(path.get(path.size() - 1));
  }
}
