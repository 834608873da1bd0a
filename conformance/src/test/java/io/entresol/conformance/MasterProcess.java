package io.entresol.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A master with an allocator and a gateway, as a process of its own. */
final class MasterProcess {
  private final Process process;

  private MasterProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param log where its output is added
   * @param gatewayOptions with their dashes
   */
  static MasterProcess start(Path log, String zooKeeper, int port, List<String> gatewayOptions)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.entresol.cli.Entresol",
                "mesos-master",
                "--zk=" + zooKeeper,
                "--ip=127.0.0.1",
                "--hostname=127.0.0.1",
                "--cluster=golden",
                "--port=" + port,
                "--health_port=0",
                "--log_dir=/var/log/mesos-golden/master",
                "--allocator.health_port=0",
                "--gateway.marathon_port=none",
                "--gateway.grpc_port=none"));
    gatewayOptions.forEach(option -> command.add("--gateway." + option.substring("--".length())));
    return new MasterProcess(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start());
  }

  /** The same, without waiting. */
  void end() {
    process.destroyForcibly();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** kill -9: nothing in the process gets to know. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
