package io.entresol.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.RegisterAgent;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import io.entresol.runtime.LeaderInfo;
import io.entresol.runtime.LeaderRole;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service on a real bus with a real ZooKeeper. */
class MasterServiceTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final List<ClusterNode> nodes = new ArrayList<>();
  private TestingServer zooKeeper;
  private ClusterNode client;

  @BeforeEach
  void join() throws Exception {
    zooKeeper = new TestingServer(true);
    client = node();
  }

  @AfterEach
  void leave() throws Exception {
    await(Future.join(nodes.stream().map(ClusterNode::leave).toList()));
    zooKeeper.close();
  }

  private ClusterNode node() throws Exception {
    ClusterOptions options =
        ClusterOptions.of("zk://" + zooKeeper.getConnectString() + "/mesos", "127.0.0.1");
    options.sessionTimeout("4secs");
    ClusterNode node = await(ClusterNode.join(options));
    nodes.add(node);
    return node;
  }

  private static MasterOptions options() {
    return new MasterOptions().at("127.0.0.1", 5050, 0);
  }

  private MasterService start(MasterOptions options) throws Exception {
    MasterService service = new MasterService(node(), options);
    await(service.start());
    return service;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static void eventually(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private LeaderInfo leader() throws Exception {
    eventually(() -> client.leaders().leader(LeaderRole.MASTER).isPresent());
    return client.leaders().leader(LeaderRole.MASTER).orElseThrow();
  }

  private MasterReply ask(ToMaster.Builder message) throws Exception {
    leader();
    return await(client.masterBus().ask(message, LIMIT));
  }

  private StatePage state() throws Exception {
    return ask(ToMaster.newBuilder().setStateQuery(StateQuery.getDefaultInstance())).getState();
  }

  private Endpoint endpoint(String id) {
    return Endpoint.newBuilder().setNodeId(client.nodeId()).setId(id).build();
  }

  private BlockingQueue<AgentCommand> register(String endpointId) throws Exception {
    BlockingQueue<AgentCommand> commands = new LinkedBlockingQueue<>();
    client.inbox().agent(endpointId, commands::add);
    AgentMessage message =
        AgentMessage.newBuilder()
            .setAgent(endpoint(endpointId))
            .setRegister(
                RegisterAgent.newBuilder()
                    .setInfo(AgentInfo.newBuilder().setHostname("host").setPort(5051))
                    .setVersion("1.12.0")
                    .setPid("slave(1)@127.0.0.1:5051"))
            .build();
    assertThat(ask(ToMaster.newBuilder().setAgentMessage(message)).hasReceived()).isTrue();
    return commands;
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T element = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(element).isNotNull();
    return element;
  }

  @Test
  void theElectedMasterIsPublishedAsMesosPublishesIt() throws Exception {
    start(options());

    LeaderInfo leader = leader();

    assertThat(leader.port()).isEqualTo(5050);
    String node =
        client.curator().getChildren().forPath("/mesos").stream()
            .filter(name -> name.startsWith("json.info_"))
            .findFirst()
            .orElseThrow();
    String payload =
        new String(client.curator().getData().forPath("/mesos/" + node), StandardCharsets.UTF_8);
    assertThat(payload)
        .isEqualTo(
            "{\"address\":{\"hostname\":\"localhost\",\"ip\":\"127.0.0.1\",\"port\":5050},"
                + "\"capabilities\":[{\"type\":\"AGENT_UPDATE\"},{\"type\":\"AGENT_DRAINING\"},"
                + "{\"type\":\"QUOTA_V2\"}],\"hostname\":\"localhost\",\"id\":\""
                + leader.id()
                + "\",\"ip\":16777343,\"pid\":\"master@127.0.0.1:5050\",\"port\":5050,"
                + "\"version\":\"1.12.0\"}");
    assertThat(state().getMasterInfo().getId()).isEqualTo(leader.id());
  }

  @Test
  void aFrameworkGetsEventsOnItsStream() throws Exception {
    start(options());
    BlockingQueue<FrameworkEvents> events = new LinkedBlockingQueue<>();
    client.inbox().frameworkStream("stream", events::add);
    ToMaster.Builder subscribe = ToMaster.newBuilder();
    subscribe
        .getSchedulerCallBuilder()
        .setStream(endpoint("stream"))
        .setCall(
            Call.newBuilder()
                .setType(Call.Type.SUBSCRIBE)
                .setSubscribe(
                    Call.Subscribe.newBuilder()
                        .setFrameworkInfo(
                            FrameworkInfo.newBuilder().setUser("nobody").setName("f"))));

    MasterReply reply = ask(subscribe);

    assertThat(reply.getCall().getStatus()).isEqualTo(200);
    assertThat(next(events).getEvents(0).getType()).isEqualTo(Event.Type.SUBSCRIBED);
  }

  @Test
  void anAdmittedAgentIsKnownToTheNextMaster() throws Exception {
    MasterService first = start(options());
    AgentCommand registered = next(register("agent"));
    String firstId = leader().id();
    start(options());

    await(first.stop());

    eventually(() -> !leader().id().equals(firstId));
    assertThat(state().getRecoveredAgentsList())
        .extracting(info -> info.getId().getValue())
        .containsExactly(registered.getRegistered().getAgentId().getValue());
  }

  @Test
  void aRegistryInMemoryEndsWithTheTerm() throws Exception {
    MasterService first = start(options().inMemory());
    next(register("agent"));
    String firstId = leader().id();
    start(options().inMemory());

    await(first.stop());

    eventually(() -> !leader().id().equals(firstId));
    assertThat(state().getRecoveredAgentsList()).isEmpty();
  }

  @Test
  void aSilentAgentBecomesUnreachable() throws Exception {
    start(options().agentPings(Duration.ofMillis(50), 2));

    BlockingQueue<AgentCommand> commands = register("agent");

    assertThat(next(commands).hasRegistered()).isTrue();
    assertThat(next(commands).hasPing()).isTrue();
    eventually(() -> state().getUnreachableAgents() == 1);
    assertThat(state().getAgentsList()).isEmpty();
  }

  @Test
  void aMasterWhoseElectionNodeIsDeletedComesBackUnderAnotherId() throws Exception {
    start(options());
    String firstId = leader().id();
    String node =
        client.curator().getChildren().forPath("/mesos").stream()
            .filter(name -> name.startsWith("json.info_"))
            .findFirst()
            .orElseThrow();

    client.curator().delete().forPath("/mesos/" + node);

    eventually(
        () ->
            client
                .leaders()
                .leader(LeaderRole.MASTER)
                .filter(leader -> !leader.id().equals(firstId))
                .isPresent());
  }

  @Test
  void healthAndMetricsAreServedAtThePortGiven() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    MasterService service = start(new MasterOptions().at("127.0.0.1", 5050, port));
    leader();
    next(register("agent"));

    assertThat(service.healthPort()).isEqualTo(port);
    JsonObject ready = new JsonObject(get(port, "/health/ready"));
    assertThat(ready.toString()).contains("leads as master@127.0.0.1:5050");
    assertThat(get(port, "/metrics"))
        .contains("master_command_seconds_count{command=\"agent_message\"} 1")
        .contains("master_events_total{kind=\"slave_registrations\"} 1.0");
  }

  private static String get(int port, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(LIMIT)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
