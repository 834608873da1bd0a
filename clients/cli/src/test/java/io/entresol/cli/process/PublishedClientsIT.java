package io.entresol.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that others published, one in protobuf and one in JSON, do their work to the end while
 * the gateway is killed and started again and a standby takes the leading master's place.
 */
class PublishedClientsIT {
  private static final int TASKS = 200;

  @TempDir Path directory;

  private final List<Integer> ports = Ports.free(5);
  private final List<EntresolProcess> clients = new ArrayList<>();
  private SeparateProcesses services;
  private EntresolProcess leader;
  private EntresolProcess gateway;

  @BeforeEach
  void start() throws Exception {
    services = SeparateProcesses.in(directory);
    leader = startMaster(ports.get(1));
    leader.awaitOutput("Elected");
    startMaster(ports.get(2));
    services.start("allocator", "--health_port=" + ports.get(3));
    gateway = startGateway();
    services.start(
        "agent",
        "--port=" + ports.get(4),
        "--work_dir=" + directory.resolve("agent"),
        "--containerizers=mesos",
        "--resources=cpus:4;mem:4096;disk:10000;ports:[31000-32000]");
    Eventually.isTrue("an agent is registered", this::hasAgent);
  }

  private EntresolProcess startMaster(int healthPort) throws IOException {
    return services.start(
        "master",
        "--port=" + ports.get(0),
        "--health_port=" + healthPort,
        "--zk_session_timeout=5secs");
  }

  private EntresolProcess startGateway() throws IOException {
    return services.start(
        "gateway", "--port=" + ports.get(0), "--marathon_port=none", "--grpc_port=none");
  }

  private boolean hasAgent() {
    return !Http.getJson("http://127.0.0.1:" + ports.get(0) + "/slaves").path("slaves").isEmpty();
  }

  @AfterEach
  void stop() throws IOException {
    clients.forEach(EntresolProcess::close);
    services.close();
  }

  @Test
  void everyTaskIsAccountedForThroughARestartAndAFailover() throws Exception {
    clients.add(PublishedClients.protobuf(directory, ports.get(0), TASKS, "sleep 1").orElse(null));
    PublishedClients.protobuf(directory, ports.get(0), TASKS, "sleep 1").ifPresent(clients::add);
    PublishedClients.javaScript(directory, ports.get(0), TASKS, "sleep 1").ifPresent(clients::add);
    assumeTrue(!clients.isEmpty(), "needs one of the clients");

    for (EntresolProcess client : clients) {
      client.awaitOutput("20 tasks have finished");
    }
    gateway.kill();
    gateway = startGateway();
    for (EntresolProcess client : clients) {
      client.awaitOutput("60 tasks have finished");
    }
    leader.kill();

    for (EntresolProcess client : clients) {
      assertThat(client.awaitExit()).as(client.output()).isZero();
      assertThat(client.output()).contains("All " + TASKS + " tasks finished");
    }
  }
}
