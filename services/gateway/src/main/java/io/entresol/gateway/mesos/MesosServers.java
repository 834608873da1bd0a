package io.entresol.gateway.mesos;

import io.entresol.gateway.GatewayOptions;
import io.entresol.gateway.core.access.Access;
import io.entresol.gateway.http.BuildProperties;
import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.mesos.v1.Flag;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.HealthState;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The port of Mesos, served by several event loops. */
public final class MesosServers {
  private static final int MAX_LOOPS = 4;

  private final Vertx vertx;
  private final List<MesosServer> servers;
  private final String deployment;
  private final Supplier<V1Apis> apis;

  private MesosServers(
      Vertx vertx, List<MesosServer> servers, String deployment, Supplier<V1Apis> apis) {
    this.vertx = vertx;
    this.servers = servers;
    this.deployment = deployment;
    this.apis = apis;
  }

  /** Listens; fails if the port is taken. */
  public static Future<MesosServers> start(
      ClusterNode node,
      GatewayOptions options,
      Access access,
      GatewayMetrics metrics,
      Supplier<HealthState> health) {
    Vertx vertx = node.vertx();
    LocalServices local =
        new LocalServices(
            BuildProperties.load(),
            new VirtualFiles(options.externalLogFile().map(Path::of)),
            new LogLevel(vertx),
            flags(node, options));
    KeptStreams kept = new KeptStreams(vertx, options.limits().streamCallHold());
    List<MesosServer> servers = new CopyOnWriteArrayList<>();
    // Any port would be another one for each loop.
    int loops =
        options.port() == 0 ? 1 : Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors());
    return vertx
        .deployVerticle(
            () -> {
              MesosServer server =
                  new MesosServer(node, options, metrics, local, kept, access, health);
              servers.add(server);
              return server;
            },
            new DeploymentOptions().setInstances(loops))
        .map(
            deployment ->
                new MesosServers(
                    vertx,
                    servers,
                    deployment,
                    () -> apis(node, options, access, metrics, local, kept)));
  }

  private static V1Apis apis(
      ClusterNode node,
      GatewayOptions options,
      Access access,
      GatewayMetrics metrics,
      LocalServices local,
      KeptStreams kept) {
    Master master = new Master(node, options.limits().masterTimeout(), access.guard());
    Streams streams =
        new Streams(
            node,
            master,
            metrics,
            kept,
            options.streamPolicy(false),
            options.limits().maxStreamBufferBytes());
    return new V1Apis(
        streams,
        new SchedulerApi(master, streams, metrics),
        new OperatorApi(node.vertx(), master, streams, metrics, local),
        access);
  }

  /** The v1 APIs for one more server of this process. Nobody is sent elsewhere by it. */
  public V1Apis newApis() {
    return apis.get();
  }

  private static List<Flag> flags(ClusterNode node, GatewayOptions options) {
    List<Flag> flags = new ArrayList<>();
    options.externalLogFile().ifPresent(file -> flags.add(flag("external_log_file", file)));
    flags.add(flag("ip", options.ip()));
    flags.add(flag("port", Integer.toString(options.port())));
    flags.add(flag("redirect_to_leader", Boolean.toString(options.redirectToLeader())));
    flags.add(flag("zk", node.zooKeeper().toString()));
    return flags;
  }

  private static Flag flag(String name, String value) {
    return Flag.newBuilder().setName(name).setValue(value).build();
  }

  public int port() {
    return servers.get(0).port();
  }

  public Future<Void> stop() {
    return vertx.undeploy(deployment);
  }
}
