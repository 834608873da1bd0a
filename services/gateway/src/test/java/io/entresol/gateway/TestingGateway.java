package io.entresol.gateway;

import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import io.entresol.runtime.EmbeddedZooKeeper;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A gateway in a cluster of one process, with a real ZooKeeper. */
final class TestingGateway implements Closeable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final EmbeddedZooKeeper zooKeeper;
  private final ClusterNode node;
  private final GatewayService service;
  private final int marathonPort;

  private TestingGateway(
      EmbeddedZooKeeper zooKeeper, ClusterNode node, GatewayService service, int marathonPort) {
    this.zooKeeper = zooKeeper;
    this.node = node;
    this.service = service;
    this.marathonPort = marathonPort;
  }

  static TestingGateway start(Path directory, GatewayOptions options) throws Exception {
    EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(directory, freePort());
    ClusterNode node =
        await(
            ClusterNode.join(
                ClusterOptions.of("zk://127.0.0.1:" + zooKeeper.port() + "/mesos", "127.0.0.1")));
    int marathonPort = freePort();
    GatewayService service =
        new GatewayService(
            node, options.ip("127.0.0.1").port(0).marathonPort(Integer.toString(marathonPort)));
    await(service.start());
    return new TestingGateway(zooKeeper, node, service, marathonPort);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  ClusterNode node() {
    return node;
  }

  int port() {
    return service.port();
  }

  int marathonPort() {
    return marathonPort;
  }

  /** What a counter of this process stands at, summed over other labels. */
  double counter(String name, String label, String value) {
    return node.meters().find(name).tag(label, value).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  double counter(String name) {
    return node.meters().find(name).counters().stream().mapToDouble(Counter::count).sum();
  }

  @Override
  public void close() {
    await(service.stop());
    await(node.leave());
    zooKeeper.close();
  }

  static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  static void eventually(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
