package io.entresol.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.entresol.marathon.core.TestingMaster;
import io.entresol.mesos.v1.TaskState;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.MarathonEvent;
import io.entresol.proto.bus.MarathonEvents;
import io.entresol.proto.bus.MarathonRequest;
import io.entresol.proto.bus.MarathonResponse;
import io.entresol.proto.bus.ToNode;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.ClusterOptions;
import io.entresol.runtime.EmbeddedZooKeeper;
import io.entresol.runtime.LeaderRole;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service on a real bus with a real ZooKeeper, and a master whose agents are in memory. */
class MarathonServiceTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String WEB =
      "{\"id\":\"web\",\"cmd\":\"sleep 100\",\"cpus\":0.5,\"mem\":32,\"instances\":2}";

  @TempDir private Path directory;
  private EmbeddedZooKeeper zooKeeper;
  private final List<ClusterNode> nodes = new ArrayList<>();
  private ClusterNode front;
  private BusMaster master;

  @BeforeEach
  void start() throws Exception {
    zooKeeper = EmbeddedZooKeeper.start(directory, 0);
    front = join();
    master = new BusMaster(front);
    await(master.with(agents -> agents.agent("a", 8, 8000)));
    await(master.lead());
    eventually("a master leads", () -> front.leaders().leader(LeaderRole.MASTER).isPresent());
  }

  @AfterEach
  void stop() throws Exception {
    await(master.resign());
    for (ClusterNode node : nodes) {
      await(node.leave());
    }
    zooKeeper.close();
  }

  private ClusterNode join() throws Exception {
    ClusterOptions options =
        ClusterOptions.of("zk://127.0.0.1:" + zooKeeper.port() + "/mesos", "127.0.0.1");
    options.sessionTimeout("4secs");
    ClusterNode node = await(ClusterNode.join(options));
    nodes.add(node);
    return node;
  }

  private static MarathonService marathon(ClusterNode node) {
    return new MarathonService(node, new MarathonOptions().address("127.0.0.1", 8080, 0));
  }

  private void awaitLeader(ClusterNode node) throws Exception {
    eventually(
        "Marathon leads there",
        () ->
            front
                .leaders()
                .leader(LeaderRole.MARATHON)
                .filter(leader -> leader.nodeId().equals(node.nodeId()))
                .isPresent());
    eventually("it has subscribed", () -> get(node, "/v2/info").path("frameworkId").isTextual());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static void eventually(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private MarathonResponse ask(ClusterNode node, String method, String path, String body)
      throws Exception {
    MarathonRequest request =
        MarathonRequest.newBuilder()
            .setMethod(method)
            .setPath(path)
            .setBody(ByteString.copyFromUtf8(body))
            .setRemoteAddress("127.0.0.1")
            .build();
    return await(
            front
                .nodeBus()
                .ask(node.nodeId(), ToNode.newBuilder().setMarathonRequest(request).build(), LIMIT))
        .getMarathon();
  }

  private JsonNode get(ClusterNode node, String path) throws Exception {
    return new ObjectMapper().readTree(ask(node, "GET", path, "").getBody().toByteArray());
  }

  private void awaitRunning(ClusterNode node, int count) throws Exception {
    eventually(
        count + " instances run",
        () -> get(node, "/v2/apps/web").at("/app/tasksRunning").intValue() == count);
  }

  private List<String> liveTasks() throws Exception {
    return await(
        master.with(agents -> agents.liveTasks().stream().map(TestingMaster.Task::id).toList()));
  }

  @Test
  void postedAppRunsAndItsDeploymentEnds() throws Exception {
    ClusterNode home = join();
    await(marathon(home).start());
    awaitLeader(home);

    MarathonResponse created = ask(home, "POST", "/v2/apps", WEB);

    assertThat(created.getStatus()).as(created.getBody().toStringUtf8()).isEqualTo(201);
    awaitRunning(home, 2);
    eventually("no deployment is left", () -> get(home, "/v2/deployments").isEmpty());
    assertThat(liveTasks()).hasSize(2);
  }

  @Test
  void restartedServiceKeepsItsAppsAndLaunchesNothingAgain() throws Exception {
    ClusterNode home = join();
    MarathonService first = marathon(home);
    await(first.start());
    awaitLeader(home);
    ask(home, "POST", "/v2/apps", WEB);
    awaitRunning(home, 2);
    List<String> before = liveTasks();
    await(first.stop());

    await(marathon(home).start());
    awaitLeader(home);

    assertThat(get(home, "/v2/apps/web").at("/app/tasksRunning").intValue()).isEqualTo(2);
    assertThat(liveTasks()).isEqualTo(before);
    assertThat(get(home, "/v2/apps/web/versions").path("versions")).hasSize(1);
  }

  @Test
  void standbyTakesOverWhereTheLeaderLeft() throws Exception {
    ClusterNode one = join();
    ClusterNode two = join();
    await(marathon(one).start());
    awaitLeader(one);
    await(marathon(two).start());
    ask(one, "POST", "/v2/apps", WEB);
    awaitRunning(one, 2);
    List<String> before = liveTasks();

    assertThat(ask(one, "DELETE", "/v2/leader", "").getStatus()).isEqualTo(200);
    awaitLeader(two);
    assertThat(liveTasks()).isEqualTo(before);

    String failed = before.get(0);
    await(
        master.with(
            agents -> {
              agents.update(failed, TaskState.TASK_FAILED);
              return null;
            }));
    eventually("it is replaced", () -> liveTasks().size() == 2 && !liveTasks().contains(failed));
  }

  @Test
  void masterThatLeadsLaterIsFound() throws Exception {
    await(master.resign());
    ClusterNode home = join();
    await(marathon(home).start());
    eventually("Marathon leads", () -> front.leaders().leader(LeaderRole.MARATHON).isPresent());
    assertThat(ask(home, "POST", "/v2/apps", WEB).getStatus()).isEqualTo(201);

    await(master.lead());

    awaitRunning(home, 2);
  }

  @Test
  void listenersHearWhatHappens() throws Exception {
    ClusterNode home = join();
    await(marathon(home).start());
    awaitLeader(home);
    Queue<MarathonEvents> heard = new ConcurrentLinkedQueue<>();
    front.inbox().marathonStream("stream-1", heard::add);
    MarathonRequest listen =
        MarathonRequest.newBuilder()
            .setMethod("GET")
            .setPath("/v2/events")
            .setQuery("event_type=deployment_success&event_type=event_stream_attached")
            .setRemoteAddress("10.0.0.7")
            .setStream(Endpoint.newBuilder().setNodeId(front.nodeId()).setId("stream-1"))
            .build();
    ToNode message = ToNode.newBuilder().setMarathonRequest(listen).build();
    assertThat(await(front.nodeBus().ask(home.nodeId(), message, LIMIT)).getMarathon().getStatus())
        .isEqualTo(200);

    ask(home, "POST", "/v2/apps", WEB);

    eventually(
        "both events have come",
        () ->
            heard.stream()
                .flatMap(events -> events.getEventsList().stream())
                .map(MarathonEvent::getType)
                .toList()
                .equals(List.of("event_stream_attached", "deployment_success")));
    long next = 1;
    for (MarathonEvents events : heard) {
      assertThat(events.getFirstSeq()).isEqualTo(next);
      next += events.getEventsCount();
    }
  }
}
