package io.entresol.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each service as a process of its own against a ZooKeeper server, and what {@code kill -9} does.
 */
class SeparateProcessesIT {
  @TempDir Path directory;

  private final List<Integer> ports = Ports.free(6);
  private final Cluster cluster = new Cluster(ports.get(0), ports.get(1));
  private TestingServer zooKeeper;
  private EntresolProcess master;
  private EntresolProcess allocator;
  private EntresolProcess agent;
  private EntresolProcess gateway;
  private EntresolProcess marathon;

  @BeforeEach
  void start() throws Exception {
    zooKeeper = new TestingServer(true);
    master = start("master", "--port=" + ports.get(0), "--health_port=" + ports.get(3));
    allocator = start("allocator", "--health_port=" + ports.get(4));
    gateway =
        start(
            "gateway",
            "--port=" + ports.get(0),
            "--grpc_port=none",
            "--marathon_port=" + cluster.marathonPort());
    agent = startAgent();
    marathon = startMarathon();
    cluster.awaitReady();
  }

  @AfterEach
  void stop() throws IOException {
    for (EntresolProcess process : List.of(marathon, agent, gateway, allocator, master)) {
      process.close();
    }
    zooKeeper.close();
  }

  private EntresolProcess start(String service, String... options) throws IOException {
    String[] arguments = new String[options.length + 3];
    arguments[0] = service;
    arguments[1] = "--zk=zk://" + zooKeeper.getConnectString() + "/mesos";
    arguments[2] = "--ip=127.0.0.1";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return EntresolProcess.start(directory, arguments);
  }

  private EntresolProcess startAgent() throws IOException {
    return EntresolProcess.start(
        directory,
        "agent",
        "--master=zk://" + zooKeeper.getConnectString() + "/mesos",
        "--ip=127.0.0.1",
        "--port=" + ports.get(2),
        "--work_dir=" + directory.resolve("agent"),
        "--containerizers=docker,mesos",
        "--resources=cpus:4;mem:4096;disk:10000;ports:[31000-32000]");
  }

  private EntresolProcess startMarathon() throws IOException {
    return EntresolProcess.start(
        directory,
        "marathon",
        "--master=zk://" + zooKeeper.getConnectString() + "/mesos",
        "--zk=zk://" + zooKeeper.getConnectString() + "/marathon",
        "--hostname=127.0.0.1",
        "--health_port=" + ports.get(5));
  }

  @Test
  void killedAgentFindsItsTasksAgain() throws Exception {
    cluster.post("{\"id\": \"app\", \"cmd\": \"sleep 1000\", \"cpus\": 0.1, \"mem\": 32}");
    JsonNode before = cluster.awaitRunning("app", 1).get(0);
    agent.kill();
    agent = startAgent();
    agent.awaitOutput("(?i)registered", Cluster.SOON);
    Eventually.isTrue(
        "the agent is back",
        Cluster.SOON,
        () -> {
          JsonNode agents = Http.getJson(cluster.mesos("/slaves")).path("slaves");
          return agents.size() == 1 && agents.get(0).path("active").asBoolean();
        });
    List<JsonNode> after = cluster.awaitRunning("app", 1);
    assertThat(after.get(0).path("id")).isEqualTo(before.path("id"));
    cluster.delete("app");
  }

  @Test
  void killedMarathonLaunchesNothingTwice() throws Exception {
    cluster.post(
        "{\"id\": \"app\", \"cmd\": \"sleep 1000\", \"cpus\": 0.1, \"mem\": 32, \"instances\": 3}");
    List<String> before = ids(cluster.awaitRunning("app", 3));
    marathon.kill();
    marathon = startMarathon();
    cluster.awaitReady();
    assertThat(ids(cluster.awaitRunning("app", 3))).isEqualTo(before);
    assertThat(tasksInMaster("app")).isEqualTo(3);
    cluster.delete("app");
  }

  @Test
  void killedMasterAndAllocatorAreReplacedAndTasksGoOn() throws Exception {
    cluster.post("{\"id\": \"app\", \"cmd\": \"sleep 1000\", \"cpus\": 0.1, \"mem\": 32}");
    List<String> before = ids(cluster.awaitRunning("app", 1));
    master.kill();
    allocator.kill();
    master = start("master", "--port=" + ports.get(0), "--health_port=" + ports.get(3));
    allocator = start("allocator", "--health_port=" + ports.get(4));
    cluster.awaitReady();
    Http.send("PUT", cluster.marathon("/v2/apps/app"), "{\"instances\": 2}");
    assertThat(ids(cluster.awaitRunning("app", 2))).containsAll(before);
    cluster.delete("app");
  }

  private static List<String> ids(List<JsonNode> tasks) {
    return tasks.stream().map(task -> task.path("id").asText()).sorted().toList();
  }

  private long tasksInMaster(String name) {
    long count = 0;
    for (JsonNode framework : Http.getJson(cluster.mesos("/state")).path("frameworks")) {
      for (JsonNode task : framework.path("tasks")) {
        count += task.path("name").asText().equals(name) ? 1 : 0;
      }
    }
    return count;
  }
}
