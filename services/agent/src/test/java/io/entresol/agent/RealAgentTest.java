package io.entresol.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.KillTask;
import io.entresol.proto.bus.RunTask;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import io.entresol.runtime.EmbeddedZooKeeper;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An agent's service on a real bus, with real processes; the master is the test's. */
abstract class RealAgentTest {
  static final FrameworkID FRAMEWORK = FrameworkID.newBuilder().setValue("master-0000").build();
  static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path zooKeeperData;
  private static EmbeddedZooKeeper zooKeeper;
  static ClusterNode node;

  @TempDir Path work;
  final HttpClient http = HttpClient.newHttpClient();
  TestingMaster master;
  AgentService agent;

  @BeforeAll
  static void join() throws Exception {
    zooKeeper = EmbeddedZooKeeper.start(zooKeeperData, 0);
    node =
        await(
            ClusterNode.join(
                ClusterOptions.of("zk://127.0.0.1:" + zooKeeper.port() + "/mesos", "127.0.0.1")));
  }

  @AfterAll
  static void leave() throws Exception {
    await(node.leave());
    zooKeeper.close();
  }

  @BeforeEach
  void elect() {
    master = new TestingMaster(node).contend();
  }

  @AfterEach
  void resign() throws Exception {
    if (agent != null) {
      await(agent.stop());
    }
    await(master.resign());
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  AgentOptions options() {
    return AgentOptions.in(work)
        .ip("127.0.0.1")
        .port(0)
        .hostname("testing-host")
        .resources("cpus:4;mem:4096;disk:10000;ports:[31000-32000]")
        .attributes("rack:r1")
        .isolation("posix/cpu,posix/mem")
        .registrationBackoffFactor("100ms");
  }

  void start() throws Exception {
    start(options());
  }

  void start(AgentOptions options) throws Exception {
    agent = new AgentService(node, options);
    await(agent.start());
  }

  static FrameworkInfo framework() {
    return FrameworkInfo.newBuilder()
        .setId(FRAMEWORK)
        .setUser(System.getProperty("user.name"))
        .setName("framework")
        .setCheckpoint(true)
        .addCapabilities(
            FrameworkInfo.Capability.newBuilder()
                .setType(FrameworkInfo.Capability.Type.PARTITION_AWARE))
        .build();
  }

  static TaskInfo.Builder task(String id, String command) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(TaskID.newBuilder().setValue(id))
        .setAgentId(TestingMaster.AGENT)
        .addAllResources(
            ProtoResources.toProto(ResourceParser.parse("cpus:0.1;mem:32").allocatedTo("*")))
        .setCommand(CommandInfo.newBuilder().setValue(command));
  }

  void launch(TaskInfo.Builder task) {
    master.send(
        AgentCommand.newBuilder()
            .setRunTask(RunTask.newBuilder().setFramework(framework()).setTask(task)));
  }

  void expect(TaskState... states) throws Exception {
    for (TaskState state : states) {
      assertThat(master.update().getState()).isEqualTo(state);
    }
  }

  HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  JsonNode json(String path) throws Exception {
    return JSON.readTree(get(path).body());
  }

  void kill(String task) {
    master.send(
        AgentCommand.newBuilder()
            .setKillTask(
                KillTask.newBuilder()
                    .setFrameworkId(FRAMEWORK)
                    .setTaskId(TaskID.newBuilder().setValue(task))));
  }
}
