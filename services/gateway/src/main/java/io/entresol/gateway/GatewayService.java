package io.entresol.gateway;

import io.entresol.gateway.core.access.Access;
import io.entresol.gateway.grpc.EdgeServer;
import io.entresol.gateway.marathon.MarathonServer;
import io.entresol.gateway.mesos.MesosServers;
import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.HealthState;
import io.entresol.runtime.LeaderRole;
import io.entresol.runtime.Service;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every endpoint of Mesos's master and of Marathon, for whoever leads. */
public final class GatewayService implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayService.class);

  private final ClusterNode node;
  private final GatewayOptions options;
  private final Access access;
  private Optional<MesosServers> mesos = Optional.empty();
  private Optional<String> marathonDeployment = Optional.empty();
  private Optional<String> grpcDeployment = Optional.empty();

  /**
   * @throws IllegalArgumentException if an option is wrong; the message names it
   */
  public GatewayService(ClusterNode node, GatewayOptions options) {
    this.node = node;
    this.options = options;
    this.access = options.access().access();
  }

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public Future<Void> start() {
    GatewayMetrics metrics = new GatewayMetrics(node.meters());
    return MesosServers.start(node, options, access, metrics, this::health)
        // Not onSuccess: what follows may run before it if the answer comes at this very moment.
        .compose(
            servers -> {
              mesos = Optional.of(servers);
              LOG.info("Mesos's API is at {}:{}", options.ip(), servers.port());
              return startGrpc(metrics);
            })
        .compose(ignored -> startMarathon(metrics));
  }

  private Future<Void> startGrpc(GatewayMetrics metrics) {
    Optional<Integer> port = options.grpcPort();
    if (port.isEmpty()) {
      return Future.succeededFuture();
    }
    EdgeServer server =
        new EdgeServer(
            node, options, port.get(), mesos.orElseThrow().newApis(), metrics, this::health);
    return node.vertx()
        .deployVerticle(server)
        .map(
            deployment -> {
              grpcDeployment = Optional.of(deployment);
              LOG.info("The v1 APIs over gRPC are at {}:{}", options.ip(), port.get());
              return null;
            });
  }

  private Future<Void> startMarathon(GatewayMetrics metrics) {
    Optional<Integer> port = options.marathonPort();
    if (port.isEmpty()) {
      return Future.succeededFuture();
    }
    return node.vertx()
        .deployVerticle(new MarathonServer(node, options, port.get(), metrics, this::health))
        .map(
            deployment -> {
              marathonDeployment = Optional.of(deployment);
              LOG.info("Marathon's API is at {}:{}", options.ip(), port.get());
              return null;
            });
  }

  /** The port of Mesos's API. */
  public int port() {
    return mesos.orElseThrow(() -> new IllegalStateException("not started")).port();
  }

  private HealthState health() {
    return node.leaders()
        .leader(LeaderRole.MASTER)
        .map(leader -> HealthState.ready("master " + leader.id() + " leads"))
        .orElseGet(() -> HealthState.notReady("no master leads"));
  }

  @Override
  public Future<Void> stop() {
    Future<Void> marathonStopped =
        marathonDeployment.map(node.vertx()::undeploy).orElseGet(Future::succeededFuture);
    Future<Void> grpcStopped =
        grpcDeployment.map(node.vertx()::undeploy).orElseGet(Future::succeededFuture);
    return marathonStopped
        .eventually(() -> grpcStopped)
        .eventually(() -> mesos.map(MesosServers::stop).orElseGet(Future::succeededFuture));
  }
}
