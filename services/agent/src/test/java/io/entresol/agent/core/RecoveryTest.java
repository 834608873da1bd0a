package io.entresol.agent.core;

import static io.entresol.agent.core.CommandTaskTest.container;
import static io.entresol.agent.core.CommandTaskTest.running;
import static io.entresol.agent.core.TestingAgent.AGENT;
import static io.entresol.agent.core.TestingAgent.EPOCH;
import static io.entresol.agent.core.TestingAgent.aware;
import static io.entresol.agent.core.TestingAgent.effectsOf;
import static io.entresol.agent.core.TestingAgent.messages;
import static io.entresol.agent.core.TestingAgent.statuses;
import static io.entresol.agent.core.TestingAgent.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.DurationInfo;
import io.entresol.mesos.v1.HealthCheck;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  @Test
  void aNewAgentHasNothingToFind() {
    TestingAgent agent = TestingAgent.started();
    assertThat(agent.effects()).isEmpty();
    assertThat(agent.core().state().recovered()).isTrue();
  }

  @Test
  void looksForItsContainersBeforeItRegisters() {
    TestingAgent agent = running("t").restarted();
    agent.detect(EPOCH);
    assertThat(agent.effects()).containsExactly(new AgentEffect.RecoverContainers("M-S0"));
    agent.pass(Duration.ofMinutes(1));
    assertThat(agent.effects()).isEmpty();
  }

  @Test
  void aTaskOutlivesTheAgentsProcess() {
    TestingAgent first = running("t");
    ContainerID container = container(first);
    TestingAgent agent = first.restarted();
    agent.effects();
    agent.finds(TestingAgent.running(container));
    assertThat(agent.effects()).isEmpty();

    agent.detect(EPOCH).pass(Duration.ofMillis(500));
    AgentMessage message = messages(agent.effects()).findFirst().orElseThrow();
    assertThat(message.getAgentId()).isEqualTo(AGENT);
    assertThat(message.getReregister().getTasksList())
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.getState()).isEqualTo(TaskState.TASK_RUNNING);
              assertThat(task.getStatusesList()).hasSize(2);
              assertThat(task.getStatusUpdateState()).isEqualTo(TaskState.TASK_RUNNING);
            });
    agent.reregisteredByMaster(EPOCH);
    agent.effects();
    agent.kill("t").containerEnds(container, 15);
    assertThat(agent.acknowledgeAll())
        .containsExactly(TaskState.TASK_KILLING, TaskState.TASK_KILLED);
    assertThat(agent.disk).containsOnlyKeys("slaves/M-S0/agent");
  }

  @Test
  void unacknowledgedUpdatesAreSentAgainInOrder() {
    TestingAgent first = TestingAgent.registered();
    first.launch(aware(), task("t").build()).containerRuns(first.launchedContainer());
    ContainerID container = container(first);
    List<TaskStatus> sent = statuses(first.effects());
    first.containerEnds(container, 0);

    TestingAgent agent = first.restarted().finds();
    agent.detect(EPOCH).reregisteredByMaster(EPOCH);
    assertThat(statuses(agent.effects())).isEqualTo(sent);
    agent.acknowledge(sent.get(0));
    assertThat(agent.acknowledgeAll())
        .containsExactly(TaskState.TASK_RUNNING, TaskState.TASK_FINISHED);
    assertThat(agent.core().state().frameworks()).isEmpty();
  }

  @Test
  void aContainerThatEndedMeanwhileTellsHow() {
    TestingAgent first = running("t");
    ContainerID container = container(first);
    TestingAgent agent = first.restarted();
    agent.finds(
        new FoundContainer(
            container, ContainerStatus.getDefaultInstance(), Optional.of(Exit.status(3 << 8))));
    TaskStatus failed = recoveredStatus(agent);
    assertThat(failed.getState()).isEqualTo(TaskState.TASK_FAILED);
    assertThat(failed.getMessage()).isEqualTo("Command exited with status 3");
  }

  @Test
  void aContainerThatIsGoneHasFailed() {
    TaskStatus failed = recoveredStatus(running("t").restarted().finds());
    assertThat(failed.getState()).isEqualTo(TaskState.TASK_FAILED);
    assertThat(failed.getReason()).isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
    assertThat(failed.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
  }

  @Test
  void aLaunchThatWasInterruptedIsDropped() {
    TestingAgent first = TestingAgent.registered();
    first.launch(aware(), task("t").build());
    TaskStatus dropped = recoveredStatus(first.restarted().finds());
    assertThat(dropped.getState()).isEqualTo(TaskState.TASK_DROPPED);
    assertThat(dropped.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_RESTARTED);
  }

  @Test
  void aContainerThatStartedUnseenIsTakenOver() {
    TestingAgent first = TestingAgent.registered();
    first.launch(aware(), task("t").build());
    ContainerID container = container(first);
    TestingAgent agent = first.restarted().finds(TestingAgent.running(container));
    agent.detect(EPOCH).reregisteredByMaster(EPOCH);
    assertThat(agent.acknowledgeAll())
        .containsExactly(TaskState.TASK_STARTING, TaskState.TASK_RUNNING);
  }

  private static TaskStatus recoveredStatus(TestingAgent agent) {
    agent.detect(EPOCH).reregisteredByMaster(EPOCH);
    return statuses(agent.effects()).get(0);
  }

  @Test
  void containersOfNobodyAreDiscarded() {
    TestingAgent agent = running("t").restarted();
    ContainerID orphan = ContainerID.newBuilder().setValue("orphan").build();
    agent.effects();
    agent.finds(TestingAgent.running(orphan));
    assertThat(agent.effects()).containsExactly(new AgentEffect.DiscardContainer(orphan));
  }

  @Test
  void aKillGoesOnWithTheTimeThatIsLeft() {
    TestingAgent first = running("t");
    ContainerID container = container(first);
    first.kill("t", Duration.ofSeconds(30)).pass(Duration.ofSeconds(10));
    TestingAgent agent = first.restarted();
    agent.effects();
    agent.finds(TestingAgent.running(container));
    assertThat(agent.effects())
        .containsExactly(new AgentEffect.KillContainer(container, Duration.ofSeconds(20)));
    agent.pass(Duration.ofSeconds(20));
    assertThat(agent.effects()).containsExactly(new AgentEffect.DestroyContainer(container));
  }

  @Test
  void checksAndTimeLimitsGoOn() {
    TestingAgent first =
        running(
            task("t")
                .setMaxCompletionTime(DurationInfo.newBuilder().setNanoseconds(60_000_000_000L))
                .setHealthCheck(
                    HealthCheck.newBuilder()
                        .setType(HealthCheck.Type.TCP)
                        .setTcp(HealthCheck.TCPCheckInfo.newBuilder().setPort(80))
                        .setDelaySeconds(1))
                .build());
    ContainerID container = container(first);
    first.pass(Duration.ofSeconds(40));
    TestingAgent agent = first.restarted().finds(TestingAgent.running(container));
    agent.effects();
    agent.pass(Duration.ofSeconds(1));
    assertThat(effectsOf(AgentEffect.RunProbe.class, agent.effects())).hasSize(1);
    agent.pass(Duration.ofSeconds(19));
    assertThat(effectsOf(AgentEffect.KillContainer.class, agent.effects())).hasSize(1);
  }

  @Test
  void moreResourcesMakeAnotherAgentUnlessThatIsAllowed() {
    Map<String, byte[]> disk = TestingAgent.registered().disk;
    AgentInfo more =
        TestingAgent.info().toBuilder()
            .clearResources()
            .addAllResources(
                ProtoResources.toProto(ResourceParser.parse("cpus:8;mem:4096;disk:10000")))
            .build();
    assertThatThrownBy(
            () -> TestingAgent.configured(new HashMap<>(disk), AgentPolicy.DEFAULT, more))
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("cpus(*):4")
        .hasMessageContaining("meta/slaves/latest");

    AgentPolicy additive =
        new AgentPolicy(
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            150,
            true,
            false,
            false);
    TestingAgent agent = TestingAgent.configured(new HashMap<>(disk), additive, more);
    assertThat(agent.core().state().info().getId()).isEqualTo(AGENT);
    assertThat(agent.core().state().total().scalarMilli("cpus")).isEqualTo(8_000);
    AgentInfo less = TestingAgent.info();
    assertThatThrownBy(() -> TestingAgent.configured(agent.disk, additive, less))
        .isInstanceOf(RecoveryException.class);
  }

  @Test
  void anotherHostNameMakesAnotherAgent() {
    Map<String, byte[]> disk = TestingAgent.registered().disk;
    AgentInfo moved = TestingAgent.info().toBuilder().setHostname("elsewhere").build();
    assertThatThrownBy(() -> TestingAgent.configured(disk, AgentPolicy.DEFAULT, moved))
        .hasMessageContaining("host name host became elsewhere");
  }

  @Test
  void aBrokenRecordIsNamed() {
    TestingAgent agent = running("t");
    agent.disk.put("slaves/M-S0/agent", new byte[] {1, 2, 3});
    assertThatThrownBy(agent::restarted)
        .isInstanceOf(RecoveryException.class)
        .hasMessageContaining("slaves/M-S0/agent");
  }

  @Test
  void idsMayContainWhatKeysUse() {
    TestingAgent first = running("a%2Fb/c");
    ContainerID container = container(first);
    TestingAgent agent = first.restarted().finds(TestingAgent.running(container));
    assertThat(agent.core().state().frameworks().get(0).executors().get(0).launched())
        .singleElement()
        .extracting(task -> task.getTaskId().getValue())
        .isEqualTo("a%2Fb/c");
    agent.containerEnds(container, 0).detect(EPOCH).reregisteredByMaster(EPOCH);
    agent.acknowledgeAll();
    assertThat(agent.disk).containsOnlyKeys("slaves/M-S0/agent");
  }
}
