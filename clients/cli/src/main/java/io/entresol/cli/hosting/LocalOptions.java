package io.entresol.cli.hosting;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a cluster on one machine can be told. The rest are the services' own options. */
final class LocalOptions {
  private static final String NO_PORTS = "none";

  @Option(
      names = "--work_dir",
      paramLabel = "DIRECTORY",
      description = "Everything is kept here (default: ${DEFAULT-VALUE}).")
  Path workDirectory = Path.of("var", "local");

  @Option(
      names = "--ip",
      paramLabel = "ADDRESS",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  String ip = "127.0.0.1";

  @Option(
      names = "--hostname",
      paramLabel = "NAME",
      description = "What this machine is called (default: localhost).")
  String hostname = "localhost";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Of the Mesos API (default: ${DEFAULT-VALUE}).")
  int port = 5050;

  @Option(
      names = "--marathon_port",
      paramLabel = "PORT",
      description = "Of the Marathon API (default: ${DEFAULT-VALUE}).")
  int marathonPort = 8080;

  @Option(
      names = "--grpc_port",
      paramLabel = "PORT",
      description = "Of the v1 APIs over gRPC, or none (default: ${DEFAULT-VALUE}).")
  String grpcPort = "5055";

  @Option(
      names = "--agent_port",
      paramLabel = "PORT",
      description = "Of the agent (default: ${DEFAULT-VALUE}).")
  int agentPort = 5051;

  @Option(
      names = "--zookeeper_port",
      paramLabel = "PORT",
      description = "Of the ZooKeeper server inside (default: ${DEFAULT-VALUE}).")
  int zooKeeperPort = 2181;

  @Option(
      names = "--health_ports",
      paramLabel = "PORTS",
      description =
          "Of master, allocator and marathon for health and metrics, or none (default:"
              + " ${DEFAULT-VALUE}).")
  String healthPorts = "5060,5061,5062";

  @Option(
      names = "--credentials",
      paramLabel = "FILE|JSON",
      description = "Who is let in, see 'entresol gateway --help'; also at the agent.")
  String credentials;

  @Option(
      names = "--authenticate_http_frameworks",
      defaultValue = "false",
      description = "Only serve frameworks that are authenticated (default: ${DEFAULT-VALUE}).")
  boolean authenticateFrameworks;

  @Option(
      names = "--authenticate_http_readonly",
      defaultValue = "false",
      description = "Only serve authenticated clients that read (default: ${DEFAULT-VALUE}).")
  boolean authenticateReadonly;

  @Option(
      names = "--authenticate_http_readwrite",
      defaultValue = "false",
      description =
          "Only serve authenticated clients that may change something (default:"
              + " ${DEFAULT-VALUE}).")
  boolean authenticateReadwrite;

  @Option(
      names = "--resources",
      paramLabel = "RESOURCES",
      description = "What the agent offers, for example cpus:4;mem:4096 (default: what it finds).")
  String resources;

  @Option(
      names = "--logging_level",
      paramLabel = "LEVEL",
      description = "TRACE, DEBUG, INFO, WARNING or ERROR (default: ${DEFAULT-VALUE}).")
  String loggingLevel = "WARNING";

  /** For every service that understands them: who is let in. */
  List<String> authentication() {
    List<String> given = new ArrayList<>();
    if (authenticateFrameworks) {
      given.add("--authenticate_http_frameworks=true");
    }
    if (authenticateReadonly) {
      given.add("--authenticate_http_readonly=true");
    }
    if (authenticateReadwrite) {
      given.add("--authenticate_http_readwrite=true");
    }
    if (credentials != null) {
      given.add("--credentials=" + credentials);
    }
    return given;
  }

  /** Where the v1 APIs are served over gRPC, if they are. */
  Optional<String> grpcPort() {
    boolean none = grpcPort.equals(NO_PORTS) || grpcPort.equals("0");
    return none ? Optional.empty() : Optional.of(grpcPort);
  }

  /**
   * The ports of master, allocator and marathon for health; empty for none.
   *
   * @throws IllegalArgumentException if they are not three, nor none
   */
  List<Integer> healthPorts() {
    if (healthPorts.equals(NO_PORTS)) {
      return List.of();
    }
    try {
      List<Integer> ports =
          Arrays.stream(healthPorts.split(",", -1)).map(Integer::valueOf).toList();
      if (ports.size() == 3) {
        return ports;
      }
    } catch (NumberFormatException e) {
      throw wrongHealthPorts();
    }
    throw wrongHealthPorts();
  }

  private IllegalArgumentException wrongHealthPorts() {
    return new IllegalArgumentException(
        "--health_ports: expecting three ports or none, not '" + healthPorts + "'");
  }
}
