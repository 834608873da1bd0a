package io.entresol.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.AllocatorReply;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.ToAllocator;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import io.entresol.runtime.LeaderRole;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service on a real bus with a real ZooKeeper. */
class AllocatorServiceTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final List<ClusterNode> nodes = new ArrayList<>();
  private TestingServer zooKeeper;
  private TestingMaster master;

  @BeforeEach
  void startAMaster() throws Exception {
    zooKeeper = new TestingServer(true);
    master = new TestingMaster(join());
    master.snapshot.add(framework("f1"));
    master.snapshot.add(agent("a1"));
    master.contend();
  }

  @AfterEach
  void stop() throws Exception {
    await(Future.join(nodes.stream().map(ClusterNode::leave).toList()));
    zooKeeper.close();
  }

  private ClusterNode join() throws Exception {
    ClusterOptions options =
        ClusterOptions.of("zk://" + zooKeeper.getConnectString() + "/mesos", "127.0.0.1");
    options.sessionTimeout("4secs");
    ClusterNode node = await(ClusterNode.join(options));
    nodes.add(node);
    return node;
  }

  private AllocatorService allocator() throws Exception {
    AllocatorOptions options = new AllocatorOptions().healthAt("127.0.0.1", 0);
    AllocatorService service = new AllocatorService(join(), options);
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

  private static AllocatorEvent framework(String id) {
    AllocatorEvent.Builder event = AllocatorEvent.newBuilder();
    event
        .getFrameworkAddedBuilder()
        .setActive(true)
        .setInfo(
            FrameworkInfo.newBuilder()
                .setUser("nobody")
                .setName(id)
                .setId(FrameworkID.newBuilder().setValue(id)));
    return event.build();
  }

  private static AllocatorEvent agent(String id) {
    AllocatorEvent.Builder event = AllocatorEvent.newBuilder();
    event
        .getAgentAddedBuilder()
        .setInfo(AgentInfo.newBuilder().setHostname(id).setId(AgentID.newBuilder().setValue(id)))
        .addAllTotal(ProtoResources.toProto(ResourceParser.parse("cpus:1;mem:512")));
    return event.build();
  }

  private List<String> offeredAgents() {
    return master.batches.stream()
        .map(OfferBatch::getOffersList)
        .flatMap(List::stream)
        .map(offer -> offer.getAgentId().getValue())
        .toList();
  }

  @Test
  void theElectedAllocatorAsksForEverythingAndProposesOffers() throws Exception {
    allocator();

    eventually(() -> offeredAgents().equals(List.of("a1")));
    master.send(agent("a2"));
    eventually(() -> offeredAgents().equals(List.of("a1", "a2")));
  }

  @Test
  void aLostEventIsNoticedAndEverythingIsAskedForAgain() throws Exception {
    allocator();
    eventually(() -> !master.batches.isEmpty());
    int requests = master.requests.size();
    master.loseOne();
    master.snapshot.add(agent("a2"));

    master.send(agent("a3"));

    eventually(() -> master.requests.size() == requests + 1);
    eventually(() -> offeredAgents().contains("a2"));
  }

  @Test
  void anotherAllocatorTakesOver() throws Exception {
    AllocatorService first = allocator();
    eventually(() -> !master.batches.isEmpty());
    allocator();

    await(first.stop());

    eventually(
        () ->
            master.batches.stream().mapToLong(OfferBatch::getAllocatorEpoch).distinct().count()
                == 2);
  }

  @Test
  void aNewMasterIsAskedAtOnce() throws Exception {
    allocator();
    eventually(() -> !master.batches.isEmpty());
    TestingMaster next = new TestingMaster(join());
    next.snapshot.add(framework("f1"));
    next.snapshot.add(agent("b1"));
    next.contend();

    await(master.resign());

    eventually(() -> !next.batches.isEmpty());
  }

  @Test
  void explainsOnRequest() throws Exception {
    allocator();
    eventually(() -> !master.batches.isEmpty());
    ToAllocator.Builder request = ToAllocator.newBuilder();
    request.getExplainBuilder().setFrameworkId(FrameworkID.newBuilder().setValue("f1"));

    AllocatorReply reply = await(nodes.get(0).allocatorBus().ask(request, LIMIT));

    JsonObject json = new JsonObject(reply.getExplain().getJson());
    JsonObject role = json.getJsonArray("roles").getJsonObject(0);
    assertThat(json.getBoolean("known")).isTrue();
    assertThat(role.getString("role")).isEqualTo("*");
    assertThat(role.getJsonArray("agents").getJsonObject(0).getString("reason"))
        .isEqualTo("nothing_free");
    assertThat(reply.getExplain().getKnown()).isTrue();
  }

  @Test
  void explainsARoleOnRequest() throws Exception {
    allocator();
    eventually(() -> !master.batches.isEmpty());
    ToAllocator.Builder request = ToAllocator.newBuilder();
    request.getExplainBuilder().setRole("*");

    AllocatorReply reply = await(nodes.get(0).allocatorBus().ask(request, LIMIT));

    JsonObject json = new JsonObject(reply.getExplain().getJson());
    JsonObject framework = json.getJsonArray("frameworks").getJsonObject(0);
    assertThat(framework.getString("framework_id")).isEqualTo("f1");
    assertThat(framework.getJsonArray("roles").getJsonObject(0).getString("role")).isEqualTo("*");
    request.getExplainBuilder().setRole("nobody's");
    AllocatorReply unknown = await(nodes.get(0).allocatorBus().ask(request, LIMIT));
    assertThat(unknown.getExplain().getKnown()).isFalse();
  }

  @Test
  void metricsAndHealthAreServed() throws Exception {
    AllocatorService service = allocator();
    eventually(() -> !master.batches.isEmpty());
    assertThat(nodes.get(1).leaders().leader(LeaderRole.ALLOCATOR)).isPresent();

    assertThat(service.healthPort()).isPositive();
    assertThat(nodes.get(1).scrape()).contains("allocator_offers_total{verdict=\"proposed\"} 1.0");
  }

  @Test
  void wrongOptionsAreNamed() throws Exception {
    AllocatorOptions options = new AllocatorOptions().allocationInterval(Duration.ZERO);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AllocatorService(nodes.get(0), options))
        .withMessageContaining("--allocation_interval");
  }
}
