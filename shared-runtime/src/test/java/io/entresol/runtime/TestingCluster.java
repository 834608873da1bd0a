package io.entresol.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.curator.test.TestingServer;

/** A real ZooKeeper server and members that join through it. */
final class TestingCluster {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final TestingServer zooKeeper;
  private final List<ClusterNode> nodes = new ArrayList<>();

  TestingCluster() throws Exception {
    zooKeeper = new TestingServer(true);
  }

  ClusterNode join() throws Exception {
    ClusterOptions options =
        ClusterOptions.of("zk://" + zooKeeper.getConnectString() + "/mesos", "127.0.0.1");
    options.sessionTimeout("4secs");
    ClusterNode node = await(ClusterNode.join(options));
    nodes.add(node);
    return node;
  }

  void leave(ClusterNode node) throws Exception {
    nodes.remove(node);
    await(node.leave());
  }

  static <T> T await(Future<T> future) throws Exception {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  static void eventually(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  void close() throws Exception {
    for (ClusterNode node : List.copyOf(nodes)) {
      leave(node);
    }
    zooKeeper.close();
  }
}
