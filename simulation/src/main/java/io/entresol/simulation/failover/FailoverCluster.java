package io.entresol.simulation.failover;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.entresol.runtime.EmbeddedZooKeeper;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/**
 * Two masters, each with an allocator and a gateway, a gateway of its own, and an agent: processes.
 * Their ZooKeeper is in this one.
 */
final class FailoverCluster implements Closeable {
  private static final String MAIN = "io.entresol.cli.Entresol";
  private static final String ELECTION = "/mesos";
  private static final String CANDIDATE = "json.info_";
  private static final int SESSION_MS = 30_000;
  private static final Duration STOP = Duration.ofSeconds(20);

  private final Path directory;
  private final String sessionTimeout;
  private final EmbeddedZooKeeper zooKeeper;
  private final ZooKeeper client;
  private final Map<Integer, Process> masters = new ConcurrentHashMap<>();
  private final List<Process> others = new CopyOnWriteArrayList<>();

  private FailoverCluster(
      Path directory, String sessionTimeout, EmbeddedZooKeeper zooKeeper, ZooKeeper client) {
    this.directory = directory;
    this.sessionTimeout = sessionTimeout;
    this.zooKeeper = zooKeeper;
    this.client = client;
  }

  /**
   * Starts ZooKeeper, and nothing else.
   *
   * @param directory for data and logs; empty
   * @param sessionTimeout of the processes, as an option takes it
   */
  static FailoverCluster start(Path directory, String sessionTimeout)
      throws IOException, InterruptedException {
    EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(directory.resolve("zookeeper"), 0);
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper client =
        new ZooKeeper(
            "127.0.0.1:" + zooKeeper.port(),
            SESSION_MS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    connected.await();
    FailoverCluster cluster = new FailoverCluster(directory, sessionTimeout, zooKeeper, client);
    // Ctrl-C must not leave them behind.
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::killAll, "kill"));
    return cluster;
  }

  /** A port that nobody has now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Starts a master; it is known by its port from then on. */
  void startMaster(int port) throws IOException {
    masters.put(
        port,
        start(
            "master-" + port,
            "mesos-master",
            "--zk=" + url(),
            "--ip=127.0.0.1",
            "--hostname=127.0.0.1",
            "--port=" + port,
            "--health_port=0",
            "--allocator.health_port=0",
            "--gateway.marathon_port=none",
            "--gateway.grpc_port=none"));
  }

  void startGateway(int port) throws IOException {
    others.add(
        start(
            "gateway",
            "gateway",
            "--zk=" + url(),
            "--ip=127.0.0.1",
            "--port=" + port,
            "--marathon_port=none",
            "--grpc_port=none"));
  }

  /**
   * Starts the agent.
   *
   * @param backoff over which its first attempts to register are spread, as an option takes it
   */
  void startAgent(String backoff) throws IOException {
    others.add(
        start(
            "agent",
            "agent",
            "--master=" + url(),
            "--ip=127.0.0.1",
            "--hostname=127.0.0.1",
            "--port=" + freePort(),
            "--containerizers=mesos",
            "--resources=cpus:4;mem:4096;disk:10000",
            "--registration_backoff_factor=" + backoff,
            "--work_dir=" + directory.resolve("agent")));
  }

  private String url() {
    return "zk://127.0.0.1:" + zooKeeper.port() + ELECTION;
  }

  private Process start(String name, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN));
    command.addAll(List.of(arguments));
    command.add("--zk_session_timeout=" + sessionTimeout);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve(name + ".log").toFile()))
        .start();
  }

  /** Waits until so many masters contend, and returns the leading one's node. */
  String awaitCandidates(int count, Duration limit)
      throws IOException, InterruptedException, KeeperException {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      List<String> candidates = candidates();
      if (candidates.size() == count) {
        return candidates.get(0);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IOException("not " + count + " masters within " + limit + "; see " + directory);
  }

  private List<String> candidates() throws InterruptedException, KeeperException {
    try {
      return client.getChildren(ELECTION, false).stream()
          .filter(name -> name.startsWith(CANDIDATE))
          .sorted()
          .toList();
    } catch (KeeperException.NoNodeException e) {
      return List.of();
    }
  }

  /** The port of the master whose node that is. */
  int portOf(String candidate) throws IOException, InterruptedException, KeeperException {
    String text = new String(client.getData(ELECTION + "/" + candidate, false, null), UTF_8);
    for (int port : masters.keySet()) {
      if (text.contains("\"port\":" + port)) {
        return port;
      }
    }
    throw new IOException("nobody knows the master " + text);
  }

  /** When a node goes; to be asked for before it does. */
  final class Departure {
    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch gone = new CountDownLatch(1);

    Departure(String candidate) throws InterruptedException, KeeperException {
      client.exists(
          ELECTION + "/" + candidate,
          event -> {
            if (event.getType() == EventType.NodeDeleted) {
              nanos.set(System.nanoTime());
              gone.countDown();
            }
          });
    }

    long await(Duration limit) throws IOException, InterruptedException {
      if (!gone.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the leader's node is still there after " + limit);
      }
      return nanos.get();
    }
  }

  /** Ends a master: with a signal to which it attends, or without. */
  void end(int port, boolean kill) {
    Process process = masters.get(port);
    if (kill) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
  }

  /** Starts a master again that was ended. */
  void restart(int port) throws IOException, InterruptedException {
    masters.get(port).waitFor();
    startMaster(port);
  }

  private void killAll() {
    masters.values().forEach(Process::destroyForcibly);
    others.forEach(Process::destroyForcibly);
  }

  @Override
  public void close() {
    others.addAll(masters.values());
    others.forEach(Process::destroy);
    try {
      for (Process process : others) {
        if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
        }
      }
      client.close();
    } catch (InterruptedException e) {
      others.forEach(Process::destroyForcibly);
      Thread.currentThread().interrupt();
    }
    zooKeeper.close();
  }
}
