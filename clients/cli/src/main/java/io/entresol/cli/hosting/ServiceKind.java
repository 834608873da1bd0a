package io.entresol.cli.hosting;

import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.EdgeNode;
import io.entresol.runtime.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A service that a process can host.
 *
 * @param name the command that hosts it: {@code master}
 * @param aliases other names of that command: {@code mesos-master}
 * @param description for the help
 * @param environmentPrefix of the variables that give its options: {@code MESOS_}
 * @param clusterOption its option that says where the cluster meets: {@code --zk}
 * @param alsoHosts what the aliases host besides, since the original did it in one process
 * @param newOptions an object with picocli annotations and the defaults
 * @param check reads the given options and throws {@link IllegalArgumentException}, which names the
 *     option, if one is wrong; nothing is started yet then
 * @param create makes the service, not started yet
 * @param createAtEdge the same in a process that is no member of the cluster, if its options say
 *     so; empty if they do not
 */
public record ServiceKind<O>(
    String name,
    List<String> aliases,
    String description,
    String environmentPrefix,
    String clusterOption,
    List<String> alsoHosts,
    Supplier<O> newOptions,
    Consumer<O> check,
    BiFunction<ClusterNode, O, Service> create,
    Function<O, Optional<Function<EdgeNode, Service>>> createAtEdge) {
  /** Who is let in: the gateway makes sure of it, and the master that the gateway does. */
  static final List<String> AUTHENTICATION =
      List.of(
          "--authenticate_http_frameworks",
          "--authenticate_http_readonly",
          "--authenticate_http_readwrite",
          "--credentials",
          "--http_authenticators",
          "--http_framework_authenticators");

  public ServiceKind {
    aliases = List.copyOf(aliases);
    alsoHosts = List.copyOf(alsoHosts);
  }

  /** A service that is always a member of the cluster. */
  public ServiceKind(
      String name,
      List<String> aliases,
      String description,
      String environmentPrefix,
      String clusterOption,
      List<String> alsoHosts,
      Supplier<O> newOptions,
      Consumer<O> check,
      BiFunction<ClusterNode, O, Service> create) {
    this(
        name,
        aliases,
        description,
        environmentPrefix,
        clusterOption,
        alsoHosts,
        newOptions,
        check,
        create,
        options -> Optional.empty());
  }

  /**
   * The options whose values count for another service in the same process too. The master's port
   * is the one of the gateway beside it, and so is who is let in.
   */
  List<String> sharedWith(ServiceKind<?> other) {
    List<String> shared = new ArrayList<>(List.of("--ip", "--hostname", "--advertise_ip"));
    if (Set.of(name, other.name()).equals(Set.of("master", "gateway"))) {
      shared.addAll(List.of("--port", "--advertise_port"));
      shared.addAll(AUTHENTICATION);
    }
    return shared;
  }
}
