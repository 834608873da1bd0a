package io.entresol.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A framework written for the native library, with its own executor, through the driver that takes
 * the library's place.
 */
class MesosDriverIT {
  private static final int TASKS = 1_000;

  @TempDir static Path directory;

  private static LocalCluster local;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws IOException {
    DriverProgram.assumeBuilt();
    local = LocalCluster.start(directory, "cpus:64;mem:65536;disk:10000;ports:[31000-32000]");
    cluster = local.doors();
  }

  @AfterAll
  static void stop() {
    if (local != null) {
      local.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mesos-1.11.0-shaded-protobuf.jar", "mesos-1.0.0.jar,protobuf-java-2.6.1.jar"})
  void manyTasksThenAnotherSchedulerTakesOver(String official)
      throws IOException, InterruptedException {
    DriverProgram program = new DriverProgram(official, TASKS);
    String framework;
    try (EntresolProcess first = program.start(directory, "127.0.0.1:" + cluster.mesosPort())) {
      framework = program.framework(first);
      first.awaitOutput("all finished: " + TASKS);
      first.awaitOutput("message from load: answer to a question");
      first.awaitOutput("last task: TASK_RUNNING");

      EntresolProcess second =
          program.start(directory, "zk://" + local.zooKeeper() + "/mesos", framework);
      assertThat(second.awaitExit()).as(second.output()).isZero();
      assertThat(second.output())
          .contains("registered: " + framework)
          .contains("last task: TASK_RUNNING REASON_RECONCILIATION")
          .contains("last task: TASK_KILLED")
          .contains("ended: DRIVER_STOPPED")
          .doesNotContain("error:");

      assertThat(first.awaitExit()).as(first.output()).isOne();
      assertThat(first.output())
          .contains("error: Framework failed over", "ended: DRIVER_ABORTED")
          .doesNotContain("failed: ");
    }
    Eventually.isTrue("the framework has left", () -> completed(framework));
    Eventually.isTrue(
        "the executor has stopped when it was told to",
        () ->
            DriverProgram.executorOutput(directory.resolve("work"), framework)
                .contains("executor ended: DRIVER_STOPPED"));
  }

  private static boolean completed(String framework) {
    for (JsonNode gone : Http.getJson(cluster.mesos("/frameworks")).path("completed_frameworks")) {
      if (gone.path("id").asText().equals(framework)) {
        return true;
      }
    }
    return false;
  }
}
