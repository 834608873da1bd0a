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

/** An agent that is no member of the cluster, behind one of two gateways. */
class EdgeIT {
  @TempDir Path directory;

  private final List<Integer> ports = Ports.free(11);
  private final Cluster cluster = new Cluster(ports.get(0), ports.get(1));
  private SeparateProcesses services;
  private EntresolProcess master;
  private EntresolProcess agent;
  private EntresolProcess edge;

  @BeforeEach
  void start() throws Exception {
    services = SeparateProcesses.in(directory);
    master = startMaster();
    services.start("allocator", "--health_port=" + ports.get(3));
    services.start(
        "gateway",
        "--port=" + cluster.mesosPort(),
        "--marathon_port=" + cluster.marathonPort(),
        "--grpc_port=none");
    edge = startEdge(5);
    agent = startAgent();
    services.start("marathon", "--health_port=" + ports.get(9));
    cluster.awaitReady();
  }

  private EntresolProcess startMaster() throws IOException {
    return services.start(
        "master", "--port=" + cluster.mesosPort(), "--health_port=" + ports.get(2));
  }

  private EntresolProcess startEdge(int grpcPort) throws IOException {
    return services.start(
        "gateway",
        "--port=" + ports.get(grpcPort + 1),
        "--marathon_port=none",
        "--grpc_port=" + ports.get(grpcPort));
  }

  private EntresolProcess startAgent() throws IOException {
    return services.startApart(
        "agent",
        "--edge=127.0.0.1:" + ports.get(5) + ",127.0.0.1:" + ports.get(7),
        "--ip=127.0.0.1",
        "--port=" + ports.get(4),
        "--work_dir=" + directory.resolve("agent"),
        "--containerizers=mesos",
        "--resources=cpus:4;mem:4096;disk:10000;ports:[31000-32000]");
  }

  @AfterEach
  void stop() throws IOException {
    services.close();
  }

  private void awaitAgent() {
    Eventually.isTrue(
        "the agent is registered again",
        () -> {
          JsonNode agents = Http.getJson(cluster.mesos("/slaves")).path("slaves");
          return agents.size() == 1
              && agents.get(0).path("active").asBoolean()
              && Http.get("http://127.0.0.1:" + ports.get(4) + "/health/ready").statusCode() == 200;
        });
  }

  private static List<String> ids(List<JsonNode> tasks) {
    return tasks.stream().map(task -> task.path("id").asText()).sorted().toList();
  }

  @Test
  void theAgentOutlivesItsGatewayItsMasterAndItself() throws Exception {
    cluster.post("{\"id\": \"app\", \"cmd\": \"sleep 1000\", \"cpus\": 0.1, \"mem\": 32}");
    List<String> first = ids(cluster.awaitRunning("app", 1));

    startEdge(7).awaitOutput("gRPC are at");
    edge.kill();
    Eventually.isTrue(
        "it is cut off", () -> agent.output().contains("No connection to the gateway"));
    awaitAgent();
    Http.send("PUT", cluster.marathon("/v2/apps/app"), "{\"instances\": 2}");
    List<String> second = ids(cluster.awaitRunning("app", 2));
    assertThat(second).containsAll(first);

    master.kill();
    startMaster();
    cluster.awaitReady();
    Http.send("PUT", cluster.marathon("/v2/apps/app"), "{\"instances\": 3}");
    List<String> third = ids(cluster.awaitRunning("app", 3));
    assertThat(third).containsAll(second);

    agent.kill();
    agent = startAgent();
    agent.awaitOutput("Connects to the gateway");
    awaitAgent();
    assertThat(ids(cluster.awaitRunning("app", 3))).isEqualTo(third);
    cluster.delete("app");
  }
}
