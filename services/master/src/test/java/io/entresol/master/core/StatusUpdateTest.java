package io.entresol.master.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.AgentStatusUpdate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusUpdateTest {
  private static final String SOME = "cpus:1;mem:128";

  private final TestingMaster master = TestingMaster.elected();
  private final TestingFramework framework = TestingFramework.subscribed(master);
  private final TestingAgent agent = TestingAgent.registered(master);

  @BeforeEach
  void launch() {
    framework.launch(agent, "t", SOME);
  }

  private List<String> statesOfTask() {
    return framework.reconcile("t", "").stream().filter(line -> line.contains("UPDATE")).toList();
  }

  @Test
  void anUpdateIsForwarded() {
    assertThat(agent.update(framework, "t", TaskState.TASK_RUNNING))
        .containsExactly("reply received", "s0 #4 UPDATE t TASK_RUNNING SOURCE_EXECUTOR");
  }

  @Test
  void theFrameworksAcknowledgementGoesToTheAgent() {
    agent.update(framework, "t", TaskState.TASK_RUNNING);

    assertThat(framework.acknowledge(agent, "t", "tTASK_RUNNING"))
        .containsExactly("reply 202", "a0 #3 ACKNOWLEDGE_UPDATE t");
  }

  @Test
  void whatWasNotForwardedCannotBeAcknowledged() {
    assertThat(framework.acknowledge(agent, "t", "tTASK_RUNNING")).containsExactly("reply 202");
  }

  @Test
  void whetherAnAcknowledgementFitsIsForTheAgentToSay() {
    agent.update(framework, "t", TaskState.TASK_FINISHED);

    assertThat(framework.acknowledge(agent, "t", "another update"))
        .containsExactly("reply 202", "a0 #3 ACKNOWLEDGE_UPDATE t");
    assertThat(statesOfTask()).singleElement().asString().contains("t TASK_FINISHED");
  }

  @Test
  void aTaskThatEndsFreesItsResourcesAtOnce() {
    assertThat(agent.update(framework, "t", TaskState.TASK_FINISHED))
        .containsExactly(
            "reply received",
            "s0 #4 UPDATE t TASK_FINISHED SOURCE_EXECUTOR",
            "allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:1;mem<web>:128]");
    assertThat(framework.offered(agent, "cpus:8")).isEqualTo("m-O1");
  }

  @Test
  void anEndedTaskIsRememberedUntilItsEndIsAcknowledged() {
    agent.update(framework, "t", TaskState.TASK_FINISHED);
    assertThat(statesOfTask()).singleElement().asString().contains("t TASK_FINISHED");

    framework.acknowledge(agent, "t", "tTASK_FINISHED");

    assertThat(statesOfTask()).singleElement().asString().contains("t TASK_UNKNOWN");
    assertThat(master.state().getFrameworks(0).getCompletedTasksList())
        .extracting(task -> task.getTaskId().getValue())
        .containsExactly("t");
  }

  @Test
  void aRepeatedUpdateIsForwardedAgain() {
    agent.update(framework, "t", TaskState.TASK_FINISHED);

    assertThat(agent.update(framework, "t", TaskState.TASK_FINISHED))
        .containsExactly("reply received", "s0 #5 UPDATE t TASK_FINISHED SOURCE_EXECUTOR");
  }

  @Test
  void anUpdateOfAnEndedAndAcknowledgedTaskIsForwardedAndChangesNothing() {
    agent.update(framework, "t", TaskState.TASK_FINISHED);
    framework.acknowledge(agent, "t", "tTASK_FINISHED");

    assertThat(agent.update(framework, "t", TaskState.TASK_FINISHED))
        .contains("reply received", "s0 #5 UPDATE t TASK_FINISHED SOURCE_EXECUTOR");
  }

  @Test
  void theNewestStateCountsWhileOlderUpdatesWait() {
    AgentStatusUpdate.Builder update =
        AgentStatusUpdate.newBuilder()
            .setFrameworkId(framework.protoId())
            .setStatus(agent.status("t", TaskState.TASK_RUNNING))
            .setLatestState(TaskState.TASK_FINISHED);

    assertThat(agent.say(AgentMessage.newBuilder().setStatusUpdate(update)))
        .containsExactly(
            "reply received",
            "s0 #4 UPDATE t TASK_RUNNING SOURCE_EXECUTOR",
            "allocator #4 RECOVERED m-0000 m-S0 [cpus<web>:1;mem<web>:128]");
    assertThat(statesOfTask()).singleElement().asString().contains("t TASK_RUNNING");
    assertThat(master.state().getFrameworks(0).getTasks(0).getState())
        .isEqualTo(TaskState.TASK_FINISHED);
  }

  @Test
  void anUpdateOfAnUnknownTaskIsForwarded() {
    assertThat(agent.update(framework, "unknown", TaskState.TASK_RUNNING))
        .containsExactly("reply received", "s0 #4 UPDATE unknown TASK_RUNNING SOURCE_EXECUTOR");
  }

  @Test
  void anUpdateWithoutUuidIsDropped() {
    TaskStatus.Builder status = agent.status("t", TaskState.TASK_FINISHED).clearUuid();

    assertThat(agent.update(framework, status)).containsExactly("reply received");
  }

  @Test
  void updatesForAFrameworkThatIsAwayWaitAtTheAgent() {
    master.streamClosed("s0");

    assertThat(agent.update(framework, "t", TaskState.TASK_RUNNING))
        .containsExactly("reply received");
  }

  @Test
  void anAgentThatStillRunsTasksOfAnEndedFrameworkIsToldAgain() {
    framework.call(Call.Type.TEARDOWN);

    assertThat(agent.update(framework, "t", TaskState.TASK_KILLED))
        .containsExactly("reply received", "a0 #4 SHUTDOWN_FRAMEWORK m-0000");
  }

  @Test
  void anExecutorThatEndsFreesWhatItHeld() {
    TaskInfo.Builder task =
        TestingFramework.task(agent, "u", ResourceParser.parse("cpus:1"))
            .setExecutor(TestingFramework.executor("e", "cpus:0.5;mem:32"));
    framework.accept(framework.offered(agent, "cpus:1.5;mem:32"), TestingFramework.launch(task));
    agent.update(framework, "u", TaskState.TASK_FAILED);

    assertThat(agent.executorExited(framework, "e", 256))
        .containsExactly(
            "reply received",
            "s0 #6 FAILURE m-S0 e 256",
            "allocator #6 RECOVERED m-0000 m-S0 [cpus<web>:0.5;mem<web>:32]");
    assertThat(agent.executorExited(framework, "e", 256)).containsExactly("reply received");
  }

  @Test
  void operatorsSeeEachNewState() {
    master.operatorSubscribe("o");

    assertThat(agent.update(framework, "t", TaskState.TASK_RUNNING))
        .containsExactly(
            "reply received",
            "s0 #4 UPDATE t TASK_RUNNING SOURCE_EXECUTOR",
            "o #3 TASK_UPDATED t TASK_RUNNING now TASK_RUNNING");
    assertThat(agent.update(framework, "t", TaskState.TASK_RUNNING))
        .containsExactly("reply received", "s0 #5 UPDATE t TASK_RUNNING SOURCE_EXECUTOR");
  }

  @Test
  void updatesOfAnAgentThatIsNotRegisteredAreNotForwarded() {
    agent.unregister();

    assertThat(agent.update(framework, "t", TaskState.TASK_RUNNING))
        .containsExactly("reply received", "a0 #0 PING NOT CONNECTED");
  }
}
