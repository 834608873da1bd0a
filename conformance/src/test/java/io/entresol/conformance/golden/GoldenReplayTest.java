package io.entresol.conformance.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.entresol.conformance.TestingCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  private static final Pattern ONLY =
      Pattern.compile(System.getProperty("conformance.only", ".*"));

  private final Deviations deviations = new Deviations();

  private record Replay(Recording recording, CompletableFuture<List<String>> differences) {}

  static Endpoints endpoints(TestingCluster cluster) {
    return new Endpoints(
        Map.of(5050, cluster.port(), 5051, cluster.agentPort()),
        Map.of(
            "/var/lib/mesos-golden/agent", cluster.directory().resolve("agent"),
            "/var/lib/mesos-golden/master", cluster.directory().resolve("master")));
  }

  @TestFactory
  Stream<DynamicTest> schedulersSeeWhatWasRecorded() {
    List<Replay> replays = new ArrayList<>();
    ExecutorService sessions = Executors.newFixedThreadPool(CLUSTERS);
    BlockingQueue<TestingCluster> idle = new LinkedBlockingQueue<>();
    for (Recording recording : Recording.of("scheduler")) {
      if (ONLY.matcher(recording.name()).find()) {
        replays.add(
            new Replay(
                recording,
                CompletableFuture.supplyAsync(() -> inAnyCluster(recording, idle), sessions)));
      }
    }
    sessions.shutdown();
    Stream<DynamicTest> close =
        Stream.of(
            dynamicTest(
                "everything stops",
                () -> {
                  for (TestingCluster cluster : idle) {
                    cluster.close();
                  }
                }));
    return Stream.concat(replays.stream().map(this::test), close);
  }

  private static List<String> inAnyCluster(
      Recording recording, BlockingQueue<TestingCluster> idle) {
    try {
      TestingCluster cluster = idle.poll();
      if (cluster == null) {
        cluster = TestingCluster.start("sessions");
      }
      List<String> differences =
          new SessionReplay(recording, endpoints(cluster), new Bindings()).run();
      if (cluster.clear()) {
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
