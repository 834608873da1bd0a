package io.entresol.conformance.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.conformance.TestingCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What frameworks rely on that neither the recordings nor the cores' own tests show end to end. */
class SchedulerBehaviourTest {
  private static final String SLEEP = "\"command\":{\"value\":\"sleep 1000\"}";

  private static TestingCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestingCluster.start("behaviour");
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @AfterEach
  void clear() throws Exception {
    assertThat(cluster.clear()).as("nothing is left behind").isTrue();
  }

  private static TestingScheduler subscribe(String name) throws Exception {
    return TestingScheduler.subscribe(cluster.port(), TestingScheduler.info(name, ""), "");
  }

  private static TestingScheduler again(TestingScheduler former, String name) throws Exception {
    return TestingScheduler.subscribe(
        cluster.port(), TestingScheduler.info(name, former.id()), former.id());
  }

  private static double cpus(JsonNode offer) {
    for (JsonNode resource : offer.path("resources")) {
      if (resource.path("name").asText().equals("cpus")) {
        return resource.at("/scalar/value").asDouble();
      }
    }
    return 0;
  }

  @Test
  void anUpdateThatNobodyAcknowledgedGoesToTheNextScheduler() throws Exception {
    try (TestingScheduler first = subscribe("pending")) {
      first.launch(first.offer(), "t", SLEEP);
      JsonNode starting = first.status("t", "TASK_STARTING");
      first.disconnect();
      try (TestingScheduler second = again(first, "pending")) {
        JsonNode again = second.status("t", "TASK_STARTING");
        assertThat(again.path("uuid")).isEqualTo(starting.path("uuid"));
        second.acknowledge(again, again.path("uuid").asText());
        JsonNode running = second.status("t", "TASK_RUNNING");
        assertThat(running.at("/container_status/container_id/value").asText()).isNotEmpty();
      }
    }
  }

  @Test
  void aTaskOutlivesItsSchedulerAndObeysTheNext() throws Exception {
    try (TestingScheduler first = subscribe("failover")) {
      first.launch(first.offer(), "t", SLEEP);
      JsonNode starting = first.status("t", "TASK_STARTING");
      first.acknowledge(starting, starting.path("uuid").asText());
      JsonNode running = first.status("t", "TASK_RUNNING");
      first.acknowledge(running, running.path("uuid").asText());
      first.disconnect();
      try (TestingScheduler second = again(first, "failover")) {
        second.id();
        assertThat(second.call("RECONCILE", "\"reconcile\":{}")).isEqualTo(202);
        assertThat(second.status("t", "TASK_RUNNING").path("reason").asText())
            .isEqualTo("REASON_RECONCILIATION");
        assertThat(second.call("KILL", "\"kill\":{\"task_id\":{\"value\":\"t\"}}")).isEqualTo(202);
        second.status("t", "TASK_KILLED");
      }
    }
  }

  @Test
  void whatAFrameworkHeldIsOfferedToOthersOnceItHasEnded() throws Exception {
    try (TestingScheduler one = subscribe("ends")) {
      one.launch(one.offer(), "t", SLEEP);
      one.status("t", "TASK_STARTING");
      try (TestingScheduler other = subscribe("waits")) {
        other.id();
        assertThat(one.call("TEARDOWN", "")).isEqualTo(202);
        TestingCluster.eventually(
            "all processors are offered",
            () -> {
              double offered = 0;
              for (JsonNode event : other.seen("OFFERS")) {
                for (JsonNode offer : event.at("/offers/offers")) {
                  offered += cpus(offer);
                }
              }
              return offered >= 4;
            });
        TestingCluster.eventually("its stream has ended", one::hasEnded);
      }
    }
  }

  @Test
  void anEndedTaskStaysListedUntilItsEndIsAcknowledgedAndHoldsNothing() throws Exception {
    try (TestingScheduler scheduler = subscribe("ended")) {
      scheduler.launch(scheduler.offer(), "t", "\"command\":{\"value\":\"true\"}");
      for (String state : new String[] {"TASK_STARTING", "TASK_RUNNING"}) {
        JsonNode status = scheduler.status("t", state);
        scheduler.acknowledge(status, status.path("uuid").asText());
      }
      JsonNode finished = scheduler.status("t", "TASK_FINISHED");
      assertThat(cluster.get("/frameworks").at("/frameworks/0/tasks/0/state").asText())
          .isEqualTo("TASK_FINISHED");
      assertThat(cluster.get("/slaves").at("/slaves/0/used_resources/cpus").asDouble()).isZero();
      scheduler.acknowledge(finished, finished.path("uuid").asText());
      TestingCluster.eventually(
          "it is history",
          () ->
              cluster
                  .get("/frameworks")
                  .at("/frameworks/0/completed_tasks/0/state")
                  .asText()
                  .equals("TASK_FINISHED"));
    }
  }

  @Test
  void theIdOfARemovedFrameworkIsRefused() throws Exception {
    try (TestingScheduler first = subscribe("removed")) {
      first.id();
      assertThat(first.call("TEARDOWN", "")).isEqualTo(202);
      try (TestingScheduler second = again(first, "removed")) {
        second.await("ERROR", event -> true);
        TestingCluster.eventually("its stream has ended", second::hasEnded);
      }
    }
  }

  @Test
  void offersComeForEveryRoleInWhichThereIsDemand() throws Exception {
    String info = TestingScheduler.info("roles", "").replace("[\"r\"]", "[\"r\",\"s\"]");
    try (TestingScheduler scheduler = TestingScheduler.subscribe(cluster.port(), info, "")) {
      JsonNode first = scheduler.offer();
      String role = first.at("/allocation_info/role").asText();
      assertThat(role).isIn("r", "s");
      assertThat(scheduler.call("SUPPRESS", "\"suppress\":{\"roles\":[\"" + role + "\"]}"))
          .isEqualTo(202);
      assertThat(
              scheduler.call(
                  "DECLINE",
                  "\"decline\":{\"offer_ids\":["
                      + first.path("id")
                      + "],"
                      + "\"filters\":{\"refuse_seconds\":0}}"))
          .isEqualTo(202);
      scheduler.await(
          "OFFERS",
          event -> !event.at("/offers/offers/0/allocation_info/role").asText().equals(role));
    }
  }
}
