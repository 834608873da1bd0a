package io.entresol.marathon.core.app.format;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.Container;
import io.entresol.marathon.core.app.HealthCheck;
import io.entresol.marathon.core.app.Network;
import io.entresol.marathon.core.app.PortDefinition;
import io.entresol.marathon.core.app.PortMapping;
import io.entresol.marathon.core.app.ReadinessCheck;
import io.entresol.marathon.core.json.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Rules about networks, ports, and the checks that go to ports. */
final class PortRules {
  private static final String MAPPINGS = "/container/portMappings";

  private final AppSpec app;
  private final Problems problems;

  PortRules(AppSpec app, Problems problems) {
    this.app = app;
    this.problems = problems;
  }

  void check() {
    checkNetworks();
    checkPorts();
    checkHealthChecks();
    checkReadiness();
  }

  private long networksOf(Network.Mode mode) {
    return app.networks().stream().filter(network -> network.mode() == mode).count();
  }

  private void checkNetworks() {
    long host = networksOf(Network.Mode.HOST);
    long bridge = networksOf(Network.Mode.BRIDGE);
    long container = networksOf(Network.Mode.CONTAINER);
    boolean oneKind = host + bridge <= 1 && (host + bridge == 0 || container == 0);
    if (!oneKind) {
      problems.value(
          "/networks",
          "May specify a single host network, single bridge network, or else 1-to-n container"
              + " networks");
    }
    for (Network network : app.networks()) {
      if (network.mode() != Network.Mode.CONTAINER && network.name().isPresent()) {
        problems.value("/networks", "Host and bridge networks may not have names");
      }
      if (network.mode() == Network.Mode.HOST && !network.labels().isEmpty()) {
        problems.value("/networks", "Host networks may not have labels");
      }
      if (network.mode() == Network.Mode.CONTAINER && network.name().isEmpty()) {
        problems.value(
            "/networks", "Network name must be specified when container network is selected.");
      }
    }
    if (hasDuplicates(names())) {
      problems.value("/networks", "Duplicate networks are not allowed");
    }
    boolean docker =
        app.container().map(Container::type).equals(Optional.of(Container.Type.DOCKER));
    if (docker && container > 1) {
      problems.value(
          "/networks",
          "may only specify a single container network when using the Docker container engine");
    }
  }

  private List<String> names() {
    return app.networks().stream().map(Network::name).flatMap(Optional::stream).toList();
  }

  private static boolean hasDuplicates(List<?> values) {
    return new HashSet<>(values).size() < values.size();
  }

  private void checkPorts() {
    List<PortDefinition> definitions = app.portDefinitions();
    if (hasDuplicates(definitions.stream().flatMap(each -> each.name().stream()).toList())) {
      problems.value("/portDefinitions", "Port names must be unique.");
    }
    if (hasDuplicates(
        definitions.stream().map(PortDefinition::port).filter(port -> port != 0).toList())) {
      problems.value("/portDefinitions", "Ports must be unique.");
    }
    if (!definitions.isEmpty() && !app.isHostNetworked()) {
      problems.value("/", "portDefinitions are only allowed with host-networking");
    }
    List<PortMapping> mappings = app.container().map(Container::portMappings).orElse(List.of());
    if (!mappings.isEmpty() && app.isHostNetworked()) {
      problems.value("/", "portMappings are not allowed with host-networking");
    }
    if (hasDuplicates(mappings.stream().flatMap(each -> each.name().stream()).toList())) {
      problems.value(MAPPINGS, "Port names must be unique.");
    }
    for (int i = 0; i < mappings.size(); i++) {
      checkMapping(mappings.get(i), MAPPINGS + "(" + i + ")");
    }
  }

  private void checkMapping(PortMapping mapping, String at) {
    boolean several = networksOf(Network.Mode.CONTAINER) > 1;
    if (several && mapping.hostPort().isPresent() && mapping.networkNames().size() != 1) {
      problems.value(
          at,
          "networkNames must be a single item list when hostPort is specified and more than 1"
              + " container network is defined");
    }
    for (String name : mapping.networkNames()) {
      if (!names().contains(name)) {
        problems.value(at + "/networkNames", "'" + name + "' is none of the app's networks");
      }
    }
  }

  private void checkHealthChecks() {
    int ports = app.servicePorts().size();
    int byAgent = 0;
    for (int i = 0; i < app.healthChecks().size(); i++) {
      HealthCheck check = app.healthChecks().get(i);
      String at = "/healthChecks(" + i + ")";
      if (check.command().isEmpty()
          && check.portIndex().filter(index -> index >= ports).isPresent()) {
        problems.value(
            at,
            "Health check port indices must address an element of the ports array or container"
                + " port mappings.");
      }
      if (check.protocol().isRunByAgent() && check.command().isEmpty()) {
        byAgent++;
      }
      boolean docker =
          app.container().map(Container::type).equals(Optional.of(Container.Type.DOCKER));
      if (check.ipProtocol().equals("IPv6") && !(docker && check.protocol().isRunByAgent())) {
        problems.value(
            at,
            "IPv6 can only be used for container type DOCKER and Mesos http/https/tcp health"
                + " checks");
      }
    }
    if (byAgent > 1) {
      problems.value("/", "AppDefinition can contain at most one Mesos health check");
    }
  }

  private void checkReadiness() {
    if (app.readinessChecks().size() > 1) {
      problems.value("/readinessChecks", "there may be at most one");
    }
    List<String> portNames =
        app.isHostNetworked()
            ? app.portDefinitions().stream().flatMap(each -> each.name().stream()).toList()
            : app.portMappings().stream().flatMap(each -> each.name().stream()).toList();
    for (int i = 0; i < app.readinessChecks().size(); i++) {
      ReadinessCheck check = app.readinessChecks().get(i);
      String at = "/readinessChecks(" + i + ")";
      if (!portNames.contains(check.portName())) {
        problems.value(
            at + "/portName", "No port definition reference for portName " + check.portName());
      }
      if (check.timeout().compareTo(check.interval()) >= 0) {
        problems.value(at + "/timeoutSeconds", "must be less than intervalSeconds");
      }
    }
  }
}
