package io.entresol.agent.core;

import static io.entresol.agent.core.TestingAgent.EPOCH;
import static io.entresol.agent.core.TestingAgent.FRAMEWORK;
import static io.entresol.agent.core.TestingAgent.aware;
import static io.entresol.agent.core.TestingAgent.effectsOf;
import static io.entresol.agent.core.TestingAgent.messages;
import static io.entresol.agent.core.TestingAgent.statuses;
import static io.entresol.agent.core.TestingAgent.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.TaskGroupInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.ExecutorExited;
import io.entresol.proto.bus.RunTaskGroup;
import io.entresol.proto.bus.ShutdownFramework;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Groups of the default executor, whose part the agent plays. */
class TaskGroupTest {
  private static final ExecutorID POD = ExecutorID.newBuilder().setValue("pod").build();

  private static TestingAgent launched(TestingAgent agent, String... tasks) {
    TaskGroupInfo.Builder group = TaskGroupInfo.newBuilder();
    for (String id : tasks) {
      group.addTasks(task(id));
    }
    return agent.command(
        agent
            .next()
            .setRunTaskGroup(
                RunTaskGroup.newBuilder()
                    .setFramework(aware())
                    .setExecutor(
                        ExecutorInfo.newBuilder()
                            .setType(ExecutorInfo.Type.DEFAULT)
                            .setExecutorId(POD)
                            .setFrameworkId(FRAMEWORK))
                    .setTaskGroup(group)));
  }

  private static Map<String, ContainerID> containers(List<AgentEffect> effects) {
    Map<String, ContainerID> containers = new HashMap<>();
    effectsOf(AgentEffect.LaunchContainer.class, effects)
        .forEach(
            effect ->
                containers.put(
                    effect.launch().task().orElseThrow().getTaskId().getValue(),
                    effect.launch().id()));
    return containers;
  }

  private static List<String> acknowledged(TestingAgent agent, List<AgentEffect> first) {
    List<String> states = new ArrayList<>();
    for (List<TaskStatus> sent = statuses(first);
        !sent.isEmpty();
        sent = statuses(agent.effects())) {
      for (TaskStatus status : sent) {
        states.add(status.getTaskId().getValue() + " " + status.getState());
        agent.acknowledge(status);
      }
    }
    return states;
  }

  @Test
  void everyTaskGetsAContainerInsideItsExecutors() {
    TestingAgent agent = launched(TestingAgent.registered(), "a", "b");
    List<AgentEffect> effects = agent.effects();
    Map<String, ContainerID> containers = containers(effects);
    ContainerID parent = agent.core().state().frameworks().get(0).executors().get(0).containerId();
    assertThat(containers.values())
        .hasSize(2)
        .allSatisfy(container -> assertThat(container.getParent()).isEqualTo(parent));
    TaskStatus starting = statuses(effects).get(0);
    assertThat(starting.getState()).isEqualTo(TaskState.TASK_STARTING);
    assertThat(starting.getExecutorId()).isEqualTo(POD);

    agent.containerRuns(containers.get("a")).containerRuns(containers.get("b"));
    assertThat(acknowledged(agent, effects))
        .containsExactlyInAnyOrder(
            "a TASK_STARTING", "b TASK_STARTING", "a TASK_RUNNING", "b TASK_RUNNING");
  }

  @Test
  void aContainerInsideItsExecutorsIsDescribedOnlyWhileItRuns() {
    TestingAgent agent = launched(TestingAgent.registered(), "a");
    List<AgentEffect> effects = agent.effects();
    ContainerID container = containers(effects).get("a");
    ContainerStatus onlyItsName = ContainerStatus.newBuilder().setContainerId(container).build();
    TaskStatus starting = statuses(effects).get(0);
    assertThat(starting.getContainerStatus()).isEqualTo(onlyItsName);

    agent.containerRuns(container).acknowledge(starting);
    TaskStatus running = statuses(agent.effects()).get(0);
    assertThat(running.getState()).isEqualTo(TaskState.TASK_RUNNING);
    assertThat(running.getContainerStatus().getNetworkInfosList()).hasSize(1);

    agent.acknowledge(running);
    agent.containerEnds(container, 0);
    TaskStatus finished = statuses(agent.effects()).get(0);
    assertThat(finished.getState()).isEqualTo(TaskState.TASK_FINISHED);
    assertThat(finished.getContainerStatus()).isEqualTo(onlyItsName);
  }

  @Test
  void oneFailureEndsTheGroupAndThenTheExecutor() {
    TestingAgent agent = launched(TestingAgent.registered(), "a", "b");
    Map<String, ContainerID> containers = containers(agent.effects());
    containers.values().forEach(agent::containerRuns);
    agent.effects();
    agent.containerEnds(containers.get("a"), 1 << 8);
    assertThat(effectsOf(AgentEffect.KillContainer.class, agent.effects()))
        .extracting(AgentEffect.KillContainer::id)
        .containsExactly(containers.get("b"));
    agent.containerEnds(containers.get("b"), 15);
    assertThat(messages(agent.effects()).filter(AgentMessage::hasExecutorExited)).isEmpty();
    agent.pass(Duration.ofSeconds(1));
    assertThat(messages(agent.effects()).filter(AgentMessage::hasExecutorExited))
        .extracting(AgentMessage::getExecutorExited)
        .containsExactly(
            ExecutorExited.newBuilder()
                .setFrameworkId(FRAMEWORK)
                .setExecutorId(POD)
                .setStatus(0)
                .build());
  }

  @Test
  void anExecutorThatBeginsAgainAtOnceHasNotEnded() {
    TestingAgent agent = launched(TestingAgent.registered(), "a");
    List<AgentEffect> effects = agent.effects();
    ContainerID container = containers(effects).get("a");
    agent.containerRuns(container).containerEnds(container, 0);
    acknowledged(agent, effects);
    launched(agent, "b");
    agent.effects();
    agent.pass(Duration.ofSeconds(1));
    assertThat(messages(agent.effects()).filter(AgentMessage::hasExecutorExited)).isEmpty();
  }

  @Test
  void aTaskThatFinishesLeavesTheOthersAlone() {
    TestingAgent agent = launched(TestingAgent.registered(), "a", "b");
    Map<String, ContainerID> containers = containers(agent.effects());
    containers.values().forEach(agent::containerRuns);
    agent.effects();
    agent.containerEnds(containers.get("a"), 0);
    assertThat(effectsOf(AgentEffect.KillContainer.class, agent.effects())).isEmpty();
    assertThat(agent.core().state().frameworks().get(0).executors().get(0).launched()).hasSize(1);
  }

  @Test
  void aKillDuringLaunchEndsTheWholeGroup() {
    TestingAgent agent = launched(TestingAgent.registered(), "a", "b");
    Map<String, ContainerID> containers = containers(agent.effects());
    agent.kill("a");
    assertThat(effectsOf(AgentEffect.DestroyContainer.class, agent.effects()))
        .extracting(AgentEffect.DestroyContainer::id)
        .containsExactlyInAnyOrderElementsOf(containers.values());
    containers
        .values()
        .forEach(id -> agent.launchFails(id, LaunchFailure.Stage.PREPARATION, "ended"));
    agent.pass(Duration.ofSeconds(1));
    assertThat(messages(agent.effects()).filter(AgentMessage::hasExecutorExited)).hasSize(1);
  }

  @Test
  void anotherGroupJoinsTheSameExecutor() {
    TestingAgent agent = launched(TestingAgent.registered(), "a");
    Map<String, ContainerID> first = containers(agent.effects());
    launched(agent, "b");
    Map<String, ContainerID> second = containers(agent.effects());
    first.values().forEach(agent::containerRuns);
    second.values().forEach(agent::containerRuns);
    agent.effects();
    agent.containerEnds(first.get("a"), 1 << 8);
    assertThat(effectsOf(AgentEffect.KillContainer.class, agent.effects())).isEmpty();
  }

  @Test
  void everythingIsForgottenInTheEnd() {
    TestingAgent agent = launched(TestingAgent.registered(), "a", "b");
    List<AgentEffect> effects = agent.effects();
    Map<String, ContainerID> containers = containers(effects);
    containers.values().forEach(agent::containerRuns);
    containers.values().forEach(id -> agent.containerEnds(id, 0));
    acknowledged(agent, effects);
    assertThat(agent.core().state().frameworks()).isEmpty();
    assertThat(agent.disk).containsOnlyKeys("slaves/M-S0/agent");
  }

  @Test
  void aRestartedAgentFindsEveryTaskAgain() {
    TestingAgent first = launched(TestingAgent.registered(), "a", "b");
    Map<String, ContainerID> containers = containers(first.effects());
    containers.values().forEach(first::containerRuns);
    TestingAgent agent = first.restarted();
    agent.effects();
    agent.finds(
        TestingAgent.running(containers.get("a")), TestingAgent.running(containers.get("b")));
    agent.detect(EPOCH);
    assertThat(agent.core().state().frameworks().get(0).executors().get(0).launched()).hasSize(2);
    agent.containerEnds(containers.get("a"), 9);
    assertThat(effectsOf(AgentEffect.KillContainer.class, agent.effects()))
        .extracting(AgentEffect.KillContainer::id)
        .containsExactly(containers.get("b"));
  }

  @Test
  void shutdownOfTheFrameworkEndsTheGroup() {
    TestingAgent agent = launched(TestingAgent.registered(), "a", "b");
    Map<String, ContainerID> containers = containers(agent.effects());
    agent.containerRuns(containers.get("a"));
    agent.effects();
    agent.command(
        agent
            .next()
            .setShutdownFramework(ShutdownFramework.newBuilder().setFrameworkId(FRAMEWORK)));
    List<AgentEffect> effects = agent.effects();
    assertThat(effectsOf(AgentEffect.KillContainer.class, effects)).hasSize(1);
    assertThat(effectsOf(AgentEffect.DestroyContainer.class, effects)).hasSize(1);
    containers.values().forEach(id -> agent.containerEnds(id, 9));
    assertThat(agent.core().state().frameworks()).isEmpty();
    assertThat(agent.disk).containsOnlyKeys("slaves/M-S0/agent");
  }
}
