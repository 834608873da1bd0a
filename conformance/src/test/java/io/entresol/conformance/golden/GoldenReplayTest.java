package io.entresol.conformance.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.entresol.conformance.TestingCluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a genuine Mesos was asked and answered, asked again of Entresol. */
class GoldenReplayTest {
  /** Sessions at the same time, each in a cluster of its own. */
  private static final int CLUSTERS = Integer.getInteger("conformance.clusters", 4);

  private static final Pattern ONLY = Pattern.compile(System.getProperty("conformance.only", ".*"));

  private static final String OPERATORS = "operator-master";

  /** What is there or not as the resources in it are, and tasks of former sessions. */
  private static final Pattern OF_THE_MOMENT =
      Pattern.compile(
          "reserved_resources(_full)?/|allocated_resources/|completed_tasks"
              + "|/(offered|resources)/(cpus|mem|disk|ports)|offers\\[\\]/resources\\[\\]/(ranges|scalar)");

  private final Deviations deviations = new Deviations();

  private record Replay(Recording recording, CompletableFuture<List<String>> differences) {}

  static Endpoints endpoints(TestingCluster cluster) {
    Map<Integer, Integer> ports = new TreeMap<>();
    ports.put(5050, cluster.port());
    ports.put(5051, cluster.agentPort());
    if (cluster.secondAgentPort() > 0) {
      ports.put(5052, cluster.secondAgentPort());
    }
    return new Endpoints(
        ports,
        Map.of(
            "/var/lib/mesos-golden/agent", cluster.directory().resolve("agent"),
            "/var/lib/mesos-golden/master", cluster.directory().resolve("master")));
  }

  /** Single requests and short sessions, one after the other in an idle cluster of their own. */
  private static final List<String> IDLE =
      List.of(
          "master-v0/idle",
          "agent-v0/idle",
          "operator-agent",
          "errors/scheduler",
          "errors/executor",
          "errors/operator-master",
          "errors/operator-agent",
          "errors/v0",
          "errors/master-crash");

  @TestFactory
  Stream<DynamicTest> answersAreAsRecorded() throws Exception {
    ExecutorService parallel = Executors.newFixedThreadPool(CLUSTERS + 1);
    List<Replay> replays = new ArrayList<>();
    List<Recording> inTurn = new ArrayList<>();
    for (String area : IDLE) {
      Recording.of(area).stream().filter(GoldenReplayTest::isWanted).forEach(inTurn::add);
    }
    Map<Recording, CompletableFuture<List<String>>> answers = new LinkedHashMap<>();
    inTurn.forEach(each -> answers.put(each, new CompletableFuture<>()));
    answers.forEach((each, future) -> replays.add(new Replay(each, future)));
    parallel.execute(() -> inOneCluster(answers));
    BlockingQueue<TestingCluster> idle = new LinkedBlockingQueue<>();
    for (Recording recording : sessions()) {
      if (isWanted(recording) && isPossible(recording)) {
        replays.add(
            new Replay(
                recording,
                CompletableFuture.supplyAsync(() -> inAnyCluster(recording, idle), parallel)));
      }
    }
    parallel.shutdown();
    return Stream.concat(
        replays.stream().map(this::test),
        Stream.of(
            dynamicTest("everything stops", () -> closeAll(idle)),
            dynamicTest("the list of deviations is right", this::checkDeviations)));
  }

  /** Of values, much in what operators see goes back to what they had done before. */
  private static boolean isOfShape(String difference) {
    boolean value =
        difference.contains(" -> ")
            && !difference.contains(" status: ")
            && !difference.contains(" header ");
    return !value && !OF_THE_MOMENT.matcher(difference).find();
  }

  private static List<Recording> sessions() {
    List<Recording> sessions = new ArrayList<>(Recording.of("scheduler"));
    sessions.addAll(Recording.of(OPERATORS));
    return sessions;
  }

  private static boolean isPossible(Recording recording) {
    return !recording.name().contains("docker") || TestingCluster.hasDocker();
  }

  private static boolean isWanted(Recording recording) {
    return ONLY.matcher(recording.name()).find();
  }

  private static void closeAll(BlockingQueue<TestingCluster> clusters) throws Exception {
    for (TestingCluster cluster : clusters) {
      cluster.close();
    }
  }

  private void checkDeviations() {
    assertThat(deviations.unexplained()).as("deviations without a reason").isEmpty();
    if (ONLY.pattern().equals(".*")) {
      assertThat(deviations.unused()).as("deviations that did not occur").isEmpty();
    }
  }

  private static void inOneCluster(Map<Recording, CompletableFuture<List<String>>> answers) {
    if (answers.isEmpty()) {
      return;
    }
    try (TestingCluster cluster = TestingCluster.start("idle")) {
      Bindings known = new Bindings();
      for (Map.Entry<Recording, CompletableFuture<List<String>>> each : answers.entrySet()) {
        each.getValue().complete(knowing(known, each.getKey(), endpoints(cluster)));
      }
    } catch (Exception e) {
      answers.values().forEach(each -> each.completeExceptionally(e));
    }
  }

  /** Ids are the same in recordings of the same cluster; others were made in another. */
  private static List<String> knowing(Bindings known, Recording recording, Endpoints endpoints)
      throws Exception {
    Bindings bindings = known.copy();
    List<String> differences = new SessionReplay(recording, endpoints, bindings).run();
    if (!differences.isEmpty() && recording.exchanges().size() == 1) {
      bindings = new Bindings();
      differences = new SessionReplay(recording, endpoints, bindings).run();
    }
    known.become(bindings);
    return differences;
  }

  private static List<String> inAnyCluster(
      Recording recording, BlockingQueue<TestingCluster> idle) {
    try {
      // The list of all tasks shows those of former sessions too.
      boolean fresh = recording.content().toString().contains("\"path\":\"/tasks\"");
      TestingCluster cluster = fresh ? null : idle.poll();
      if (cluster == null) {
        cluster = TestingCluster.start("sessions");
      }
      boolean second = recording.content().toString().contains("\"port\":5052");
      if (second) {
        cluster.addSecondAgent();
      }
      List<String> differences =
          new SessionReplay(recording, endpoints(cluster), new Bindings()).run();
      if (recording.name().startsWith(OPERATORS)) {
        differences = differences.stream().filter(GoldenReplayTest::isOfShape).toList();
      }
      if (!second && cluster.clear()) {
        idle.add(cluster);
      } else {
        cluster.close();
      }
      return differences;
    } catch (Exception e) {
      throw new IllegalStateException(recording.name() + ": " + e, e);
    }
  }

  private DynamicTest test(Replay replay) {
    String name = replay.recording().name();
    return dynamicTest(
        name,
        () ->
            assertThat(deviations.unexpected(name, replay.differences().join()))
                .as("what is different from %s", name)
                .isEmpty());
  }
}
