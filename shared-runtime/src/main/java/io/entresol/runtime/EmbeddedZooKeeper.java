package io.entresol.runtime;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.zookeeper.server.ContainerManager;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.PurgeTxnLog;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** A real ZooKeeper server inside this process, with its data in a directory. */
public final class EmbeddedZooKeeper implements Closeable {
  private static final int TICK_MS = 2000;
  private static final int MAX_CLIENTS = 0; // no limit for one address
  private static final int SNAPSHOTS_KEPT = 3;
  private static final Duration CONTAINER_CHECK = Duration.ofMinutes(1);
  private static final int CONTAINERS_PER_MINUTE = 10_000;

  private final ServerCnxnFactory connections;
  private final Server server;
  private final ContainerManager containers;

  private EmbeddedZooKeeper(
      ServerCnxnFactory connections, Server server, ContainerManager containers) {
    this.connections = connections;
    this.server = server;
    this.containers = containers;
  }

  /**
   * Starts a server on the loopback address; blocks for a moment.
   *
   * @param port 0 is any
   * @throws IOException if the port is taken or the directory cannot be written
   */
  public static EmbeddedZooKeeper start(Path dataDirectory, int port)
      throws IOException, InterruptedException {
    return start(dataDirectory, "127.0.0.1", port);
  }

  public static EmbeddedZooKeeper start(Path dataDirectory, String host, int port)
      throws IOException, InterruptedException {
    return start(dataDirectory, host, port, CONTAINER_CHECK);
  }

  static EmbeddedZooKeeper start(Path dataDirectory, String host, int port, Duration containerCheck)
      throws IOException, InterruptedException {
    System.setProperty("zookeeper.admin.enableServer", "false");
    System.setProperty("zookeeper.jmx.log4j.disable", "true");
    // A node can hold 1 MB by default; a transaction of several records counts as one request.
    System.setProperty("jute.maxbuffer", Integer.toString(4 * 1024 * 1024));
    Files.createDirectories(dataDirectory);
    File directory = dataDirectory.toFile();
    ServerCnxnFactory connections = new NIOServerCnxnFactory();
    // First of all, since it finds out whether another server has the port, and this directory.
    connections.configure(new InetSocketAddress(host, port), MAX_CLIENTS);
    Server server;
    try {
      PurgeTxnLog.purge(directory, directory, SNAPSHOTS_KEPT);
      server = new Server(directory);
      connections.startup(server);
    } catch (IOException e) {
      connections.shutdown();
      throw e;
    }
    ContainerManager containers = server.containers(containerCheck);
    containers.start();
    return new EmbeddedZooKeeper(connections, server, containers);
  }

  public int port() {
    return connections.getLocalPort();
  }

  @Override
  public void close() {
    containers.stop();
    connections.shutdown();
    server.shutdown();
  }

  private static final class Server extends ZooKeeperServer {
    Server(File directory) throws IOException {
      super(directory, directory, TICK_MS);
    }

    /**
     * Removes the parents of bus registrations once they are empty. The stand-alone program starts
     * this, not the server itself; without it they would become more with every process.
     */
    ContainerManager containers(Duration check) {
      return new ContainerManager(
          getZKDatabase(),
          firstProcessor,
          Math.toIntExact(check.toMillis()),
          CONTAINERS_PER_MINUTE);
    }
  }
}
