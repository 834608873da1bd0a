package io.entresol.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
  private SeparateProcesses services;
  private EntresolProcess master;
  private EntresolProcess allocator;
  private EntresolProcess agent;
  private EntresolProcess marathon;

  @BeforeEach
  void start() throws Exception {
    services = SeparateProcesses.in(directory);
    master = services.start("master", "--port=" + ports.get(0), "--health_port=" + ports.get(3));
    allocator = services.start("allocator", "--health_port=" + ports.get(4));
    services.start(
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
    services.close();
  }

  private EntresolProcess startAgent() throws IOException {
    return services.start(
        "agent",
        "--port=" + ports.get(2),
        "--work_dir=" + directory.resolve("agent"),
        "--containerizers=docker,mesos",
        "--resources=cpus:4;mem:4096;disk:10000;ports:[31000-32000]");
  }

  private EntresolProcess startMarathon() throws IOException {
    return services.start("marathon", "--health_port=" + ports.get(5));
  }

  @Test
  void killedAgentFindsItsTasksAgain() throws Exception {
    cluster.post("{\"id\": \"app\", \"cmd\": \"sleep 1000\", \"cpus\": 0.1, \"mem\": 32}");
    JsonNode before = cluster.awaitRunning("app", 1).get(0);
    agent.kill();
    agent = startAgent();
    agent.awaitOutput("(?i)registered");
    Eventually.isTrue(
        "the agent is back",
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
    master = services.start("master", "--port=" + ports.get(0), "--health_port=" + ports.get(3));
    allocator = services.start("allocator", "--health_port=" + ports.get(4));
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
