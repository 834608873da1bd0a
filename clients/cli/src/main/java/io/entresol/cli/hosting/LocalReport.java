package io.entresol.cli.hosting;

import io.entresol.proto.bus.StateQuery;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.LeaderRole;
import io.entresol.runtime.MasterBus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Waits until a cluster on one machine can be used, and says where everything in it is. */
final class LocalReport implements Hosting.ReadyListener {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration ASK_LIMIT = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(50);

  private final PrintWriter out;
  private final LocalOptions options;
  private final String zooKeeper;
  private final Path directory;
  private final long startedNanos;

  LocalReport(
      PrintWriter out, LocalOptions options, String zooKeeper, Path directory, long startedNanos) {
    this.out = out;
    this.options = options;
    this.zooKeeper = zooKeeper;
    this.directory = directory;
    this.startedNanos = startedNanos;
  }

  @Override
  public void ready(ProcessHost host) throws InterruptedException {
    Optional<Boolean> ready = awaitUse(host);
    if (ready.isEmpty()) {
      return;
    }
    out.printf(
        ready.get()
            ? "Entresol is ready after %.1f s.%n%n"
            : "Entresol runs, but no agent is registered after %.1f s.%n%n",
        (System.nanoTime() - startedNanos) / 1e9);
    line("Mesos API", address(options.port));
    options.grpcPort().ifPresent(port -> line("gRPC", options.ip + ":" + port));
    line("Marathon API", address(options.marathonPort));
    line("agent", address(options.agentPort));
    line("ZooKeeper", "zk://" + zooKeeper + "/mesos");
    line("metrics", "/metrics at each of the three" + healthPorts());
    line("work directory", directory.toString());
    out.printf("%nCtrl-C stops it.%n");
    out.flush();
  }

  private String address(int port) {
    return "http://" + options.ip + ":" + port;
  }

  private String healthPorts() {
    return options.healthPorts().stream().map(port -> ", " + port).collect(Collectors.joining());
  }

  private void line(String what, String where) {
    out.printf("  %-16s %s%n", what, where);
  }

  /** Until Marathon leads and the master has an agent; false if not in time, empty at Ctrl-C. */
  private static Optional<Boolean> awaitUse(ProcessHost host) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      boolean marathon = host.node().leaders().leader(LeaderRole.MARATHON).isPresent();
      if (marathon && hasAgent(host.node())) {
        return Optional.of(true);
      }
      if (host.awaitEnd(POLL)) {
        return Optional.empty();
      }
    }
    return Optional.of(false);
  }

  private static boolean hasAgent(ClusterNode node) throws InterruptedException {
    ToMaster.Builder query =
        ToMaster.newBuilder()
            .setGuard(MasterBus.OWN)
            .setStateQuery(StateQuery.newBuilder().addParts(StateQuery.Part.AGENTS));
    try {
      return node.masterBus()
              .ask(query, ASK_LIMIT)
              .toCompletionStage()
              .toCompletableFuture()
              .get()
              .getState()
              .getAgentsCount()
          > 0;
    } catch (ExecutionException e) {
      // Nobody leads yet: asked again until the limit.
      return false;
    }
  }
}
