package io.entresol.master.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.scheduler.Call;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
  private static final String SOME = "cpus:1;mem:128";
  private static final String REASON = " SOURCE_MASTER REASON_RECONCILIATION: Reconciliation: ";

  private final TestingMaster master = TestingMaster.elected();
  private final TestingFramework framework = TestingFramework.subscribed(master);
  private final TestingFramework old =
      TestingFramework.subscribed(master, "s1", TestingFramework.oldInfo("web"));
  private final TestingAgent agent = TestingAgent.registered(master);

  private static List<String> updates(List<String> lines) {
    return lines.stream()
        .filter(line -> line.contains(" UPDATE "))
        .map(line -> line.substring(line.indexOf("UPDATE ") + "UPDATE ".length()))
        .toList();
  }

  @Test
  void aKnownTaskIsReportedWhateverAgentIsNamed() {
    framework.launch(agent, "t", SOME);

    assertThat(updates(framework.reconcile("t", "nope")))
        .containsExactly("t TASK_STAGING" + REASON + "Latest task state");
  }

  @Test
  void anUnknownTaskOfARegisteredAgentIsGone() {
    assertThat(updates(framework.reconcile("t", agent.id())))
        .containsExactly("t TASK_GONE" + REASON + "Task is unknown to the agent");
    assertThat(updates(old.reconcile("t", agent.id())))
        .containsExactly("t TASK_LOST" + REASON + "Task is unknown to the agent");
    master.nodeLeft("elsewhere");
  }

  @Test
  void anUnknownTaskOfADisconnectedAgentIsGone() {
    TestingMaster other = TestingMaster.elected();
    TestingFramework listening = TestingFramework.subscribed(other);
    TestingAgent away = TestingAgent.registered(other);
    other.nodeLeft(TestingMaster.NODE);
    TestingFramework again =
        TestingFramework.subscribed(
            other, "s9", TestingFramework.info("web").setId(listening.protoId()));

    assertThat(updates(again.reconcile("t", away.id())))
        .containsExactly("t TASK_GONE" + REASON + "Task is unknown to the agent");
  }

  @Test
  void aTaskOfAnUnreachableAgentIsUnreachable() {
    framework.launch(agent, "t", SOME);
    master.pass(Duration.ofSeconds(100));

    assertThat(updates(framework.reconcile("t", agent.id())))
        .containsExactly("t TASK_UNREACHABLE" + REASON + "Task is unreachable");
    assertThat(updates(framework.reconcile("other", agent.id())))
        .containsExactly("other TASK_UNREACHABLE" + REASON + "Task is unreachable");
    assertThat(updates(framework.reconcile("t", "")))
        .containsExactly("t TASK_UNKNOWN" + REASON + "Task is unknown");
    assertThat(updates(old.reconcile("t", agent.id())))
        .containsExactly("t TASK_LOST" + REASON + "Task is unreachable");
  }

  @Test
  void aTaskOfAnAgentThatAnOperatorGaveUpIsGoneForGood() {
    master.operator(OperatorCalling.markGone(agent));

    assertThat(updates(framework.reconcile("t", agent.id())))
        .containsExactly("t TASK_GONE_BY_OPERATOR" + REASON + "Task is gone");
  }

  @Test
  void aTaskOfAnUnknownAgentIsUnknown() {
    assertThat(updates(framework.reconcile("t", "nope")))
        .containsExactly("t TASK_UNKNOWN" + REASON + "Task is unknown");
    assertThat(updates(old.reconcile("t", "")))
        .containsExactly("t TASK_LOST" + REASON + "Task is unknown");
  }

  @Test
  void nothingIsSaidOfTasksWhoseAgentMayYetComeBack() {
    TestingMaster next = master.successor();
    TestingFramework again =
        TestingFramework.subscribed(
            next, "s9", TestingFramework.info("web").setId(framework.protoId()));

    assertThat(updates(again.reconcile("t", agent.id()))).isEmpty();
    assertThat(updates(again.reconcile("t", ""))).isEmpty();
    assertThat(updates(again.reconcile("t", "nope")))
        .containsExactly("t TASK_UNKNOWN" + REASON + "Task is unknown");
    agent.follow(next);
    agent.reregister(agent.report());
    assertThat(updates(again.reconcile("t", "")))
        .containsExactly("t TASK_UNKNOWN" + REASON + "Task is unknown");
  }

  @Test
  void withoutNamesAllLivingTasksAreReported() {
    framework.launch(agent, "t0", SOME);
    framework.launch(agent, "t1", SOME);
    framework.launch(agent, "t2", SOME);
    agent.update(framework, "t0", TaskState.TASK_RUNNING);
    agent.update(framework, "t1", TaskState.TASK_FINISHED);
    agent.update(framework, "t2", TaskState.TASK_FINISHED);
    framework.acknowledge(agent, "t2", "t2TASK_FINISHED");

    assertThat(updates(framework.reconcile()))
        .containsExactly(
            "t0 TASK_RUNNING" + REASON + "Latest task state",
            "t1 TASK_FINISHED" + REASON + "Latest task state");
  }

  @Test
  void anUnknownTaskThatIsToBeKilledIsAnsweredTheSameWay() {
    assertThat(framework.kill("t"))
        .containsExactly("reply 202", "s0 #3 UPDATE t TASK_UNKNOWN" + REASON + "Task is unknown");
    assertThat(
            framework.call(
                Call.newBuilder()
                    .setType(Call.Type.KILL)
                    .setKill(
                        Call.Kill.newBuilder()
                            .setTaskId(TestingFramework.taskId("t"))
                            .setAgentId(agent.protoId()))))
        .containsExactly(
            "reply 202", "s0 #4 UPDATE t TASK_GONE" + REASON + "Task is unknown to the agent");
  }
}
