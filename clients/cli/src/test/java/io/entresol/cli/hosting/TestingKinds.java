package io.entresol.cli.hosting;

import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.Service;
import io.vertx.core.Future;
import java.util.List;
import picocli.CommandLine.Option;

/** Services that do nothing but keep the options with which they were made. */
final class TestingKinds {
  static final class MasterOptions {
    @Option(names = "--ip")
    String ip;

    @Option(names = "--port")
    int port = 5050;

    @Option(names = "--quorum")
    int quorum = 1;

    @Option(names = "--authenticate_http_frameworks")
    boolean authenticates;

    @Option(names = "--credentials")
    String credentials;
  }

  static final class GatewayOptions {
    @Option(names = "--ip")
    String ip;

    @Option(names = "--port")
    int port = 5050;

    @Option(names = "--grpc_port")
    String grpcPort;

    @Option(names = "--marathon_port")
    int marathonPort = 8080;

    @Option(names = "--authenticate_http_frameworks")
    boolean authenticates;

    @Option(names = "--credentials")
    String credentials;
  }

  static final class AgentOptions {
    @Option(names = "--master", required = true)
    String master;

    @Option(names = "--ip")
    String ip;

    @Option(names = "--port")
    int port = 5051;

    @Option(names = "--hostname_lookup", defaultValue = "true")
    boolean hostnameLookup;

    @Option(names = "--http_credentials")
    String credentials;
  }

  static final class MarathonOptions {
    @Option(names = "--master", required = true)
    String master;

    @Option(names = "--zk")
    String state;
  }

  record Made(String name, Object options) implements Service {
    @Override
    public Future<Void> start() {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
      return Future.succeededFuture();
    }
  }

  static final ServiceKind<MasterOptions> MASTER =
      new ServiceKind<>(
          "master",
          List.of("mesos-master"),
          "A master.",
          "MESOS_",
          "--zk",
          List.of("gateway"),
          MasterOptions::new,
          options -> {},
          (node, options) -> made("master", node, options));
  static final ServiceKind<GatewayOptions> GATEWAY =
      new ServiceKind<>(
          "gateway",
          List.of(),
          "A gateway.",
          "MESOS_",
          "--zk",
          List.of(),
          GatewayOptions::new,
          options -> {},
          (node, options) -> made("gateway", node, options));
  static final ServiceKind<AgentOptions> AGENT =
      new ServiceKind<>(
          "agent",
          List.of("mesos-agent"),
          "An agent.",
          "MESOS_",
          "--master",
          List.of(),
          AgentOptions::new,
          options -> {},
          (node, options) -> made("agent", node, options));
  static final ServiceKind<MarathonOptions> MARATHON =
      new ServiceKind<>(
          "marathon",
          List.of(),
          "A Marathon.",
          "MARATHON_",
          "--master",
          List.of(),
          MarathonOptions::new,
          options -> {},
          (node, options) -> made("marathon", node, options));
  static final List<ServiceKind<?>> ALL = List.of(MASTER, GATEWAY, AGENT, MARATHON);

  private TestingKinds() {}

  private static Service made(String name, ClusterNode unused, Object options) {
    return new Made(name, options);
  }
}
