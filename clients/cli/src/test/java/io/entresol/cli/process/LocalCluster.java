package io.entresol.cli.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code entresol local} as a process of its own, on free ports, ready. */
record LocalCluster(EntresolProcess process, Cluster doors, int zooKeeperPort)
    implements AutoCloseable {
  static LocalCluster start(Path directory) throws IOException {
    return start(directory, "cpus:4;mem:4096;disk:10000;ports:[31000-32000]");
  }

  /**
   * With an agent of any size.
   *
   * @param resources what the agent has
   * @param options more of them
   */
  static LocalCluster start(Path directory, String resources, String... options)
      throws IOException {
    List<Integer> ports = Ports.free(4);
    Cluster doors = new Cluster(ports.get(0), ports.get(1));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "local",
                "--work_dir=" + directory.resolve("work"),
                "--port=" + doors.mesosPort(),
                "--marathon_port=" + doors.marathonPort(),
                "--agent_port=" + ports.get(2),
                "--zookeeper_port=" + ports.get(3),
                "--health_ports=none",
                "--grpc_port=none",
                "--resources=" + resources));
    arguments.addAll(List.of(options));
    EntresolProcess process = EntresolProcess.start(directory, arguments.toArray(String[]::new));
    doors.awaitReady();
    return new LocalCluster(process, doors, ports.get(3));
  }

  String zooKeeper() {
    return "127.0.0.1:" + zooKeeperPort;
  }

  @Override
  public void close() {
    process.close();
  }
}
