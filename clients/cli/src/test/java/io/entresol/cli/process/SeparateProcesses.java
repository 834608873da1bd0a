package io.entresol.cli.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.curator.test.TestingServer;

/** A ZooKeeper server, and services as processes of their own that meet there. */
final class SeparateProcesses implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Path directory;
  private final TestingServer zooKeeper;
  private final List<EntresolProcess> processes = new ArrayList<>();

  private SeparateProcesses(Path directory, TestingServer zooKeeper) {
    this.directory = directory;
    this.zooKeeper = zooKeeper;
  }

  /** Only the server yet; logs and work directories will be in that directory. */
  static SeparateProcesses in(Path directory) throws Exception {
    return new SeparateProcesses(directory, new TestingServer(true));
  }

  /** Where masters are found. */
  String masters() {
    return zooKeeper("/mesos");
  }

  private String zooKeeper(String path) {
    return "zk://" + zooKeeper.getConnectString() + path;
  }

  /** A service that is told where the others are. */
  EntresolProcess start(String service, String... options) throws IOException {
    List<String> arguments = new ArrayList<>();
    switch (service) {
      case "agent" -> arguments.addAll(List.of("--master=" + masters(), "--ip=" + LOOPBACK));
      case "marathon" ->
          arguments.addAll(
              List.of(
                  "--master=" + masters(),
                  "--zk=" + zooKeeper("/marathon"),
                  "--hostname=" + LOOPBACK));
      default -> arguments.addAll(List.of("--zk=" + masters(), "--ip=" + LOOPBACK));
    }
    arguments.addAll(List.of(options));
    return startApart(service, arguments.toArray(String[]::new));
  }

  /** A service that is told only what the options say. */
  EntresolProcess startApart(String service, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(service));
    arguments.addAll(List.of(options));
    EntresolProcess process = EntresolProcess.start(directory, arguments.toArray(String[]::new));
    processes.add(process);
    return process;
  }

  /** The last started goes first. */
  @Override
  public void close() throws IOException {
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).close();
    }
    zooKeeper.close();
  }
}
