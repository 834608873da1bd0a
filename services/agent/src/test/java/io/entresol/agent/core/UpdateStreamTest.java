package io.entresol.agent.core;

import static io.entresol.agent.core.CommandTaskTest.container;
import static io.entresol.agent.core.CommandTaskTest.running;
import static io.entresol.agent.core.TestingAgent.aware;
import static io.entresol.agent.core.TestingAgent.statuses;
import static io.entresol.agent.core.TestingAgent.task;
import static io.entresol.agent.core.TestingAgent.updates;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.entresol.domain.id.Epoch;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.bus.AgentStatusUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateStreamTest {
  @Test
  void oneUpdateIsOutstandingAndTheLatestStateGoesWithIt() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), task("t").build()).containerRuns(agent.launchedContainer());
    AgentStatusUpdate first = updates(agent.effects()).get(0);
    assertThat(first.getStatus().getState()).isEqualTo(TaskState.TASK_STARTING);
    assertThat(first.hasLatestState()).isFalse();

    agent.containerEnds(container(agent), 0).pass(Duration.ofSeconds(10));
    AgentStatusUpdate again = updates(agent.effects()).get(0);
    assertThat(again.getStatus()).isEqualTo(first.getStatus());
    assertThat(again.getLatestState()).isEqualTo(TaskState.TASK_FINISHED);
    agent.acknowledge(first.getStatus());
    assertThat(agent.acknowledgeAll())
        .containsExactly(TaskState.TASK_RUNNING, TaskState.TASK_FINISHED);
  }

  @Test
  void repeatsAfterTenSecondsThenTwiceAsLongUpToTenMinutes() {
    TestingAgent agent = running("t");
    agent.containerEnds(container(agent), 0);
    agent.effects();
    List<Long> seconds = new ArrayList<>();
    Instant start = agent.now();
    for (int i = 0; i < 9; i++) {
      while (statuses(agent.effects()).isEmpty()) {
        agent.pass(Duration.ofSeconds(1));
        if (agent.now().getEpochSecond() % 30 == 0) {
          agent.ping(true);
        }
      }
      seconds.add(Duration.between(start, agent.now()).toSeconds());
    }
    assertThat(seconds).containsExactly(10L, 30L, 70L, 150L, 310L, 630L, 1230L, 1830L, 2430L);
  }

  @Test
  void aWrongAcknowledgementChangesNothing() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), task("t").build()).containerRuns(agent.launchedContainer());
    TaskStatus starting = statuses(agent.effects()).get(0);
    agent.acknowledge(starting.toBuilder().setUuid(ByteString.copyFromUtf8("wrong")).build());
    assertThat(statuses(agent.effects())).isEmpty();
    agent.acknowledge(starting);
    agent.effects();
    agent.acknowledge(starting);
    assertThat(statuses(agent.effects())).isEmpty();
    agent.pass(Duration.ofSeconds(10));
    assertThat(statuses(agent.effects()))
        .extracting(TaskStatus::getState)
        .containsExactly(TaskState.TASK_RUNNING);
  }

  @Test
  void nothingIsSentWhileThereIsNoMaster() {
    TestingAgent agent = running("t");
    agent.loseMaster().containerEnds(container(agent), 0).pass(Duration.ofHours(1));
    assertThat(agent.effects()).isEmpty();
  }

  @Test
  void everyOutstandingUpdateIsSentAgainToANewMaster() {
    TestingAgent agent = running("t");
    agent.containerEnds(container(agent), 0);
    agent.pass(Duration.ofSeconds(30));
    agent.effects();
    agent.detect(new Epoch(8)).reregisteredByMaster(new Epoch(8));
    assertThat(statuses(agent.effects()))
        .extracting(TaskStatus::getState)
        .containsExactly(TaskState.TASK_FINISHED);
    agent.pass(Duration.ofSeconds(10));
    assertThat(statuses(agent.effects())).hasSize(1);
  }

  @Test
  void theMasterIsToldWhichUpdateWasSentLast() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), task("t").build()).containerRuns(agent.launchedContainer());
    agent.containerEnds(container(agent), 0);
    TaskStatus starting = statuses(agent.effects()).get(0);
    var task = agent.core().state().frameworks().get(0).executors().get(0).terminated().get(0);
    assertThat(task.getState()).isEqualTo(TaskState.TASK_FINISHED);
    assertThat(task.getStatusUpdateState()).isEqualTo(TaskState.TASK_STARTING);
    assertThat(task.getStatusUpdateUuid()).isEqualTo(starting.getUuid());
  }
}
