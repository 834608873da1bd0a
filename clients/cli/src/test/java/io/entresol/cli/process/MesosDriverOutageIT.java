package io.entresol.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What frameworks with the drop-in driver see of a master and of an agent that are killed. */
class MesosDriverOutageIT {
  @TempDir Path directory;

  private final List<Integer> ports = Ports.free(6);
  private final Cluster cluster = new Cluster(ports.get(0), ports.get(1));
  private SeparateProcesses services;
  private EntresolProcess master;
  private EntresolProcess agent;

  @BeforeEach
  void start() throws Exception {
    DriverProgram.assumeBuilt();
    services = SeparateProcesses.in(directory);
    master = startMaster();
    services.start("allocator", "--health_port=" + ports.get(4));
    services.start(
        "gateway", "--port=" + ports.get(0), "--marathon_port=" + cluster.marathonPort());
    agent = startAgent();
    awaitAgent();
  }

  @AfterEach
  void stop() throws IOException {
    if (services != null) {
      services.close();
    }
  }

  private EntresolProcess startMaster() throws IOException {
    return services.start("master", "--port=" + ports.get(0), "--health_port=" + ports.get(3));
  }

  private EntresolProcess startAgent() throws IOException {
    return services.start(
        "agent",
        "--port=" + ports.get(2),
        "--work_dir=" + directory.resolve("agent"),
        "--containerizers=mesos",
        "--resources=cpus:16;mem:4096;disk:10000;ports:[31000-32000]");
  }

  private void awaitAgent() {
    Eventually.isTrue(
        "an agent is registered",
        () -> Http.get(cluster.mesos("/slaves")).body().contains("\"active\":true"));
  }

  @Test
  void driverFollowsTheMastersAndTheExecutorItsAgent() throws Exception {
    DriverProgram program = new DriverProgram("mesos-1.11.0-shaded-protobuf.jar", 20);
    try (EntresolProcess first = program.start(directory, services.masters())) {
      String framework = program.framework(first);
      first.awaitOutput("last task: TASK_RUNNING");

      agent.kill();
      agent = startAgent();
      Eventually.isTrue(
          "the executor has found its agent again",
          () ->
              DriverProgram.executorOutput(directory, framework).contains("executor reregistered"));
      awaitAgent();

      master.kill();
      master = startMaster();
      first.awaitOutput("disconnected\n(?s:.*)reregistered\n");
      awaitAgent();

      EntresolProcess second = program.start(directory, services.masters(), framework);
      assertThat(second.awaitExit()).as(second.output()).isZero();
      assertThat(second.output())
          .contains("last task: TASK_RUNNING REASON_RECONCILIATION", "last task: TASK_KILLED");
      assertThat(first.awaitExit()).as(first.output()).isOne();
      assertThat(first.output()).contains("error: Framework failed over");
    }
  }
}
