package io.entresol.simulation.load;

import io.entresol.agent.core.edge.EdgeAddress;
import io.entresol.allocator.AllocatorOptions;
import io.entresol.allocator.AllocatorService;
import io.entresol.gateway.GatewayOptions;
import io.entresol.gateway.GatewayService;
import io.entresol.master.MasterOptions;
import io.entresol.master.MasterService;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import io.entresol.runtime.EmbeddedZooKeeper;
import io.entresol.runtime.LeaderRole;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real ZooKeeper, master, allocators and gateways. */
final class ServicesUnderLoad implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServicesUnderLoad.class);
  private static final String HOST = "127.0.0.1";

  private final LoadSettings settings;
  private final EmbeddedZooKeeper zooKeeper;
  private final List<ClusterNode> nodes = new ArrayList<>();
  private final List<ClusterNode> carriers = new ArrayList<>();
  private final List<EdgeAddress> edges = new ArrayList<>();
  private final List<EdgeAddress> apis = new ArrayList<>();
  private Optional<AllocatorProcess> doomed = Optional.empty();

  /**
   * Starts ZooKeeper.
   *
   * @param directory for its data
   */
  ServicesUnderLoad(LoadSettings settings, Path directory)
      throws IOException, InterruptedException {
    this.settings = settings;
    this.zooKeeper = EmbeddedZooKeeper.start(directory, 0);
  }

  /** Starts the rest, and waits until everyone knows who leads. */
  void start() throws Exception {
    ClusterNode control = join();
    MasterOptions master = new MasterOptions().at(HOST, 5050, 0);
    if (settings.registryInMemory()) {
      master.inMemory();
    }
    Waiting.await(new MasterService(control, master).start());
    if (settings.killAllocator().isPresent()) {
      doomed = Optional.of(AllocatorProcess.start(url(), settings.sessionTimeout()));
      Waiting.until(
          "the allocator that is to end leads",
          Waiting.STEP_LIMIT,
          () -> control.leaders().leader(LeaderRole.ALLOCATOR).isPresent(),
          () -> {});
    }
    Waiting.await(new AllocatorService(control, new AllocatorOptions().healthAt(HOST, 0)).start());
    joinCarriers(control);
    if (settings.hasGateways()) {
      for (ClusterNode node : carriers) {
        startGateway(node);
      }
    }
    Waiting.until(
        "the services lead", Waiting.STEP_LIMIT, () -> allKnowTheLeaders(nodes), () -> {});
  }

  private String url() {
    return "zk://" + HOST + ":" + zooKeeper.port() + "/mesos";
  }

  private ClusterNode join() throws Exception {
    ClusterOptions options = ClusterOptions.of(url(), HOST);
    options.sessionTimeout(settings.sessionTimeout());
    ClusterNode node = Waiting.await(ClusterNode.join(options));
    nodes.add(node);
    return node;
  }

  private void joinCarriers(ClusterNode control) throws Exception {
    if (settings.loadNodes() == 0) {
      carriers.add(control);
    }
    for (int i = 0; i < settings.loadNodes(); i++) {
      carriers.add(join());
    }
  }

  private void startGateway(ClusterNode node) throws Exception {
    EdgeAddress api = new EdgeAddress(HOST, freePort());
    EdgeAddress edge = new EdgeAddress(HOST, freePort());
    GatewayOptions options =
        new GatewayOptions()
            .ip(HOST)
            .port(api.port())
            .marathonPort("none")
            .grpcPort(Integer.toString(edge.port()));
    Waiting.await(new GatewayService(node, options).start());
    apis.add(api);
    edges.add(edge);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean allKnowTheLeaders(List<ClusterNode> nodes) {
    return nodes.stream()
        .allMatch(
            node ->
                node.leaders().leader(LeaderRole.MASTER).isPresent()
                    && node.leaders().leader(LeaderRole.ALLOCATOR).isPresent());
  }

  /** Where the master is. */
  ClusterNode control() {
    return nodes.get(0);
  }

  /** The members with gateways, or with the load if it is on the bus. */
  List<ClusterNode> carriers() {
    return List.copyOf(carriers);
  }

  /** Where the gateways take agents in. */
  List<EdgeAddress> edges() {
    return List.copyOf(edges);
  }

  /** Where the gateways serve the HTTP API, in the order of the carriers. */
  List<EdgeAddress> apis() {
    return List.copyOf(apis);
  }

  /** Ends the allocator that leads, which is in a process of its own. */
  void endAllocator(AllocatorProcess.End how) {
    doomed.orElseThrow().end(how);
  }

  /** Leaves the cluster in order; a member that cannot is given up. */
  @Override
  public void close() {
    doomed.ifPresent(AllocatorProcess::close);
    List<ClusterNode> last = new ArrayList<>(nodes);
    Collections.reverse(last);
    for (ClusterNode node : last) {
      leave(node);
    }
    zooKeeper.close();
  }

  private static void leave(ClusterNode node) {
    try {
      Waiting.await(node.leave());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("A member could not leave in order", e);
    }
  }
}
