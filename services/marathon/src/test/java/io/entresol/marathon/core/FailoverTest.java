package io.entresol.marathon.core;

import static io.entresol.marathon.core.TestingMarathon.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.app.UnreachableStrategy;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.FrameworkEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailoverTest {
  private final TestingMarathon marathon = new TestingMarathon();
  private final TestingMaster master = marathon.master;
  private TestingMaster.Agent agent;

  @BeforeEach
  void start() {
    agent = master.agent("a", 100, 100_000);
    marathon.start();
  }

  @Test
  void nothingIsLostAndNothingIsLaunchedAgain() {
    marathon.deploy(app("/web").instances(3).build(), app("/prod/db").build());
    marathon.advance(Duration.ofSeconds(1));
    marathon.deploy(app("/web").cmd(Optional.of("v2")).instances(3).build());
    marathon.advance(Duration.ofMinutes(1));
    RootGroup root = marathon.view().root();
    List<InstanceView> web = marathon.instances("/web");
    int launched = master.everLaunched.size();

    marathon.start();
    marathon.advance(Duration.ofMinutes(20));

    assertThat(marathon.view().root()).isEqualTo(root);
    assertThat(marathon.instances("/web")).isEqualTo(web);
    assertThat(marathon.view().appVersions(AppId.of("/web"))).hasSize(2);
    assertThat(marathon.view().rootVersions()).hasSize(3);
    assertThat(master.everLaunched).hasSize(launched);
  }

  @Test
  void sameFrameworkComesBack() {
    Optional<String> id = marathon.view().frameworkId();
    assertThat(id).contains("master-0000");

    marathon.elect();

    assertThat(marathon.view().frameworkId()).isEqualTo(id);
  }

  @Test
  void launchThatWasStoredButNeverSentIsMadeUpFor() {
    marathon.deploy(app("/web").build());
    String taskId = marathon.taskIds("/web").get(0);
    // As if the leader had died between storing the launch and accepting the offer.
    agent.tasks.clear();

    marathon.start();
    assertThat(marathon.taskIds("/web")).containsExactly(taskId);
    marathon.advance(Duration.ofSeconds(30));

    assertThat(marathon.running("/web")).hasSize(1);
    assertThat(marathon.taskIds("/web")).doesNotContain(taskId);
  }

  @Test
  void taskThatEndedMeanwhileIsReplaced() {
    marathon.deploy(app("/web").build());
    String taskId = marathon.taskIds("/web").get(0);
    master.disconnect();
    master.update(taskId, TaskState.TASK_FAILED);

    marathon.start();
    marathon.advance(Duration.ofSeconds(30));

    assertThat(marathon.running("/web")).hasSize(1);
    assertThat(marathon.taskIds("/web")).doesNotContain(taskId);
    assertThat(master.unacknowledged()).isZero();
  }

  @Test
  void deploymentGoesOnWithWhatIsThere() {
    marathon.deploy(app("/web").instances(4).build());
    marathon.advance(Duration.ofSeconds(1));
    master.obedient = false;
    String id = marathon.deploy(app("/web").cmd(Optional.of("v2")).instances(4).build());
    List<String> started =
        master.liveTasks().stream()
            .filter(task -> task.state == TaskState.TASK_STAGING)
            .map(TestingMaster.Task::id)
            .toList();
    assertThat(started).hasSize(4);

    marathon.start();
    assertThat(marathon.view().deployments()).hasSize(1);
    assertThat(marathon.view().deployments().get(0).id()).isEqualTo(id);
    master.obedient = true;
    started.forEach(task -> master.update(task, TaskState.TASK_RUNNING));
    marathon.advance(Duration.ofMinutes(1));

    assertThat(marathon.view().deployments()).isEmpty();
    assertThat(marathon.taskIds("/web")).containsExactlyInAnyOrderElementsOf(started);
    assertThat(marathon.events("deployment_success").get(1).get("id").textValue()).isEqualTo(id);
  }

  @Test
  void killGoesOn() {
    marathon.deploy(app("/web").build());
    master.deaf = true;
    String taskId = marathon.taskIds("/web").get(0);
    marathon.kill(taskId);

    master.deaf = false;
    marathon.start();
    marathon.advance(Duration.ofSeconds(10));

    assertThat(marathon.running("/web")).hasSize(1);
    assertThat(marathon.taskIds("/web")).doesNotContain(taskId);
  }

  @Test
  void laterStorageVersionIsRefused() {
    marathon.store.put("storage-version", "2".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(marathon::elect)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void unknownTaskIsKilled() {
    marathon.deploy(app("/web").build());
    marathon.store.keySet().removeIf(key -> key.startsWith("instances/"));
    marathon.store.keySet().removeIf(key -> key.startsWith("current/"));

    marathon.start();
    marathon.advance(Duration.ofSeconds(30));

    assertThat(master.liveTasks()).isEmpty();
  }

  @Test
  void instancesOfAppsThatAreGoneAreEnded() {
    marathon.deploy(app("/web").build());
    marathon.store.keySet().removeIf(key -> key.startsWith("current/"));

    marathon.start();
    marathon.advance(Duration.ofSeconds(1));

    assertThat(master.liveTasks()).isEmpty();
    assertThat(marathon.keys("instances/")).isEmpty();
  }

  @Test
  void reconciliationComesSoonAndThenNowAndThen() {
    marathon.deploy(app("/web").instances(2).build());
    marathon.advance(Duration.ofSeconds(14));
    assertThat(master.calls(Call.Type.RECONCILE)).isEmpty();

    marathon.advance(Duration.ofSeconds(1));
    List<Call> calls = master.calls(Call.Type.RECONCILE);
    assertThat(calls).hasSize(2);
    assertThat(calls.get(0).getReconcile().getTasksCount()).isEqualTo(2);
    assertThat(calls.get(1).getReconcile().getTasksCount()).isZero();

    marathon.advance(Duration.ofMinutes(10));
    assertThat(master.calls(Call.Type.RECONCILE)).hasSize(4);
  }

  @Test
  void masterThatGoesAwayIsSubscribedToAgain() {
    marathon.deploy(app("/web").build());
    marathon.run(marathon.core.masterChanged(false, marathon.now));
    master.disconnect();
    marathon.settle();
    assertThat(marathon.eventTypes()).contains("scheduler_disconnected_event");
    marathon.deploy(app("/other").build());
    assertThat(marathon.instances("/other")).isEmpty();

    marathon.run(marathon.core.masterChanged(true, marathon.now));
    marathon.settle();

    assertThat(marathon.running("/other")).hasSize(1);
    assertThat(marathon.eventTypes()).contains("scheduler_reregistered_event");
  }

  @Test
  void lostEventsLeadToAnotherSubscription() {
    FrameworkEvents gap =
        FrameworkEvents.newBuilder()
            .setStreamId(stream())
            .setFirstSeq(1000)
            .addEvents(Event.newBuilder().setType(Event.Type.HEARTBEAT))
            .build();
    String before = stream();
    marathon.run(marathon.core.received(gap, marathon.now));
    marathon.advance(Duration.ofSeconds(1));

    assertThat(stream()).isNotEqualTo(before);
    marathon.deploy(app("/web").build());
    assertThat(marathon.running("/web")).hasSize(1);
  }

  private String stream() {
    return master.stream().orElseThrow();
  }

  @Test
  void silentMasterIsSubscribedToAgain() {
    master.disconnect();
    marathon.advance(Duration.ofMinutes(2));

    marathon.deploy(app("/web").build());
    assertThat(marathon.running("/web")).hasSize(1);
  }

  @Test
  void removedFrameworkStartsAfresh() {
    marathon.deploy(app("/web").build());
    agent.tasks.clear();
    master.send(
        Event.newBuilder()
            .setType(Event.Type.ERROR)
            .setError(Event.Error.newBuilder().setMessage("Framework has been removed"))
            .build());
    marathon.advance(Duration.ofMinutes(1));

    assertThat(marathon.running("/web")).hasSize(1);
    assertThat(master.liveTasks()).hasSize(1);
  }

  @Test
  void unreachableTaskIsReplacedAndKilledIfItComesBack() {
    TestingMaster.Agent other = master.agent("b", 100, 100_000);
    marathon.deploy(
        app("/web")
            .unreachableStrategy(
                new UnreachableStrategy.Replace(Duration.ofMinutes(5), Duration.ofMinutes(10)))
            .build());
    TestingMaster.Agent lost = marathon.instances("/web").get(0).host().equals("a") ? agent : other;
    String taskId = marathon.taskIds("/web").get(0);
    master.partition(lost);
    marathon.advance(Duration.ofMinutes(4));
    assertThat(marathon.taskIds("/web")).containsExactly(taskId);

    marathon.advance(Duration.ofMinutes(2));
    assertThat(marathon.taskIds("/web")).hasSize(2).contains(taskId);
    assertThat(marathon.running("/web")).hasSize(1);

    master.heal(lost);
    marathon.advance(Duration.ofSeconds(10));
    assertThat(marathon.running("/web")).hasSize(1);
    assertThat(master.liveTasks()).hasSize(1);
  }

  @Test
  void unreachableTaskIsForgottenInTheEnd() {
    marathon.deploy(
        app("/web")
            .unreachableStrategy(
                new UnreachableStrategy.Replace(Duration.ofMinutes(5), Duration.ofMinutes(10)))
            .build());
    master.partition(agent);
    marathon.advance(Duration.ofMinutes(11));
    assertThat(marathon.instances("/web")).isEmpty();

    master.heal(agent);
    marathon.advance(Duration.ofSeconds(20));
    assertThat(marathon.running("/web")).hasSize(1);
    assertThat(master.liveTasks()).hasSize(1);
  }

  @Test
  void replacementIsImmediateByDefault() {
    master.agent("b", 100, 100_000);
    marathon.deploy(app("/web").build());
    String taskId = marathon.taskIds("/web").get(0);
    String host = marathon.instances("/web").get(0).host();
    master.partition(master.agents.get("agent-" + host));
    marathon.advance(Duration.ofSeconds(1));

    assertThat(marathon.running("/web")).hasSize(1);
    assertThat(marathon.running("/web").get(0).taskId()).isNotEqualTo(taskId);
  }

  @Test
  void disabledStrategyNeverReplaces() {
    master.agent("b", 100, 100_000);
    marathon.deploy(app("/web").unreachableStrategy(new UnreachableStrategy.Disabled()).build());
    String taskId = marathon.taskIds("/web").get(0);
    String host = marathon.instances("/web").get(0).host();
    master.partition(master.agents.get("agent-" + host));
    marathon.advance(Duration.ofHours(3));

    assertThat(marathon.taskIds("/web")).containsExactly(taskId);
  }

  @Test
  void shortOutageKeepsTheTask() {
    marathon.deploy(app("/web").build());
    String taskId = marathon.taskIds("/web").get(0);
    marathon.advance(Duration.ofMinutes(6));
    master.agents.values().forEach(master::partition);
    master.agents.values().forEach(master::heal);
    marathon.advance(Duration.ofSeconds(5));

    assertThat(marathon.taskIds("/web")).containsExactly(taskId);
  }

  @Test
  void recordsAreSmallAndMany() {
    for (int i = 0; i < 30; i++) {
      marathon.deploy(app("/prod/web" + i).instances(0).build());
    }

    for (Map.Entry<String, byte[]> record : marathon.store.entrySet()) {
      assertThat(record.getValue().length).as(record.getKey()).isLessThan(1000);
    }
    assertThat(marathon.keys("current/")).hasSize(30).contains("current/prod_web7");
  }
}
