package io.entresol.marathon.core.app;

import java.util.Map;
import java.util.Optional;

/**
 * A port of an app in host mode.
 *
 * @param port the service port, and with {@code requirePorts} also the host port; 0 until one is
 *     assigned
 * @param protocol {@code tcp}, {@code udp} or {@code udp,tcp}
 */
public record PortDefinition(
    int port, String protocol, Optional<String> name, Map<String, String> labels) {
  public static final PortDefinition DEFAULT =
      new PortDefinition(0, "tcp", Optional.of("default"), Map.of());

  public PortDefinition {
    labels = Ordered.copy(labels);
  }

  public PortDefinition withPort(int newPort) {
    return new PortDefinition(newPort, protocol, name, labels);
  }
}
