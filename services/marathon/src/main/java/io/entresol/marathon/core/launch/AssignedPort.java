package io.entresol.marathon.core.launch;

import io.entresol.marathon.core.app.PortDefinition;
import io.entresol.marathon.core.app.PortMapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * One of a task's ports with its numbers.
 *
 * @param declared the number in the app: a container port, or the service port in host mode; may be
 *     0
 * @param hostPort empty if the agent's host has none for it
 * @param ownPort the number inside the task's own network; the host port in host mode
 * @param protocols {@code tcp}, {@code udp}, or both
 * @param mapping the mapping that it comes from; empty in host mode
 */
record AssignedPort(
    int declared,
    Optional<Integer> hostPort,
    int ownPort,
    List<String> protocols,
    Optional<String> name,
    Map<String, String> labels,
    Optional<PortMapping> mapping) {
  private static final int FIRST_INVENTED = 1025;

  /** By port index. */
  static List<AssignedPort> of(Launch launch) {
    if (!launch.spec().isHostNetworked()) {
      return ofMappings(launch);
    }
    List<AssignedPort> ports = new ArrayList<>();
    List<PortDefinition> definitions = launch.spec().portDefinitions();
    for (int i = 0; i < definitions.size(); i++) {
      PortDefinition definition = definitions.get(i);
      int hostPort = launch.hostPorts().get(i).orElseThrow();
      ports.add(
          new AssignedPort(
              definition.port(),
              Optional.of(hostPort),
              hostPort,
              List.of(definition.protocol().split(",")),
              definition.name(),
              definition.labels(),
              Optional.empty()));
    }
    return ports;
  }

  private static List<AssignedPort> ofMappings(Launch launch) {
    Set<Integer> used = new HashSet<>();
    launch.hostPorts().forEach(port -> port.ifPresent(used::add));
    launch.spec().portMappings().forEach(mapping -> used.add(mapping.containerPort()));
    // Seeded by the task, so that a decision can be replayed.
    Random random = new Random(launch.taskId().hashCode());
    List<AssignedPort> ports = new ArrayList<>();
    List<PortMapping> mappings = launch.spec().portMappings();
    for (int i = 0; i < mappings.size(); i++) {
      PortMapping mapping = mappings.get(i);
      Optional<Integer> hostPort = launch.hostPorts().get(i);
      int ownPort =
          mapping.containerPort() != 0
              ? mapping.containerPort()
              : hostPort.orElseGet(() -> invent(used, random));
      ports.add(
          new AssignedPort(
              mapping.containerPort(),
              hostPort,
              ownPort,
              List.of(mapping.protocol().split(",")),
              mapping.name(),
              mapping.labels(),
              Optional.of(mapping)));
    }
    return ports;
  }

  /** A number that nothing else in the task's network uses. */
  private static int invent(Set<Integer> used, Random random) {
    int port;
    do {
      port = FIRST_INVENTED + random.nextInt(65536 - FIRST_INVENTED);
    } while (!used.add(port));
    return port;
  }

  /** Whether the app left the number open and there is no host port to take it from. */
  boolean isInvented() {
    return declared == 0 && hostPort.isEmpty();
  }

  /** What the task is told: where it is reached from outside, or at least in its own network. */
  int announced() {
    return hostPort.orElse(ownPort);
  }
}
