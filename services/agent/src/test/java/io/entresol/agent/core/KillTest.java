package io.entresol.agent.core;

import static io.entresol.agent.core.CommandTaskTest.container;
import static io.entresol.agent.core.CommandTaskTest.running;
import static io.entresol.agent.core.TestingAgent.FRAMEWORK;
import static io.entresol.agent.core.TestingAgent.aware;
import static io.entresol.agent.core.TestingAgent.dockerTask;
import static io.entresol.agent.core.TestingAgent.effectsOf;
import static io.entresol.agent.core.TestingAgent.framework;
import static io.entresol.agent.core.TestingAgent.statuses;
import static io.entresol.agent.core.TestingAgent.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.DrainConfig;
import io.entresol.mesos.v1.DurationInfo;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.KillPolicy;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.bus.DrainAgent;
import io.entresol.proto.bus.ShutdownExecutor;
import io.entresol.proto.bus.ShutdownFramework;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KillTest {
  @Test
  void asksPolitelyFirst() {
    TestingAgent agent = running("t");
    agent.kill("t");
    List<AgentEffect> effects = agent.effects();
    assertThat(statuses(effects))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getState()).isEqualTo(TaskState.TASK_KILLING);
              assertThat(status.hasReason()).isFalse();
            });
    assertThat(effectsOf(AgentEffect.KillContainer.class, effects))
        .containsExactly(new AgentEffect.KillContainer(container(agent), Duration.ofSeconds(3)));
  }

  @Test
  void killsByForceWhenTheGracePeriodIsOver() {
    TestingAgent agent = running("t");
    ContainerID container = container(agent);
    agent.kill("t");
    agent.acknowledgeAll();
    agent.pass(Duration.ofMillis(2_999));
    assertThat(agent.effects()).isEmpty();
    agent.pass(Duration.ofMillis(1));
    assertThat(agent.effects()).containsExactly(new AgentEffect.DestroyContainer(container));
    agent.containerEnds(container, 9);
    assertThat(statuses(agent.effects()))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getState()).isEqualTo(TaskState.TASK_KILLED);
              assertThat(status.getMessage()).isEqualTo("Command terminated with signal Killed");
              assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_EXECUTOR);
              assertThat(status.hasReason()).isFalse();
              assertThat(status.hasHealthy()).isFalse();
            });
  }

  @Test
  void aKilledTaskIsKilledEvenIfItEndsWell() {
    TestingAgent agent = running("t");
    agent.kill("t").containerEnds(container(agent), 0);
    assertThat(agent.acknowledgeAll())
        .containsExactly(TaskState.TASK_KILLING, TaskState.TASK_KILLED);
  }

  @Test
  void killingIsOnlySaidToThoseWhoKnowIt() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(framework(), task("t").build()).containerRuns(agent.launchedContainer());
    agent.acknowledgeAll();
    agent.kill("t").containerEnds(container(agent), 15);
    assertThat(agent.acknowledgeAll()).containsExactly(TaskState.TASK_KILLED);
  }

  @Test
  void gracePeriodIsTheKillsThenTheTasksThenTheDefault() {
    var policy =
        KillPolicy.newBuilder()
            .setGracePeriod(DurationInfo.newBuilder().setNanoseconds(7_000_000_000L));
    assertThat(grace(running(task("t").setKillPolicy(policy).build()).kill("t")))
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(
            grace(
                running(task("t").setKillPolicy(policy).build()).kill("t", Duration.ofSeconds(1))))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(grace(running(dockerTask("t").build()).kill("t"))).isEqualTo(Duration.ofSeconds(5));
    assertThat(grace(running("t").kill("t", Duration.ofSeconds(-1)))).isEqualTo(Duration.ZERO);
  }

  private static Duration grace(TestingAgent agent) {
    return effectsOf(AgentEffect.KillContainer.class, agent.effects()).get(0).gracePeriod();
  }

  @Test
  void anotherKillOnlyShortensTheGracePeriod() {
    TestingAgent agent = running("t");
    agent.kill("t", Duration.ofSeconds(20));
    agent.effects();
    agent.kill("t", Duration.ofSeconds(60)).kill("t", Duration.ofSeconds(2));
    agent.kill("t", Duration.ofSeconds(30));
    assertThat(agent.effects()).isEmpty();
    agent.pass(Duration.ofSeconds(2));
    assertThat(agent.effects()).containsExactly(new AgentEffect.DestroyContainer(container(agent)));
  }

  @Test
  void killDuringLaunchEndsTheTaskAtOnce() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), task("t").build());
    ContainerID container = agent.launchedContainer();
    agent.effects();
    agent.kill("t");
    List<AgentEffect> effects = agent.effects();
    TaskStatus killed = statuses(effects).get(0);
    assertThat(killed.getState()).isEqualTo(TaskState.TASK_KILLED);
    assertThat(killed.getReason()).isEqualTo(TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH);
    assertThat(killed.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
    assertThat(killed.hasContainerStatus()).isFalse();
    assertThat(effectsOf(AgentEffect.DestroyContainer.class, effects))
        .containsExactly(new AgentEffect.DestroyContainer(container));

    agent.acknowledge(killed);
    assertThat(agent.effects()).isEmpty();
    agent.containerRuns(container);
    assertThat(agent.effects()).containsExactly(new AgentEffect.DestroyContainer(container));
    agent.containerEnds(container, 9);
    assertThat(agent.effects()).containsExactly(new AgentEffect.RemoveContainer(container));
    assertThat(agent.core().state().frameworks()).isEmpty();
  }

  @Test
  void aKillOfAnUnknownTaskIsOnlyNoted() {
    TestingAgent agent = running("t");
    agent.kill("nope");
    assertThat(agent.effects())
        .containsExactly(new AgentEffect.Note("Ignored the kill of task nope, which is not here"));
  }

  @Test
  void shutdownOfAFrameworkEndsEverythingAndTellsNobody() {
    TestingAgent agent = running("t");
    ContainerID container = container(agent);
    agent.command(
        agent
            .next()
            .setShutdownFramework(ShutdownFramework.newBuilder().setFrameworkId(FRAMEWORK)));
    assertThat(agent.effects())
        .containsExactly(new AgentEffect.KillContainer(container, Duration.ofSeconds(5)));
    agent.launch(aware(), task("late").build());
    assertThat(effectsOf(AgentEffect.LaunchContainer.class, agent.effects())).isEmpty();
    agent.containerEnds(container, 15);
    assertThat(agent.effects()).containsExactly(new AgentEffect.RemoveContainer(container));
    assertThat(agent.disk).containsOnlyKeys("slaves/M-S0/agent");
    assertThat(agent.core().state().completedFrameworks()).hasSize(1);
  }

  @Test
  void shutdownOfAnExecutorKillsItsTask() {
    TestingAgent agent = running("t");
    agent.command(
        agent
            .next()
            .setShutdownExecutor(
                ShutdownExecutor.newBuilder()
                    .setFrameworkId(FRAMEWORK)
                    .setExecutorId(ExecutorID.newBuilder().setValue("t"))));
    assertThat(effectsOf(AgentEffect.KillContainer.class, agent.effects()))
        .containsExactly(new AgentEffect.KillContainer(container(agent), Duration.ofSeconds(5)));
  }

  @Test
  void drainingKillsTasksAndTakesNoNewOnes() {
    TestingAgent agent = running("t");
    ContainerID container = container(agent);
    agent.command(agent.next().setDrain(drain(false)));
    List<AgentEffect> effects = agent.effects();
    assertThat(effectsOf(AgentEffect.KillContainer.class, effects))
        .containsExactly(new AgentEffect.KillContainer(container, Duration.ofSeconds(1)));
    assertThat(statuses(effects))
        .singleElement()
        .extracting(TaskStatus::getReason)
        .isEqualTo(TaskStatus.Reason.REASON_AGENT_DRAINING);
    assertThat(agent.disk).containsKey("slaves/M-S0/drain");

    agent.launch(aware(), task("late").build());
    assertThat(statuses(agent.effects()))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getState()).isEqualTo(TaskState.TASK_DROPPED);
              assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_DRAINING);
              agent.acknowledge(status);
            });
    agent.containerEnds(container, 15);
  }

  @Test
  void drainingEndsWhenNothingIsLeft() {
    TestingAgent agent = running("t");
    agent.command(agent.next().setDrain(drain(false)));
    agent.containerEnds(container(agent), 15);
    assertThat(agent.acknowledgeAll())
        .containsExactly(TaskState.TASK_KILLING, TaskState.TASK_KILLED);
    assertThat(agent.core().state().drain()).isEmpty();
    assertThat(agent.disk).containsOnlyKeys("slaves/M-S0/agent");
  }

  @Test
  void drainingForGoodMakesTasksGone() {
    TestingAgent agent = running("t");
    agent.command(agent.next().setDrain(drain(true)));
    agent.containerEnds(container(agent), 15);
    assertThat(agent.acknowledgeAll())
        .containsExactly(TaskState.TASK_KILLING, TaskState.TASK_GONE_BY_OPERATOR);
  }

  private static DrainAgent drain(boolean gone) {
    return DrainAgent.newBuilder()
        .setConfig(
            DrainConfig.newBuilder()
                .setMarkGone(gone)
                .setMaxGracePeriod(DurationInfo.newBuilder().setNanoseconds(1_000_000_000L)))
        .build();
  }
}
