package io.entresol.marathon.core.health;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.HealthCheck;
import io.entresol.marathon.core.app.Network;
import io.entresol.marathon.core.app.PortDefinition;
import io.entresol.marathon.core.app.PortMapping;
import io.entresol.marathon.core.app.ReadinessCheck;
import io.entresol.marathon.core.effect.ProbeTarget;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.rest.InstanceView.IpAddress;
import java.util.List;
import java.util.Optional;

/** Where an instance is looked at: its agent's host and host port, or its own address. Pure. */
final class ProbeTargets {
  private record Address(String host, int port) {}

  private ProbeTargets() {}

  /**
   * Empty while the address is not known, or if the check names a port that the app has not got.
   */
  static Optional<ProbeTarget> of(HealthCheck check, AppSpec spec, Instance instance) {
    Optional<Address> address =
        check.port().isPresent()
            ? host(spec, instance).map(host -> new Address(host, check.port().get()))
            : address(check.portIndex().orElse(0), spec, instance);
    return address.map(
        at ->
            check.protocol().isHttp()
                ? new ProbeTarget.Http(
                    check.protocol() == HealthCheck.Protocol.HTTPS,
                    at.host(),
                    at.port(),
                    check.path().orElse("/"),
                    check.timeout())
                : new ProbeTarget.Tcp(at.host(), at.port(), check.timeout()));
  }

  static Optional<ProbeTarget> of(ReadinessCheck check, AppSpec spec, Instance instance) {
    return address(portNames(spec).indexOf(Optional.of(check.portName())), spec, instance)
        .map(
            at ->
                new ProbeTarget.Http(
                    check.protocol().equals("HTTPS"),
                    at.host(),
                    at.port(),
                    check.path(),
                    check.timeout()));
  }

  private static List<Optional<String>> portNames(AppSpec spec) {
    return spec.isHostNetworked()
        ? spec.portDefinitions().stream().map(PortDefinition::name).toList()
        : spec.portMappings().stream().map(PortMapping::name).toList();
  }

  private static Optional<Address> address(int index, AppSpec spec, Instance instance) {
    List<Optional<Integer>> wanted = spec.hostPorts();
    if (index < 0 || index >= wanted.size()) {
      return Optional.empty();
    }
    if (wanted.get(index).isEmpty()) {
      int port = spec.portMappings().get(index).containerPort();
      return ownAddress(instance).map(host -> new Address(host, port));
    }
    int nth = (int) wanted.subList(0, index).stream().filter(Optional::isPresent).count();
    return nth < instance.ports().size()
        ? Optional.of(new Address(instance.placement().hostname(), instance.ports().get(nth)))
        : Optional.empty();
  }

  private static Optional<String> host(AppSpec spec, Instance instance) {
    boolean ownNetwork =
        spec.networks().stream().anyMatch(network -> network.mode() == Network.Mode.CONTAINER);
    return ownNetwork ? ownAddress(instance) : Optional.of(instance.placement().hostname());
  }

  private static Optional<String> ownAddress(Instance instance) {
    return instance.addresses().stream().map(IpAddress::address).findFirst();
  }
}
