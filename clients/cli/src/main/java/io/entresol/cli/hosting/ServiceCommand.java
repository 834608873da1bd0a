package io.entresol.cli.hosting;

import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import io.entresol.runtime.EdgeNode;
import io.entresol.runtime.Service;
import io.entresol.runtime.ZooKeeperUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * {@code entresol master} and the like: one service, and those that it is started {@code --with},
 * in this process.
 */
public final class ServiceCommand<O> implements Callable<Integer> {
  private static final String HOST_AND_PORT = "[^:/]+:[0-9]{1,5}";
  private static final String ZK = "--zk";
  private static final String MASTERS = "/mesos";
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
  private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::");

  private final ServiceKind<O> kind;
  private final List<ServiceKind<?>> kinds;
  private final O options;
  private final ClusterOptions cluster = new ClusterOptions();
  private final HostingOptions hosting = new HostingOptions();
  private final ServiceArguments serviceArguments;
  private final CommandSpec spec;

  private ServiceCommand(
      ServiceKind<O> kind,
      String name,
      List<String> with,
      List<ServiceKind<?>> kinds,
      CommandLineContext context) {
    this.kind = kind;
    this.kinds = kinds;
    this.options = kind.newOptions().get();
    hosting.with = with;
    Optional<Path> directory =
        context.isFor(name)
            ? ConfigDirectory.find(
                context.arguments(), context.environment(), kind.environmentPrefix())
            : Optional.empty();
    this.serviceArguments = new ServiceArguments(context.environment(), directory);
    this.spec = spec(name);
  }

  /**
   * The command that hosts a service.
   *
   * @param name the command's, or an alias
   * @param with the services that it hosts besides unless told otherwise
   * @param kinds all that it could host
   * @throws IllegalArgumentException if the directory of option files does not exist
   */
  public static <O> CommandLine of(
      ServiceKind<O> kind,
      String name,
      List<String> with,
      List<ServiceKind<?>> kinds,
      CommandLineContext context) {
    ServiceCommand<O> command = new ServiceCommand<>(kind, name, with, kinds, context);
    CommandLine line = new CommandLine(command.spec);
    line.setDefaultValueProvider(command.serviceArguments.sources(kind));
    return line;
  }

  private CommandSpec spec(String name) {
    CommandSpec command = CommandSpec.wrapWithoutInspection(this).name(name);
    command.mixinStandardHelpOptions(true);
    for (Object part : List.of(options, cluster, hosting)) {
      CommandSpec annotated = ServiceArguments.spec(part);
      annotated.unmatchedArgsBindings().forEach(command::addUnmatchedArgsBinding);
      annotated.options().forEach(option -> add(command, option));
    }
    command
        .usageMessage()
        .description(kind.description())
        .sortOptions(true)
        .footer(
            "",
            "Each option also comes from the environment: "
                + kind.environmentPrefix()
                + "<OPTION>, in capitals.",
            "VALUE may be file:///path: the content of that file.");
    return command;
  }

  /**
   * What a service has itself comes first, since Marathon's --zk is not where the cluster meets;
   * but not what it only knows in order to ignore it.
   */
  private void add(CommandSpec command, OptionSpec option) {
    for (String name : option.names()) {
      OptionSpec present = command.findOption(name);
      if (present != null && !present.hidden()) {
        return;
      }
      if (present != null) {
        command.remove(present);
      }
    }
    command.addOption(optional(option));
  }

  /** The cluster's place can be given in two ways, so neither is required by itself. */
  private OptionSpec optional(OptionSpec option) {
    return Arrays.asList(option.names()).contains(kind.clusterOption())
        ? OptionSpec.builder(option).required(false).build()
        : option;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<Function<EdgeNode, Service>> atEdge = kind.createAtEdge().apply(options);
    if (atEdge.isPresent()) {
      checkAlone();
      check();
      value("--logging_level").ifPresent(Logging::setLevel);
      return new EdgeHosting(spec.commandLine().getErr()).run(atEdge.get());
    }
    List<Function<ClusterNode, Service>> services = services();
    value("--logging_level").ifPresent(Logging::setLevel);
    return new Hosting(spec.commandLine().getErr()).run(cluster, services, host -> {});
  }

  /**
   * The services that this process is to host, and where: all that is wrong with the options is
   * said before anything is started.
   */
  List<Function<ClusterNode, Service>> services() throws InterruptedException {
    List<ServiceKind<?>> others = others();
    checkUnmatched(others);
    findCluster();
    cluster.clusterIpIfAbsent(value("--ip").filter(ip -> !ANY_ADDRESS.contains(ip)));
    check();
    List<Function<ClusterNode, Service>> services = new ArrayList<>();
    services.add(node -> kind.create().apply(node, options));
    for (ServiceKind<?> other : others) {
      services.add(service(other, argumentsFor(other)));
    }
    return services;
  }

  private void check() {
    try {
      kind.check().accept(options);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** At the edge there is no cluster in which others could be. */
  private void checkAlone() {
    checkUnmatched(List.of());
    if (!hosting.with.isEmpty()) {
      throw wrong("--with: other services need a member of the cluster, not --edge");
    }
  }

  /** From the service's own option, or from {@code --zk}; then the service is told as well. */
  private void findCluster() throws InterruptedException {
    Optional<String> named = value(kind.clusterOption());
    if (named.isPresent() && !kind.clusterOption().equals(ZK) && !named.get().contains("://")) {
      if (!named.get().matches(HOST_AND_PORT)) {
        throw wrong(
            kind.clusterOption()
                + ": expecting zk://host:port,.../path or a master's host:port, not '"
                + named.get()
                + "'");
      }
      try {
        named = Optional.of(askMaster(named.get()));
      } catch (IllegalArgumentException e) {
        throw wrong(e.getMessage());
      }
    }
    if (named.isEmpty() && hasOwnZooKeeperPath()) {
      named = value(ZK).map(text -> ZooKeeperUrl.parse(ZK, text).textWithPath(MASTERS));
    }
    named.ifPresent(cluster::zooKeeperIfAbsent);
    cluster.zooKeeper();
    spec.findOption(kind.clusterOption()).setValue(cluster.zooKeeperText());
  }

  private String askMaster(String hostAndPort) throws InterruptedException {
    return new MasterFlags(kind.clusterOption(), hostAndPort)
        .awaitZooKeeper(ASK_AGAIN, spec.commandLine().getErr()::println);
  }

  /** Marathon's {@code --zk} says where it keeps its state. */
  private boolean hasOwnZooKeeperPath() {
    return !kind.clusterOption().equals(ZK)
        && CommandSpec.forAnnotatedObject(kind.newOptions().get()).findOption(ZK) != null;
  }

  private List<ServiceKind<?>> others() {
    List<ServiceKind<?>> others = new ArrayList<>();
    for (String name : hosting.with) {
      ServiceKind<?> other =
          kinds.stream()
              .filter(candidate -> candidate.name().equals(name))
              .findFirst()
              .orElseThrow(() -> wrong("--with: there is no service '" + name + "'"));
      if (other.equals(kind) || others.contains(other)) {
        throw wrong("--with: " + name + " is in this process already");
      }
      others.add(other);
    }
    return others;
  }

  private void checkUnmatched(List<ServiceKind<?>> others) {
    for (String argument : hosting.unmatched) {
      boolean addressed =
          others.stream().anyMatch(other -> ServiceArguments.isFor(other, argument));
      if (!addressed) {
        throw wrong("unknown option '" + argument + "'");
      }
    }
  }

  /** What another service in this process is told: where it is, and what is meant for it. */
  private List<String> argumentsFor(ServiceKind<?> other) {
    List<String> common = new ArrayList<>();
    common.add(other.clusterOption() + "=" + cluster.zooKeeperText());
    for (String shared : kind.sharedWith(other)) {
      value(shared).ifPresent(given -> common.add(shared + "=" + given));
    }
    return ServiceArguments.argumentsFor(other, common, hosting.unmatched);
  }

  private <T> Function<ClusterNode, Service> service(ServiceKind<T> other, List<String> arguments) {
    T read = serviceArguments.read(other, arguments);
    return node -> other.create().apply(node, read);
  }

  private Optional<String> value(String option) {
    OptionSpec found = spec.findOption(option);
    return found == null
        ? Optional.empty()
        : Optional.ofNullable(found.getValue()).map(Object::toString);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
