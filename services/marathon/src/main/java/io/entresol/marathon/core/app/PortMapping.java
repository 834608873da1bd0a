package io.entresol.marathon.core.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A port of a container with a network of its own.
 *
 * @param containerPort 0 is the same as the host port
 * @param hostPort 0 is any that the offer has; empty is none at all
 * @param servicePort 0 until one is assigned
 * @param protocol {@code tcp}, {@code udp} or {@code udp,tcp}
 * @param networkNames the container networks that it belongs to; empty is all
 */
public record PortMapping(
    int containerPort,
    Optional<Integer> hostPort,
    int servicePort,
    String protocol,
    Optional<String> name,
    Map<String, String> labels,
    List<String> networkNames) {
  public PortMapping {
    labels = Ordered.copy(labels);
    networkNames = List.copyOf(networkNames);
  }

  public PortMapping withServicePort(int port) {
    return new PortMapping(containerPort, hostPort, port, protocol, name, labels, networkNames);
  }
}
