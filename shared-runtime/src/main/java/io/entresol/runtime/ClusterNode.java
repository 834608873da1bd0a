package io.entresol.runtime;

import io.entresol.proto.bus.AllocatorReply;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.NodeReply;
import io.entresol.proto.bus.ToAllocator;
import io.entresol.proto.bus.ToMaster;
import io.entresol.proto.bus.ToNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's membership in the cluster, shared by the services in it: the bus, ZooKeeper, the
 * metrics. It outlives the loss of its ZooKeeper session.
 */
public final class ClusterNode {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);

  private final Vertx vertx;
  private final ClusterMembership membership;
  private final CuratorFramework curator;
  private final PrometheusMeterRegistry meters;
  private final ClusterPaths paths;
  private final ZooKeeperUrl zooKeeper;
  private final ZooKeeperLeaderDirectory leaders;
  private final NodeInbox inbox;
  private final MasterBus masterBus;
  private final AllocatorBus allocatorBus;
  private final NodeBus nodeBus;

  private ClusterNode(
      Vertx vertx,
      ClusterMembership membership,
      CuratorFramework curator,
      PrometheusMeterRegistry meters,
      ClusterOptions options) {
    this.vertx = vertx;
    this.membership = membership;
    this.curator = curator;
    this.meters = meters;
    this.paths = options.paths();
    this.zooKeeper = options.zooKeeper();
    this.leaders = new ZooKeeperLeaderDirectory(vertx, curator, paths);
    this.inbox = new NodeInbox(vertx, meters, meters::scrape);
    this.masterBus = new MasterBus(new LeaderCalls(vertx, leaders, LeaderRole.MASTER));
    this.allocatorBus = new AllocatorBus(new LeaderCalls(vertx, leaders, LeaderRole.ALLOCATOR));
    this.nodeBus = new NodeBus(vertx);
  }

  /**
   * Joins the cluster. Fails if ZooKeeper cannot be reached.
   *
   * @throws IllegalArgumentException if the options are wrong
   */
  public static Future<ClusterNode> join(ClusterOptions options) {
    ZooKeeperUrl zooKeeper = options.zooKeeper();
    ClusterPaths paths = options.paths();
    CuratorFramework curator = ZooKeeperClients.client(zooKeeper, options.sessionTimeout(), "");
    CuratorFramework managers =
        ZooKeeperClients.client(
            zooKeeper, options.sessionTimeout(), paths.clusterManagerNamespace());
    ClusterMembership membership = new ClusterMembership(managers, UUID.randomUUID().toString());
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    bindProcessMetrics(meters);
    String ip = options.clusterIp();
    VertxOptions vertxOptions =
        new VertxOptions()
            .setEventBusOptions(
                new EventBusOptions()
                    .setHost(ip)
                    .setClusterPublicHost(ip)
                    .setPort(options.clusterPort()))
            .setMetricsOptions(metricsOptions());
    return ZooKeeperClients.connect(curator, managers)
        .compose(
            ignored ->
                Vertx.builder()
                    .with(vertxOptions)
                    .withMetrics(new MicrometerMetricsFactory(meters))
                    .withClusterManager(membership)
                    .buildClustered())
        .onFailure(ignored -> curator.close())
        .compose(
            vertx -> {
              registerCodecs(vertx.eventBus());
              ClusterNode node = new ClusterNode(vertx, membership, curator, meters, options);
              return node.inbox.open(node.nodeId()).map(node);
            });
  }

  /** Labels come from few values only. */
  static MicrometerMetricsOptions metricsOptions() {
    MicrometerMetricsOptions options = new MicrometerMetricsOptions();
    options.setEnabled(true);
    return options
        .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME))
        .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS.toCategory())
        .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT.toCategory());
  }

  static void bindProcessMetrics(MeterRegistry meters) {
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    @SuppressWarnings("resource") // lives as long as the process
    JvmGcMetrics gc = new JvmGcMetrics();
    gc.bindTo(meters);
  }

  private static void registerCodecs(EventBus bus) {
    bus.registerDefaultCodec(
        ToMaster.class, new ProtobufCodec<>(ToMaster.class, ToMaster.parser()));
    bus.registerDefaultCodec(
        MasterReply.class, new ProtobufCodec<>(MasterReply.class, MasterReply.parser()));
    bus.registerDefaultCodec(
        ToAllocator.class, new ProtobufCodec<>(ToAllocator.class, ToAllocator.parser()));
    bus.registerDefaultCodec(
        AllocatorReply.class, new ProtobufCodec<>(AllocatorReply.class, AllocatorReply.parser()));
    bus.registerDefaultCodec(ToNode.class, new ProtobufCodec<>(ToNode.class, ToNode.parser()));
    bus.registerDefaultCodec(
        NodeReply.class, new ProtobufCodec<>(NodeReply.class, NodeReply.parser()));
  }

  public Vertx vertx() {
    return vertx;
  }

  /** Unique for this run of the process. */
  public String nodeId() {
    return membership.getNodeId();
  }

  public CuratorFramework curator() {
    return curator;
  }

  public MeterRegistry meters() {
    return meters;
  }

  /** All metrics of this process in the Prometheus text format. */
  public String scrape() {
    return meters.scrape();
  }

  public ClusterPaths paths() {
    return paths;
  }

  public ZooKeeperUrl zooKeeper() {
    return zooKeeper;
  }

  public NodeInbox inbox() {
    return inbox;
  }

  public LeaderDirectory leaders() {
    return leaders;
  }

  public MasterBus masterBus() {
    return masterBus;
  }

  public AllocatorBus allocatorBus() {
    return allocatorBus;
  }

  public NodeBus nodeBus() {
    return nodeBus;
  }

  /** Where the bus of another member is. Fails if there is no such member. */
  Future<SocketAddress> busPlace(String otherNodeId) {
    Promise<NodeInfo> info = Promise.promise();
    membership.getNodeInfo(otherNodeId, info);
    return info.future().map(found -> SocketAddress.inetSocketAddress(found.port(), found.host()));
  }

  /** Calls back, on the caller's context, with the node id of each process that leaves. */
  public void onNodeLeft(Consumer<String> handler) {
    Context context = vertx.getOrCreateContext();
    membership.onNodeLeft(nodeId -> context.runOnContext(ignored -> handler.accept(nodeId)));
  }

  /**
   * Calls back, on the caller's context, when this process has joined again after its ZooKeeper
   * session was lost: the others took it for dead in between.
   */
  public void onRejoined(Runnable handler) {
    Context context = vertx.getOrCreateContext();
    membership.onRejoined(() -> context.runOnContext(ignored -> handler.run()));
  }

  /** Leaves the cluster in order; nothing works any more after that. */
  public Future<Void> leave() {
    leaders.close();
    Promise<Void> left = Promise.promise();
    inbox
        .close()
        .onComplete(
            withdrawn -> {
              if (withdrawn.failed()) {
                LOG.warn("The node's address could not be withdrawn", withdrawn.cause());
              }
              // Not on one of Vert.x's own threads: they end with it, and could tell nobody.
              new Thread(() -> close(left), "leave").start();
            });
    return left.future();
  }

  private void close(Promise<Void> left) {
    vertx
        .close()
        .onComplete(
            closed -> {
              curator.close();
              meters.close();
              if (closed.succeeded()) {
                left.complete();
              } else {
                left.fail(closed.cause());
              }
            });
  }
}
