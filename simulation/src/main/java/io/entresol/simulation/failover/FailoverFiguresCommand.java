package io.entresol.simulation.failover;

import io.entresol.mesos.v1.scheduler.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.apache.zookeeper.KeeperException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long a framework hears nothing when the leading master goes. */
@Command(
    name = "failover-figures",
    description = {
      "Measures how long a framework is without a master when the leading one is stopped, or"
          + " killed.",
      "Starts a cluster of its own: ZooKeeper, two masters, a gateway with the framework, an agent."
    },
    mixinStandardHelpOptions = true)
public final class FailoverFiguresCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @Option(
      names = "--runs",
      defaultValue = "5",
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--pause",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long the next leader stands by before each run: none is new in earnest, either"
              + " (default: ${DEFAULT-VALUE}).")
  private int pause;

  @Option(
      names = "--zk_session_timeout",
      paramLabel = "DURATION",
      defaultValue = "10secs",
      description =
          "After which ZooKeeper counts a killed master as dead (default: ${DEFAULT-VALUE}).")
  private String sessionTimeout;

  @Option(
      names = "--registration_backoff_factor",
      paramLabel = "DURATION",
      defaultValue = "100ms",
      description = {
        "Of the agent, which waits a random part of it before it goes to a new master. By default"
            + " it is 1secs; but the one agent here stands for many, the first of which gives the"
            + " first offer (default here: ${DEFAULT-VALUE})."
      })
  private String backoff;

  @Option(
      names = "--work_dir",
      paramLabel = "DIRECTORY",
      description = "For logs and data (default: a temporary one).")
  private Path workDirectory;

  /**
   * One failover, in nanoseconds.
   *
   * @param detected from the end of the master to that of its session
   * @param subscribed from then to SUBSCRIBED by the next one
   * @param offered from then, the session's end, to the first offer
   */
  private record Pause(long detected, long subscribed, long offered) {
    long whole() {
      return detected + offered;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException, KeeperException {
    Path directory =
        workDirectory == null
            ? Files.createTempDirectory("failover-figures")
            : Files.createDirectories(workDirectory);
    int gateway = FailoverCluster.freePort();
    try (FailoverCluster cluster = FailoverCluster.start(directory, sessionTimeout)) {
      cluster.startMaster(FailoverCluster.freePort());
      cluster.startMaster(FailoverCluster.freePort());
      cluster.startGateway(gateway);
      cluster.startAgent(backoff);
      cluster.awaitCandidates(2, LIMIT);
      try (WatchedFramework framework = subscribe(gateway)) {
        framework.await(Event.Type.OFFERS, LIMIT);
        System.out.printf(
            "%-58s %8s %8s %8s%n", "milliseconds, " + runs + " runs", "min", "median", "max");
        measure(cluster, framework, false);
        measure(cluster, framework, true);
      }
    }
    return 0;
  }

  /** The gateway's process may still be starting, or not know the leader. */
  private static WatchedFramework subscribe(int gateway) throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        return WatchedFramework.subscribe(gateway);
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private void measure(FailoverCluster cluster, WatchedFramework framework, boolean kill)
      throws IOException, InterruptedException, KeeperException {
    List<Pause> pauses = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      pauses.add(failover(cluster, framework, kill));
    }
    String what = kill ? "kill -9" : "SIGTERM";
    print(what + ": until the master's session is over", pauses, Pause::detected);
    print(what + ": from then until the next one's SUBSCRIBED", pauses, Pause::subscribed);
    print(what + ": from then until its first offer", pauses, Pause::offered);
    print(what + ": from the signal until the first offer", pauses, Pause::whole);
  }

  private Pause failover(FailoverCluster cluster, WatchedFramework framework, boolean kill)
      throws IOException, InterruptedException, KeeperException {
    String leader = cluster.awaitCandidates(2, LIMIT);
    TimeUnit.SECONDS.sleep(pause);
    int port = cluster.portOf(leader);
    FailoverCluster.Departure departure = cluster.new Departure(leader);
    long began = System.nanoTime();
    cluster.end(port, kill);
    long gone = departure.await(LIMIT);
    long subscribed = framework.await(Event.Type.SUBSCRIBED, LIMIT);
    long offered = framework.await(Event.Type.OFFERS, LIMIT);
    cluster.restart(port);
    return new Pause(gone - began, subscribed - gone, offered - gone);
  }

  private static void print(String what, List<Pause> pauses, ToLongFunction<Pause> part) {
    long[] millis =
        pauses.stream().mapToLong(part).map(nanos -> nanos / 1_000_000).sorted().toArray();
    System.out.printf(
        "%-58s %8d %8d %8d%n",
        what, millis[0], millis[millis.length / 2], millis[millis.length - 1]);
  }
}
