package io.entresol.cli.hosting;

import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import io.entresol.runtime.EmbeddedZooKeeper;
import io.entresol.runtime.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code entresol local}: a whole cluster with one agent, and its ZooKeeper, in this process. */
@Command(
    name = "local",
    description = "A whole cluster in one process, for trying things out.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Any option of a service is given as --SERVICE.OPTION=VALUE, for example"
          + " --agent.containerizers=mesos; see 'entresol SERVICE --help'."
    })
public final class LocalCommand implements Callable<Integer> {
  private final List<ServiceKind<?>> kinds;
  private final Map<String, String> environment;
  private final long startedNanos = System.nanoTime();

  @Spec private CommandSpec spec;
  @Mixin private LocalOptions options = new LocalOptions();
  @Unmatched private List<String> unmatched = new ArrayList<>();

  /**
   * @param kinds all services, in the order in which they start
   */
  public LocalCommand(List<ServiceKind<?>> kinds, Map<String, String> environment) {
    this.kinds = List.copyOf(kinds);
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    checkUnmatched();
    Logging.setLevel(options.loggingLevel);
    Path directory = options.workDirectory.toAbsolutePath().normalize();
    try (EmbeddedZooKeeper zooKeeper =
        EmbeddedZooKeeper.start(
            directory.resolve("zookeeper"), options.ip, options.zooKeeperPort)) {
      String servers = options.ip + ":" + zooKeeper.port();
      List<Function<ClusterNode, Service>> services = services(servers, directory);
      ClusterOptions cluster = ClusterOptions.of("zk://" + servers + "/mesos", options.ip);
      LocalReport report =
          new LocalReport(spec.commandLine().getOut(), options, servers, directory, startedNanos);
      return new Hosting(spec.commandLine().getErr()).run(cluster, services, report);
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println(
              "Cannot start ZooKeeper on port " + options.zooKeeperPort + ": " + e.getMessage());
      return 1;
    }
  }

  /** All services, told where the others are. */
  List<Function<ClusterNode, Service>> services(String zooKeeperServers, Path directory) {
    List<Function<ClusterNode, Service>> services = new ArrayList<>();
    for (ServiceKind<?> kind : kinds) {
      services.add(service(kind, argumentsFor(kind, zooKeeperServers, directory)));
    }
    return services;
  }

  private void checkUnmatched() {
    for (String argument : unmatched) {
      boolean addressed =
          kinds.stream()
              .anyMatch(kind -> !ServiceArguments.addressedTo(kind, List.of(argument)).isEmpty());
      if (!addressed) {
        throw new ParameterException(spec.commandLine(), "unknown option '" + argument + "'");
      }
    }
  }

  private <O> Function<ClusterNode, Service> service(ServiceKind<O> kind, List<String> arguments) {
    O read = new ServiceArguments(environment, Optional.empty()).read(kind, arguments);
    return node -> kind.create().apply(node, read);
  }

  private List<String> argumentsFor(ServiceKind<?> kind, String servers, Path directory) {
    List<String> given = new ArrayList<>();
    given.add("--ip=" + options.ip);
    given.add("--hostname=" + options.hostname);
    given.add("--work_dir=" + directory.resolve(kind.name()));
    given.addAll(options.authentication());
    given.addAll(own(kind, servers));
    return ServiceArguments.argumentsFor(kind, given, unmatched);
  }

  private List<String> own(ServiceKind<?> kind, String servers) {
    String masters = "zk://" + servers + "/mesos";
    return switch (kind.name()) {
      case "master" -> List.of("--zk=" + masters, "--port=" + options.port, healthPort(0));
      case "allocator" -> List.of("--zk=" + masters, healthPort(1));
      case "gateway" ->
          List.of(
              "--zk=" + masters,
              "--port=" + options.port,
              "--marathon_port=" + options.marathonPort,
              "--grpc_port=" + options.grpcPort);
      case "agent" -> agent(masters);
      case "marathon" ->
          List.of(
              "--master=" + masters,
              "--zk=zk://" + servers + "/marathon",
              "--http_port=" + options.marathonPort,
              healthPort(2));
      default -> List.of();
    };
  }

  private String healthPort(int service) {
    List<Integer> ports = options.healthPorts();
    return "--health_port=" + (ports.isEmpty() ? 0 : ports.get(service));
  }

  private List<String> agent(String masters) {
    List<String> given = new ArrayList<>();
    given.add("--master=" + masters);
    given.add("--port=" + options.agentPort);
    given.add("--containerizers=docker,mesos");
    if (options.credentials != null) {
      given.add("--http_credentials=" + options.credentials);
    }
    if (options.resources != null) {
      given.add("--resources=" + options.resources);
    }
    return given;
  }
}
