package io.entresol.agent.core;

import static io.entresol.agent.core.TestingAgent.AGENT;
import static io.entresol.agent.core.TestingAgent.FRAMEWORK;
import static io.entresol.agent.core.TestingAgent.aware;
import static io.entresol.agent.core.TestingAgent.dockerTask;
import static io.entresol.agent.core.TestingAgent.effectsOf;
import static io.entresol.agent.core.TestingAgent.framework;
import static io.entresol.agent.core.TestingAgent.statuses;
import static io.entresol.agent.core.TestingAgent.task;
import static io.entresol.agent.core.TestingAgent.taskId;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.DurationInfo;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.NetworkInfo;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.Value;
import io.entresol.proto.agent.ExecutorRun;
import io.entresol.proto.bus.ReconcileTasks;
import io.entresol.proto.bus.UpdateFramework;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandTaskTest {
  @Test
  void launchesAContainerAndRecordsItFirst() {
    TestingAgent agent = TestingAgent.registered();
    TaskInfo task = task("t").build();
    agent.launch(aware(), task);

    ContainerID container = agent.launchedContainer();
    ContainerLaunch launch =
        effectsOf(AgentEffect.LaunchContainer.class, agent.effects()).get(0).launch();
    assertThat(launch)
        .isEqualTo(
            new ContainerLaunch(
                AGENT,
                container,
                aware(),
                launch.executor(),
                ExecutorRun.Kind.COMMAND,
                Optional.of(task),
                task.getCommand(),
                Optional.empty(),
                ResourceParser.parse("cpus:0.2;mem:64").allocatedTo("role")));
    assertThat(launch.executor().getExecutorId().getValue()).isEqualTo("t");
    assertThat(launch.executor().getName())
        .isEqualTo("Command Executor (Task: t) (Command: sh -c 'sleep 1000')");
    assertThat(launch.executor().getSource()).isEqualTo("t");
    String run = "slaves/M-S0/frameworks/M-0000/executors/t/runs/" + container.getValue();
    assertThat(agent.disk)
        .containsOnlyKeys(
            "slaves/M-S0/agent",
            "slaves/M-S0/frameworks/M-0000",
            run,
            run + "/tasks/t/info",
            run + "/tasks/t/progress");
  }

  @Test
  void namesTheCommandInShort() {
    assertThat(name(CommandInfo.newBuilder().setValue("echo hello; sleep 5")))
        .endsWith("(Command: sh -c 'echo hello; ...')");
    assertThat(name(CommandInfo.newBuilder())).endsWith("(Command: NO COMMAND)");
    assertThat(name(CommandInfo.newBuilder().setShell(false))).endsWith("(Command: NO EXECUTABLE)");
    assertThat(name(CommandInfo.newBuilder().setShell(false).setValue("ls").addArguments("-l")))
        .endsWith("(Command: [ls, -l])");
  }

  private static String name(CommandInfo.Builder command) {
    return CommandExecutor.info(aware(), task("t").setCommand(command).build()).getName();
  }

  @Test
  void saysStartingThenRunningAsTheCommandExecutorOfMesosDoes() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), task("t").build());
    ContainerID container = agent.launchedContainer();
    agent.effects();
    agent.containerRuns(
        container,
        ContainerStatus.newBuilder().setContainerId(container).setExecutorPid(99).build());

    TaskStatus starting = statuses(agent.effects()).get(0);
    assertThat(starting)
        .isEqualTo(
            TaskStatus.newBuilder()
                .setTaskId(taskId("t"))
                .setState(TaskState.TASK_STARTING)
                .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
                .setAgentId(AGENT)
                .setExecutorId(ExecutorID.newBuilder().setValue("t"))
                .setTimestamp((double) TestingAgent.START.getEpochSecond())
                .setUuid(starting.getUuid())
                .setContainerStatus(
                    ContainerStatus.newBuilder()
                        .setContainerId(container)
                        .setExecutorPid(99)
                        .addNetworkInfos(network("10.0.0.1")))
                .build());
    agent.acknowledge(starting);
    assertThat(statuses(agent.effects()))
        .extracting(TaskStatus::getState)
        .containsExactly(TaskState.TASK_RUNNING);
  }

  private static NetworkInfo network(String ip) {
    return NetworkInfo.newBuilder()
        .addIpAddresses(
            NetworkInfo.IPAddress.newBuilder()
                .setProtocol(NetworkInfo.Protocol.IPv4)
                .setIpAddress(ip))
        .build();
  }

  @Test
  void exitStatusDecidesHowTheTaskEnded() {
    assertThat(ended(0)).isEqualTo("TASK_FINISHED: Command exited with status 0");
    assertThat(ended(3 << 8)).isEqualTo("TASK_FAILED: Command exited with status 3");
    assertThat(ended(9)).isEqualTo("TASK_FAILED: Command terminated with signal Killed");
    assertThat(ended(15)).isEqualTo("TASK_FAILED: Command terminated with signal Terminated");
    assertThat(ended(11 | 0x80))
        .isEqualTo("TASK_FAILED: Command terminated with signal Segmentation fault (core dumped)");
  }

  private static String ended(int waitStatus) {
    TestingAgent agent = running("t");
    agent.containerEnds(container(agent), waitStatus);
    TaskStatus last = statuses(agent.effects()).get(0);
    assertThat(last.getSource()).isEqualTo(TaskStatus.Source.SOURCE_EXECUTOR);
    assertThat(last.hasReason()).isFalse();
    assertThat(last.hasContainerStatus()).isTrue();
    return last.getState() + ": " + last.getMessage();
  }

  /** An agent with a task whose first two updates are acknowledged. */
  static TestingAgent running(String id) {
    return running(task(id).build());
  }

  static TestingAgent running(TaskInfo task) {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), task);
    agent.containerRuns(agent.launchedContainer());
    agent.acknowledgeAll();
    return agent;
  }

  static ContainerID container(TestingAgent agent) {
    return agent.core().state().frameworks().get(0).executors().get(0).containerId();
  }

  @Test
  void forgetsTheTaskOnceItsEndIsAcknowledged() {
    TestingAgent agent = running("t");
    ContainerID container = container(agent);
    agent.containerEnds(container, 0);
    TaskStatus finished = statuses(agent.effects()).get(0);
    agent.acknowledge(finished);

    assertThat(agent.effects()).containsExactly(new AgentEffect.RemoveContainer(container));
    assertThat(agent.disk).containsOnlyKeys("slaves/M-S0/agent");
    AgentState state = agent.core().state();
    assertThat(state.frameworks()).isEmpty();
    assertThat(state.completedFrameworks())
        .singleElement()
        .satisfies(
            framework ->
                assertThat(framework.completedExecutors().get(0).completed())
                    .singleElement()
                    .extracting(task -> task.getState())
                    .isEqualTo(TaskState.TASK_FINISHED));
    assertThat(agent.core().nextDeadline()).contains(agent.now().plusSeconds(75));
  }

  @Test
  void aFrameworkThatComesBackBringsItsPast() {
    TestingAgent agent = running("t");
    agent.containerEnds(container(agent), 0);
    agent.acknowledgeAll();
    agent.launch(aware(), task("u").build());

    AgentState state = agent.core().state();
    assertThat(state.completedFrameworks()).isEmpty();
    assertThat(state.frameworks().get(0).completedExecutors()).hasSize(1);
  }

  @Test
  void dockerTasksShowTheirOwnAddressWhileTheyRun() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), dockerTask("t").build());
    ContainerID container = agent.launchedContainer();
    agent.effects();
    agent.run(
        agent
            .core()
            .launched(
                container,
                ContainerStatus.newBuilder()
                    .setContainerId(container)
                    .addNetworkInfos(network("172.17.0.2"))
                    .build(),
                ByteString.copyFromUtf8("[inspection]"),
                agent.now()));
    TaskStatus starting = statuses(agent.effects()).get(0);
    agent.acknowledge(starting);
    TaskStatus running = statuses(agent.effects()).get(0);
    agent.acknowledge(running);
    agent.containerEnds(container, 5 << 8);
    TaskStatus failed = statuses(agent.effects()).get(0);

    assertThat(List.of(starting, running, failed))
        .extracting(status -> status.getContainerStatus().getNetworkInfos(0))
        .containsExactly(network("10.0.0.1"), network("172.17.0.2"), network("10.0.0.1"));
    assertThat(running.getData().toStringUtf8()).isEqualTo("[inspection]");
    assertThat(failed.getMessage()).isEqualTo("Container exited with status 5");
    assertThat(agent.core().state().frameworks().get(0).executors().get(0).terminated())
        .singleElement()
        .satisfies(task -> assertThat(task.getStatuses(1).hasData()).isFalse());
  }

  @Test
  void dockerTasksGetNoMoreThanTheyAskFor() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), dockerTask("t").build());
    assertThat(
            effectsOf(AgentEffect.LaunchContainer.class, agent.effects())
                .get(0)
                .launch()
                .resources())
        .isEqualTo(ResourceParser.parse("cpus:0.1;mem:32").allocatedTo("role"));
  }

  @Test
  void whatCannotBePreparedFails() {
    assertThat(launchFailure(LaunchFailure.Stage.PREPARATION))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getState()).isEqualTo(TaskState.TASK_FAILED);
              assertThat(status.getReason())
                  .isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED);
              assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
              assertThat(status.getMessage()).isEqualTo("Failed to launch container: why");
              assertThat(status.hasContainerStatus()).isFalse();
            });
  }

  @Test
  void whatHasNoSandboxIsDropped() {
    assertThat(launchFailure(LaunchFailure.Stage.SANDBOX))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getState()).isEqualTo(TaskState.TASK_DROPPED);
              assertThat(status.getReason())
                  .isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
              assertThat(status.getMessage()).isEqualTo("why");
            });
  }

  @Test
  void whatCannotBeStartedHadBegun() {
    assertThat(launchFailure(LaunchFailure.Stage.START))
        .extracting(TaskStatus::getState)
        .containsExactly(TaskState.TASK_STARTING, TaskState.TASK_FAILED);
  }

  private static List<TaskStatus> launchFailure(LaunchFailure.Stage stage) {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), task("t").build());
    ContainerID container = agent.launchedContainer();
    agent.effects();
    agent.launchFails(container, stage, "why");
    List<TaskStatus> all = new ArrayList<>();
    List<TaskStatus> sent = statuses(agent.effects());
    while (!sent.isEmpty()) {
      all.addAll(sent);
      sent.forEach(agent::acknowledge);
      sent = statuses(agent.effects());
    }
    assertThat(agent.core().state().frameworks()).isEmpty();
    return all;
  }

  @Test
  void aContainerThatExceedsItsLimitsFailsWithTheReason() {
    TestingAgent agent = running("t");
    agent.containerEnds(
        container(agent),
        new Exit(
            Optional.of(9),
            Optional.of(TaskState.TASK_FAILED),
            Optional.of(TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY),
            "Memory limit exceeded"));
    assertThat(statuses(agent.effects()))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getState()).isEqualTo(TaskState.TASK_FAILED);
              assertThat(status.getReason())
                  .isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY);
              assertThat(status.getSource()).isEqualTo(TaskStatus.Source.SOURCE_AGENT);
            });
  }

  @Test
  void aLaunchThatTakesTooLongFails() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), task("t").build());
    ContainerID container = agent.launchedContainer();
    agent.effects();
    agent.pass(Duration.ofMinutes(1));
    assertThat(agent.effects()).containsExactly(new AgentEffect.DestroyContainer(container));
    agent.launchFails(container, LaunchFailure.Stage.PREPARATION, "cancelled");
    assertThat(statuses(agent.effects()))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getState()).isEqualTo(TaskState.TASK_FAILED);
              assertThat(status.getMessage()).startsWith("Executor did not register within");
            });
  }

  @Test
  void aContainerThatDoesNotEndIsDestroyedAgainAndAgain() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), task("t").build());
    ContainerID container = agent.launchedContainer();
    agent.effects();
    agent.pass(Duration.ofMinutes(1).plusSeconds(14));
    assertThat(effectsOf(AgentEffect.DestroyContainer.class, agent.effects())).hasSize(1);
    agent.ping(true).pass(Duration.ofSeconds(60));
    assertThat(effectsOf(AgentEffect.DestroyContainer.class, agent.effects()))
        .containsOnly(new AgentEffect.DestroyContainer(container))
        .hasSize(2);
  }

  @Test
  void aCommandTaskCannotReuseALiveExecutorsId() {
    TestingAgent agent = running("t");
    agent.launch(aware(), task("t").build());
    assertThat(agent.effects())
        .containsExactly(new AgentEffect.Note("Ignored another task with the id t"));
    assertThat(agent.core().state().frameworks().get(0).executors().get(0).launched()).hasSize(1);
  }

  @Test
  void aTaskMayNotRunLongerThanItsLimit() {
    TestingAgent agent =
        running(
            task("t")
                .setMaxCompletionTime(DurationInfo.newBuilder().setNanoseconds(1_500_000_000L))
                .build());
    agent.pass(Duration.ofMillis(1_500));
    ContainerID container = container(agent);
    assertThat(agent.effects())
        .containsExactly(new AgentEffect.KillContainer(container, Duration.ofSeconds(3)));
    agent.containerEnds(container, 15);
    assertThat(statuses(agent.effects()))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getState()).isEqualTo(TaskState.TASK_FAILED);
              assertThat(status.getReason())
                  .isEqualTo(TaskStatus.Reason.REASON_MAX_COMPLETION_TIME_REACHED);
              assertThat(status.getMessage())
                  .isEqualTo("Command terminated with signal Terminated");
            });
  }

  @Test
  void limitsNeedTheIsolatorsForThem() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(
        aware(),
        task("t").putLimits("cpus", Value.Scalar.newBuilder().setValue(1).build()).build());
    assertThat(statuses(agent.effects()))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getState()).isEqualTo(TaskState.TASK_DROPPED);
              assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_GC_ERROR);
              assertThat(status.hasExecutorId()).isFalse();
            });
  }

  @Test
  void nothingIsWrittenDownForFrameworksThatDoNotCheckpoint() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware().toBuilder().setCheckpoint(false).build(), task("t").build());
    agent.containerRuns(agent.launchedContainer());
    assertThat(agent.disk).containsOnlyKeys("slaves/M-S0/agent");
  }

  @Test
  void anUpdateOfTheFrameworkIsKept() {
    TestingAgent agent = running("t");
    agent.command(
        agent
            .next()
            .setUpdateFramework(
                UpdateFramework.newBuilder().setFramework(aware().toBuilder().setName("renamed"))));
    assertThat(agent.core().state().frameworks().get(0).info().getName()).isEqualTo("renamed");
    assertThat(agent.restarted().core().state().frameworks().get(0).info().getName())
        .isEqualTo("renamed");
  }

  @Test
  void unknownTasksOfAReconciliationAreDropped() {
    TestingAgent agent = running("t");
    agent.command(
        agent
            .next()
            .setReconcileTasks(
                ReconcileTasks.newBuilder()
                    .setFrameworkId(FRAMEWORK)
                    .addTaskIds(taskId("t"))
                    .addTaskIds(taskId("nope"))
                    .setPartitionAware(true)));
    TaskStatus dropped = statuses(agent.effects()).get(0);
    assertThat(dropped.getTaskId()).isEqualTo(taskId("nope"));
    assertThat(dropped.getState()).isEqualTo(TaskState.TASK_DROPPED);
    assertThat(dropped.getReason()).isEqualTo(TaskStatus.Reason.REASON_RECONCILIATION);
    agent.acknowledge(dropped);
    assertThat(agent.effects()).isEmpty();
  }

  @Test
  void unawareFrameworksHearOfLostTasks() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(
        framework(),
        task("t").putLimits("mem", Value.Scalar.newBuilder().setValue(64).build()).build());
    assertThat(statuses(agent.effects()))
        .singleElement()
        .extracting(TaskStatus::getState)
        .isEqualTo(TaskState.TASK_LOST);
  }
}
