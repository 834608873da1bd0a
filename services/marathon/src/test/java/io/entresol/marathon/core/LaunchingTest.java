package io.entresol.marathon.core;

import static io.entresol.marathon.core.TestingMarathon.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.Ranges;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.Constraint;
import io.entresol.marathon.core.app.Constraint.Operator;
import io.entresol.marathon.core.app.Demand;
import io.entresol.marathon.core.app.PortDefinition;
import io.entresol.marathon.core.instance.InstanceId;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.marathon.core.rest.QueueView;
import io.entresol.marathon.core.rest.QueueView.Reason;
import io.entresol.marathon.core.rest.QueueView.RejectSummary;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.scheduler.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaunchingTest {
  private final TestingMarathon marathon = new TestingMarathon();
  private final TestingMaster master = marathon.master;

  private static Constraint constraint(String field, Operator operator, String value) {
    return new Constraint(field, operator, value.isEmpty() ? Optional.empty() : Optional.of(value));
  }

  private static List<PortDefinition> ports(int... ports) {
    return IntStream.of(ports)
        .mapToObj(port -> new PortDefinition(port, "tcp", Optional.empty(), Map.of()))
        .toList();
  }

  private List<String> hosts(String app) {
    return marathon.instances(app).stream().map(InstanceView::host).toList();
  }

  @Test
  void appRunsWithoutTimePassing() {
    master.agent("a", 4, 4000);
    marathon.start();

    marathon.deploy(app("/web").instances(2).build());

    assertThat(marathon.running("/web")).hasSize(2);
    assertThat(marathon.now).isEqualTo(TestingMarathon.START);
    assertThat(marathon.view().deployments()).isEmpty();
  }

  @Test
  void taskIdNamesAppInstanceAndIncarnation() {
    master.agent("a", 4, 4000);
    marathon.start();
    marathon.deploy(app("/prod/db").build());

    String taskId = marathon.taskIds("/prod/db").get(0);

    assertThat(taskId).matches("prod_db\\.instance-[0-9a-f-]{36}\\._app\\.1");
    assertThat(InstanceId.ofTask(taskId)).isPresent();
  }

  @Test
  void replacementHasAnotherTaskId() {
    master.agent("a", 4, 4000);
    marathon.start();
    marathon.deploy(app("/web").build());
    String first = marathon.taskIds("/web").get(0);

    marathon.kill(first);
    marathon.advance(Duration.ofMillis(100));

    assertThat(marathon.running("/web")).hasSize(1);
    assertThat(marathon.taskIds("/web")).doesNotContain(first);
  }

  @Test
  void launchIsStoredBeforeTheOfferIsAccepted() {
    master.agent("a", 4, 4000);
    marathon.start();
    marathon.invariant =
        () ->
            assertThat(marathon.keys("instances/"))
                .hasSizeGreaterThanOrEqualTo(master.everLaunched.size());

    marathon.deploy(app("/web").instances(3).build());

    assertThat(master.everLaunched).hasSize(3);
  }

  @Test
  void offersStopWhenNothingIsLeftToLaunch() {
    master.agent("a", 4, 4000);
    marathon.start();
    assertThat(master.isSuppressed()).isTrue();

    marathon.deploy(app("/web").build());

    assertThat(master.isSuppressed()).isTrue();
    assertThat(master.calls(Call.Type.REVIVE)).hasSize(1);
  }

  @Test
  void nextAppNeedNotWaitForTheReviveInterval() {
    master.agent("a", 4, 4000);
    marathon.start();
    marathon.deploy(app("/one").build());
    marathon.deploy(app("/two").build());

    marathon.advance(Duration.ofMillis(100));

    assertThat(marathon.running("/two")).hasSize(1);
  }

  @Test
  void moreInstancesThanOneOfferTakesAreLaunchedAtOnce() {
    master.agent("a", 100, 40_000);
    marathon.start();

    marathon.deploy(app("/web").instances(40).build());

    assertThat(marathon.running("/web")).hasSize(40);
    assertThat(master.calls(Call.Type.ACCEPT))
        .allSatisfy(
            call ->
                assertThat(call.getAccept().getOperations(0).getLaunch().getTaskInfosCount())
                    .isLessThanOrEqualTo(5));
  }

  @Test
  void launchesWaitForTokens() {
    master.obedient = false;
    master.agent("a", 200, 40_000);
    marathon.start();
    marathon.deploy(app("/web").instances(150).build());

    assertThat(master.everLaunched).hasSize(100);
    marathon.advance(Duration.ofSeconds(40));
    assertThat(master.everLaunched).hasSize(150);
  }

  @Test
  void appsShareAnOffer() {
    master.agent("a", 4, 4000);
    marathon.start();
    marathon.deploy(app("/one").instances(4).build(), app("/two").instances(4).build());

    assertThat(marathon.running("/one")).hasSize(2);
    assertThat(marathon.running("/two")).hasSize(2);
  }

  @Test
  void offersThatFitNothingAreDeclinedForLong() {
    master.agent("a", 1, 50);
    marathon.start();
    marathon.deploy(app("/big").build());

    Call decline = master.calls(Call.Type.DECLINE).get(0);
    assertThat(decline.getDecline().getFilters().getRefuseSeconds()).isEqualTo(120);
  }

  @Test
  void crashLoopWaitsLongerEachTime() {
    master.agent("a", 4, 4000);
    marathon.start();
    marathon.deploy(app("/web").build());

    List<Duration> waits = IntStream.range(0, 3).mapToObj(i -> crashAndWait("/web")).toList();

    assertThat(waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofMillis(1150), Duration.ofMillis(1322));
  }

  private Duration crashAndWait(String app) {
    marathon.advance(Duration.ofSeconds(10));
    master.update(marathon.taskIds(app).get(0), TaskState.TASK_FAILED);
    marathon.settle();
    Duration left = marathon.queued(app).orElseThrow().delayLeft();
    marathon.advance(Duration.ofSeconds(10));
    assertThat(marathon.running(app)).hasSize(1);
    return left;
  }

  @Test
  void delayCountsAndNotTheReviveInterval() {
    master.agent("a", 4, 4000);
    marathon.start();
    marathon.deploy(app("/web").build());
    master.update(marathon.taskIds("/web").get(0), TaskState.TASK_FAILED);
    marathon.advance(Duration.ofMillis(1100));

    assertThat(marathon.running("/web")).hasSize(1);
  }

  @Test
  void appThatCrashesNowAndThenStartsAfresh() {
    master.agent("a", 4, 4000);
    marathon.start();
    marathon.deploy(app("/web").build());
    crashAndWait("/web");
    marathon.advance(Duration.ofSeconds(310));

    assertThat(crashAndWait("/web")).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void configChangeResetsTheDelayAndScalingDoesNot() {
    master.agent("a", 8, 4000);
    marathon.start();
    marathon.deploy(app("/web").build());
    master.update(marathon.taskIds("/web").get(0), TaskState.TASK_FAILED);
    marathon.settle();

    marathon.scale("/web", 2);
    assertThat(marathon.queued("/web").orElseThrow().delayLeft()).isPositive();

    marathon.force(app("/web").cmd(Optional.of("sleep 5")).instances(2).build());
    marathon.advance(Duration.ofMillis(100));
    assertThat(marathon.running("/web")).hasSize(2);
  }

  @Test
  void restartOfADelayedAppStartsAtOnce() {
    master.agent("a", 8, 4000);
    marathon.start();
    marathon.deploy(app("/web").build());
    master.update(marathon.taskIds("/web").get(0), TaskState.TASK_FAILED);
    marathon.settle();

    marathon.restart("/web");
    marathon.advance(Duration.ofMillis(100));

    assertThat(marathon.running("/web")).hasSize(1);
  }

  @Test
  void delayCanBeTakenAway() {
    master.agent("a", 8, 4000);
    marathon.start();
    marathon.deploy(app("/web").build());
    assertThat(marathon.resetDelay("/web")).isFalse();
    master.update(marathon.taskIds("/web").get(0), TaskState.TASK_FAILED);
    marathon.settle();

    assertThat(marathon.resetDelay("/web")).isTrue();
    marathon.advance(Duration.ofMillis(100));

    assertThat(marathon.running("/web")).hasSize(1);
  }

  @Test
  void finishedTasksWaitTooAndKilledOnesDoNot() {
    master.agent("a", 8, 4000);
    marathon.start();
    marathon.deploy(app("/batch").build(), app("/web").build());
    master.update(marathon.taskIds("/batch").get(0), TaskState.TASK_FINISHED);
    marathon.kill(marathon.taskIds("/web").get(0));
    marathon.advance(Duration.ofMillis(200));

    assertThat(marathon.queued("/batch").orElseThrow().delayLeft()).isPositive();
    assertThat(marathon.running("/web")).hasSize(1);
  }

  @Test
  void lastFailureIsKept() {
    master.agent("a", 8, 4000);
    marathon.start();
    marathon.deploy(app("/web").build());
    String taskId = marathon.taskIds("/web").get(0);
    master.update(taskId, TaskState.TASK_FAILED);
    marathon.settle();

    var failure = marathon.view().lastTaskFailure(marathon.view().root().apps().firstKey());
    assertThat(failure).isPresent();
    assertThat(failure.get().taskId()).isEqualTo(taskId);
    assertThat(failure.get().state()).isEqualTo("TASK_FAILED");
    assertThat(failure.get().host()).isEqualTo("a");
    assertThat(marathon.keys("taskFailures/")).containsExactly("taskFailures/web");
  }

  @Test
  void queueSaysHowManyAreLeftAndWhy() {
    master.agent("a", 1, 4000);
    marathon.start();
    marathon.deploy(app("/web").instances(3).demand(new Demand(1, 10, 0, 0)).build());

    QueueView waiting = marathon.queued("/web").orElseThrow();
    assertThat(waiting.count()).isEqualTo(2);
    assertThat(waiting.delayLeft()).isZero();
  }

  @Test
  void firstReasonOfTheFunnelCounts() {
    master.agent("a", 1, 50);
    marathon.start();
    marathon.deploy(app("/web").demand(new Demand(2, 100, 0, 0)).build());

    QueueView waiting = marathon.queued("/web").orElseThrow();
    assertThat(waiting.processedOffers()).isPositive();
    assertThat(waiting.unusedOffers()).isEqualTo(waiting.processedOffers());
    Map<Reason, RejectSummary> rows =
        waiting.lastOffers().stream().collect(Collectors.toMap(RejectSummary::reason, row -> row));
    assertThat(rows.get(Reason.InsufficientCpus))
        .isEqualTo(new RejectSummary(Reason.InsufficientCpus, 1, 1));
    assertThat(rows.get(Reason.InsufficientMemory))
        .isEqualTo(new RejectSummary(Reason.InsufficientMemory, 0, 0));
    assertThat(waiting.lastUnusedOffers().get(0).reasons())
        .containsExactly(Reason.InsufficientCpus, Reason.InsufficientMemory);
  }

  @Test
  void roleThatNoOfferHasIsTheReason() {
    master.agent("a", 8, 4000);
    marathon.start();
    marathon.deploy(app("/web").acceptedResourceRoles(Set.of("ghost")).build());

    assertThat(marathon.queued("/web").orElseThrow().lastUnusedOffers().get(0).reasons())
        .contains(Reason.UnfulfilledRole);
  }

  @Test
  void uniqueNeverDoublesOnAHost() {
    master.agent("a", 8, 4000);
    master.agent("b", 8, 4000);
    marathon.start();
    AppSpec web =
        app("/web")
            .instances(3)
            .constraints(List.of(constraint("hostname", Operator.UNIQUE, "")))
            .build();
    marathon.deploy(web);
    marathon.advance(Duration.ofMinutes(10));

    assertThat(hosts("/web")).containsExactlyInAnyOrder("a", "b");
    assertThat(marathon.view().deployments()).hasSize(1);
    assertThat(marathon.queued("/web").orElseThrow().lastUnusedOffers().get(0).reasons())
        .containsExactly(Reason.UnfulfilledConstraint);

    master.agent("c", 8, 4000);
    marathon.settle();
    assertThat(hosts("/web")).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(marathon.view().deployments()).isEmpty();
  }

  @Test
  void clusterStaysTogether() {
    master.agent("a", 2, 4000);
    master.agent("b", 2, 4000);
    marathon.start();
    marathon.deploy(
        app("/web")
            .instances(3)
            .constraints(List.of(constraint("hostname", Operator.CLUSTER, "")))
            .build());
    marathon.advance(Duration.ofMinutes(5));

    assertThat(hosts("/web")).hasSize(2);
    assertThat(Set.copyOf(hosts("/web"))).hasSize(1);
  }

  @Test
  void pinnedAppWaitsForItsHost() {
    master.agent("a", 4, 4000);
    marathon.start();
    marathon.deploy(
        app("/web").constraints(List.of(constraint("hostname", Operator.LIKE, "special"))).build());
    marathon.advance(Duration.ofMinutes(5));
    assertThat(marathon.instances("/web")).isEmpty();

    master.agent("special", 4, 4000);
    marathon.settle();
    assertThat(hosts("/web")).containsExactly("special");
  }

  @Test
  void groupBySpreadsEvenly() {
    for (int i = 0; i < 6; i++) {
      master.agent("a" + i, 8, 4000).with("rack", "r" + i % 3);
    }
    marathon.start();
    marathon.deploy(
        app("/web")
            .instances(9)
            .constraints(List.of(constraint("rack", Operator.GROUP_BY, "3")))
            .build());
    marathon.advance(Duration.ofMinutes(1));

    assertThat(racks()).containsOnly(Map.entry("r0", 3L), Map.entry("r1", 3L), Map.entry("r2", 3L));
    marathon.scale("/web", 4);
    assertThat(racks().values()).allMatch(count -> count >= 1 && count <= 2);
  }

  private Map<String, Long> racks() {
    return hosts("/web").stream()
        .collect(
            Collectors.groupingBy(
                host -> master.agents.get("agent-" + host).attributes.get("rack"),
                Collectors.counting()));
  }

  @Test
  void requiredPortIsBoundExactlyAndOnlyOnce() {
    master.agent("a", 4, 4000, Ranges.of(31000, 31010));
    marathon.start();
    marathon.deploy(
        app("/web").instances(2).portDefinitions(ports(31005)).requirePorts(true).build());
    marathon.advance(Duration.ofMinutes(1));

    assertThat(marathon.instances("/web")).hasSize(1);
    assertThat(marathon.instances("/web").get(0).ports()).containsExactly(31005);
    assertThat(marathon.queued("/web").orElseThrow().lastUnusedOffers().get(0).reasons())
        .containsExactly(Reason.InsufficientPorts);
  }

  @Test
  void instancesOnOneHostGetDifferentPorts() {
    master.agent("a", 4, 4000, Ranges.of(31000, 31005));
    marathon.start();
    marathon.deploy(app("/web").instances(3).portDefinitions(ports(10000, 10001)).build());

    assertThat(marathon.instances("/web").stream().flatMap(one -> one.ports().stream()))
        .hasSize(6)
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 31000 && port <= 31005);
  }

  @Test
  void taskThatNeverRunsIsKilledAndReplaced() {
    master.obedient = false;
    master.agent("a", 4, 4000);
    marathon.start();
    marathon.deploy(app("/web").build());
    String stuck = marathon.taskIds("/web").get(0);

    marathon.advance(Duration.ofSeconds(330));
    assertThat(master.calls(Call.Type.KILL))
        .anyMatch(call -> call.getKill().getTaskId().getValue().equals(stuck));

    master.obedient = true;
    marathon.advance(Duration.ofSeconds(60));
    assertThat(marathon.running("/web")).hasSize(1);
    assertThat(marathon.taskIds("/web")).doesNotContain(stuck);
  }

  @Test
  void killIsRepeatedUntilTheTaskEnds() {
    master.agent("a", 4, 4000);
    marathon.start();
    marathon.deploy(app("/web").build());
    master.deaf = true;
    String taskId = marathon.taskIds("/web").get(0);
    marathon.kill(taskId);
    marathon.advance(Duration.ofSeconds(95));

    assertThat(master.calls(Call.Type.KILL)).hasSize(4);
    assertThat(marathon.instances("/web")).hasSize(1);
  }

  @Test
  void gracePeriodGoesWithTheKill() {
    master.agent("a", 4, 4000);
    marathon.start();
    marathon.deploy(app("/web").taskKillGracePeriod(Optional.of(Duration.ofSeconds(7))).build());
    marathon.kill(marathon.taskIds("/web").get(0));

    assertThat(
            master
                .calls(Call.Type.KILL)
                .get(0)
                .getKill()
                .getKillPolicy()
                .getGracePeriod()
                .getNanoseconds())
        .isEqualTo(Duration.ofSeconds(7).toNanos());
  }

  @Test
  void updatesAreAcknowledged() {
    master.agent("a", 4, 4000);
    marathon.start();
    marathon.deploy(app("/web").instances(3).build());

    assertThat(master.unacknowledged()).isZero();
  }
}
