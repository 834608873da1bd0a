package io.entresol.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A framework written for the native library, with its own executor, through the driver that takes
 * the library's place. The driver's jar stands before the official one, as users are told.
 */
class MesosDriverIT {
  private static final Path MODULE =
      Path.of("..", "mesos-driver", "target").toAbsolutePath().normalize();
  private static final int TASKS = 1_000;
  private static final Duration LOAD = Duration.ofSeconds(120);

  @TempDir static Path directory;

  private static EntresolProcess local;
  private static Cluster cluster;
  private static int zooKeeperPort;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Files.isRegularFile(driver()), "needs the driver's jar built");
    List<Integer> ports = Ports.free(4);
    cluster = new Cluster(ports.get(0), ports.get(1));
    zooKeeperPort = ports.get(3);
    local =
        EntresolProcess.start(
            directory,
            "local",
            "--work_dir=" + directory.resolve("work"),
            "--port=" + cluster.mesosPort(),
            "--marathon_port=" + cluster.marathonPort(),
            "--agent_port=" + ports.get(2),
            "--zookeeper_port=" + zooKeeperPort,
            "--health_ports=none",
            "--resources=cpus:64;mem:65536;disk:10000;ports:[31000-32000]");
    cluster.awaitReady();
  }

  @AfterAll
  static void stop() {
    if (local != null) {
      local.close();
    }
  }

  private static Path driver() {
    return MODULE.resolve("mesos-driver-0.1.0-SNAPSHOT.jar");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mesos-1.11.0-shaded-protobuf.jar", "mesos-1.0.0.jar,protobuf-java-2.6.1.jar"})
  void manyTasksThenAnotherSchedulerTakesOver(String official)
      throws IOException, InterruptedException {
    String classPath = classPath(official);
    String framework;
    try (EntresolProcess first = scheduler(classPath, "127.0.0.1:" + cluster.mesosPort())) {
      framework = group(first, "registered: (\\S+)", Cluster.SOON);
      first.awaitOutput("all finished: " + TASKS, LOAD);
      first.awaitOutput("message from load: answer to a question", Cluster.SOON);
      first.awaitOutput("last task: TASK_RUNNING", Cluster.SOON);

      EntresolProcess second =
          scheduler(classPath, "zk://127.0.0.1:" + zooKeeperPort + "/mesos", framework);
      assertThat(second.awaitExit(Duration.ofSeconds(60))).as(second.output()).isZero();
      assertThat(second.output())
          .contains("registered: " + framework)
          .contains("last task: TASK_RUNNING REASON_RECONCILIATION")
          .contains("last task: TASK_KILLED")
          .contains("ended: DRIVER_STOPPED")
          .doesNotContain("error:");

      assertThat(first.awaitExit(Cluster.SOON)).as(first.output()).isOne();
      assertThat(first.output())
          .contains("error: Framework failed over", "ended: DRIVER_ABORTED")
          .doesNotContain("failed: ");
    }
    Eventually.isTrue("the framework has left", Cluster.SOON, () -> completed(framework));
    Eventually.isTrue(
        "the executor has stopped when it was told to",
        Cluster.SOON,
        () -> executorOutput(framework).contains("executor ended: DRIVER_STOPPED"));
  }

  private static boolean completed(String framework) {
    for (JsonNode gone : Http.getJson(cluster.mesos("/frameworks")).path("completed_frameworks")) {
      if (gone.path("id").asText().equals(framework)) {
        return true;
      }
    }
    return false;
  }

  private static String classPath(String official) {
    List<String> jars = new ArrayList<>();
    jars.add(driver().toString());
    for (String jar : official.split(",", -1)) {
      jars.add(MODULE.resolve("official").resolve(jar).toString());
    }
    jars.add(MODULE.resolve("test-classes").toString());
    return String.join(":", jars);
  }

  private static EntresolProcess scheduler(String classPath, String master, String... framework)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(
            List.of(
                java,
                "-Xmx128m",
                "-cp",
                classPath,
                "io.entresol.driver.program.LoadScheduler",
                master,
                Integer.toString(TASKS),
                java
                    + " -Xmx64m -XX:TieredStopAtLevel=1 -cp "
                    + classPath
                    + " io.entresol.driver.program.LoadExecutor"));
    command.addAll(List.of(framework));
    return EntresolProcess.startCommand(directory, "scheduler", command);
  }

  private static String group(EntresolProcess process, String pattern, Duration limit)
      throws IOException {
    process.awaitOutput(pattern, limit);
    Matcher matcher = Pattern.compile(pattern).matcher(process.output());
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  /** What the executors of a framework have written into their sandboxes. */
  private static String executorOutput(String framework) throws IOException {
    try (var files = Files.walk(directory.resolve("work"))) {
      return files
          .filter(file -> file.endsWith("stdout") && file.toString().contains(framework))
          .filter(file -> !file.toString().contains("/latest/"))
          .map(MesosDriverIT::read)
          .collect(Collectors.joining());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
