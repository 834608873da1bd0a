package io.entresol.agent.core;

import static io.entresol.agent.core.TestingAgent.EPOCH;
import static io.entresol.agent.core.TestingAgent.FRAMEWORK;
import static io.entresol.agent.core.TestingAgent.aware;
import static io.entresol.agent.core.TestingAgent.customExecutor;
import static io.entresol.agent.core.TestingAgent.effectsOf;
import static io.entresol.agent.core.TestingAgent.messages;
import static io.entresol.agent.core.TestingAgent.statuses;
import static io.entresol.agent.core.TestingAgent.task;
import static io.entresol.agent.core.TestingAgent.taskId;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.executor.Call;
import io.entresol.mesos.v1.executor.Event;
import io.entresol.proto.agent.ExecutorRun;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.ExecutorExited;
import io.entresol.proto.bus.ExecutorMessage;
import io.entresol.proto.bus.SchedulerMessage;
import io.entresol.proto.bus.ShutdownExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CustomExecutorTest {
  private static final ExecutorID CX = ExecutorID.newBuilder().setValue("cx").build();
  private int uuids;

  private static TaskInfo custom(String id) {
    return task(id).clearCommand().setExecutor(customExecutor("cx")).build();
  }

  private static Call.Builder call(Call.Type type) {
    return Call.newBuilder().setType(type).setFrameworkId(FRAMEWORK).setExecutorId(CX);
  }

  private static Call subscribe() {
    return call(Call.Type.SUBSCRIBE).setSubscribe(Call.Subscribe.getDefaultInstance()).build();
  }

  private TaskStatus.Builder status(String task, TaskState state) {
    return TaskStatus.newBuilder()
        .setTaskId(taskId(task))
        .setState(state)
        .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
        .setUuid(ByteString.copyFromUtf8("%016d".formatted(++uuids)));
  }

  private static Call update(TaskStatus.Builder status) {
    return call(Call.Type.UPDATE).setUpdate(Call.Update.newBuilder().setStatus(status)).build();
  }

  /** An agent whose executor has subscribed and has been given the task cx-1. */
  private static TestingAgent subscribed() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), custom("cx-1"));
    agent.containerRuns(agent.launchedContainer());
    agent.executorCalls(subscribe());
    agent.effects();
    return agent;
  }

  private static ContainerID container(TestingAgent agent) {
    return agent.core().state().frameworks().get(0).executors().get(0).containerId();
  }

  private static List<Event> events(TestingAgent agent) {
    return effectsOf(AgentEffect.SendToExecutor.class, agent.effects()).stream()
        .map(AgentEffect.SendToExecutor::event)
        .toList();
  }

  @Test
  void startsOneExecutorForAllItsTasks() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), custom("cx-1")).launch(aware(), custom("cx-2"));
    List<AgentEffect> effects = agent.effects();
    ContainerLaunch launch = effectsOf(AgentEffect.LaunchContainer.class, effects).get(0).launch();
    assertThat(effects).hasSize(1);
    assertThat(launch.kind()).isEqualTo(ExecutorRun.Kind.CUSTOM);
    assertThat(launch.task()).isEmpty();
    assertThat(launch.command().getValue()).isEqualTo("run-executor");
  }

  @Test
  void givesQueuedTasksToAnExecutorThatSubscribes() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), custom("cx-1")).launch(aware(), custom("cx-2"));
    agent.containerRuns(agent.launchedContainer());
    agent.effects();
    assertThat(agent.core().refusal(subscribe())).isEmpty();
    agent.executorCalls(subscribe());
    List<Event> events = events(agent);
    assertThat(events)
        .extracting(Event::getType)
        .containsExactly(Event.Type.SUBSCRIBED, Event.Type.LAUNCH, Event.Type.LAUNCH);
    assertThat(events.get(0).getSubscribed().getContainerId()).isEqualTo(container(agent));
    assertThat(events.get(0).getSubscribed().getAgentInfo().getId()).isEqualTo(TestingAgent.AGENT);
    assertThat(events.get(1).getLaunch().getTask()).isEqualTo(custom("cx-1"));

    agent.launch(aware(), custom("cx-3"));
    assertThat(events(agent)).extracting(Event::getType).containsExactly(Event.Type.LAUNCH);
  }

  @Test
  void forwardsUpdatesAndAcknowledgesThemOnceRecorded() {
    TestingAgent agent = subscribed();
    TaskStatus.Builder running =
        status("cx-1", TaskState.TASK_RUNNING).setMessage("hi").setTimestamp(5);
    agent.executorCalls(update(running));
    List<AgentEffect> effects = agent.effects();
    TaskStatus forwarded = statuses(effects).get(0);
    assertThat(forwarded.getMessage()).isEqualTo("hi");
    assertThat(forwarded.getTimestamp()).isEqualTo(5);
    assertThat(forwarded.hasExecutorId()).isFalse();
    assertThat(forwarded.getContainerStatus().getContainerId()).isEqualTo(container(agent));
    assertThat(effectsOf(AgentEffect.SendToExecutor.class, effects))
        .containsExactly(
            new AgentEffect.SendToExecutor(
                FRAMEWORK,
                CX,
                Event.newBuilder()
                    .setType(Event.Type.ACKNOWLEDGED)
                    .setAcknowledged(
                        Event.Acknowledged.newBuilder()
                            .setTaskId(taskId("cx-1"))
                            .setUuid(running.getUuid()))
                    .build()));

    agent.executorCalls(update(running));
    effects = agent.effects();
    assertThat(statuses(effects)).isEmpty();
    assertThat(effectsOf(AgentEffect.SendToExecutor.class, effects)).hasSize(1);
  }

  @Test
  void anExecutorMayReportATaskItWasNeverGiven() {
    TestingAgent agent = subscribed();
    agent.executorCalls(update(status("unknown", TaskState.TASK_RUNNING)));
    List<AgentEffect> effects = agent.effects();
    TaskStatus stray = statuses(effects).get(0);
    assertThat(stray.getTaskId()).isEqualTo(taskId("unknown"));
    assertThat(stray.hasContainerStatus()).isFalse();
    assertThat(effectsOf(AgentEffect.SendToExecutor.class, effects)).as("acknowledged").isEmpty();
  }

  @Test
  void anExecutorCannotReportATaskOfAnother() {
    TestingAgent agent = subscribed();
    TaskInfo.Builder other = custom("other").toBuilder();
    other.getExecutorBuilder().setExecutorId(id("another"));
    agent.launch(aware(), other.build());
    agent.effects();
    TaskStatus.Builder lie = status("other", TaskState.TASK_FINISHED);
    assertThat(code(agent, update(lie))).isEqualTo(400);

    agent.executorCalls(
        call(Call.Type.SUBSCRIBE)
            .setSubscribe(
                Call.Subscribe.newBuilder()
                    .addUnacknowledgedUpdates(Call.Update.newBuilder().setStatus(lie)))
            .build());
    assertThat(statuses(agent.effects()))
        .extracting(TaskStatus::getTaskId)
        .doesNotContain(taskId("other"));
  }

  @Test
  void wrongCallsAreRefusedAsMesosDoes() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), custom("cx-1"));
    assertThat(code(agent, update(status("cx-1", TaskState.TASK_RUNNING)))).isEqualTo(403);
    agent.containerRuns(agent.launchedContainer()).executorCalls(subscribe());
    assertThat(code(agent, update(status("cx-1", TaskState.TASK_RUNNING)))).isEqualTo(202);
    assertThat(code(agent, update(status("cx-1", TaskState.TASK_STAGING)))).isEqualTo(400);
    assertThat(code(agent, update(status("cx-1", TaskState.TASK_RUNNING).clearUuid())))
        .isEqualTo(400);
    assertThat(
            code(
                agent,
                update(
                    status("cx-1", TaskState.TASK_RUNNING)
                        .setUuid(ByteString.copyFromUtf8("short")))))
        .isEqualTo(400);
    assertThat(
            code(
                agent,
                update(
                    status("cx-1", TaskState.TASK_RUNNING)
                        .setSource(TaskStatus.Source.SOURCE_AGENT))))
        .isEqualTo(400);
    assertThat(
            code(
                agent,
                update(
                    status("cx-1", TaskState.TASK_RUNNING)
                        .setExecutorId(CX.toBuilder().setValue("another")))))
        .isEqualTo(400);
    assertThat(code(agent, call(Call.Type.SUBSCRIBE).build())).isEqualTo(400);
    assertThat(code(agent, call(Call.Type.UPDATE).build())).isEqualTo(400);
    assertThat(code(agent, call(Call.Type.MESSAGE).build())).isEqualTo(400);
    assertThat(code(agent, call(Call.Type.UNKNOWN).build())).isEqualTo(400);
    assertThat(code(agent, subscribe().toBuilder().setExecutorId(id("nope")).build()))
        .isEqualTo(400);
    assertThat(
            code(
                agent,
                call(Call.Type.HEARTBEAT)
                    .setExecutorId(id("nope"))
                    .setFrameworkId(FRAMEWORK.toBuilder().setValue("nope"))
                    .build()))
        .isEqualTo(202);
  }

  private static ExecutorID id(String id) {
    return ExecutorID.newBuilder().setValue(id).build();
  }

  private static int code(TestingAgent agent, Call call) {
    return agent.core().refusal(call).map(CallRefusal::status).orElse(202);
  }

  @Test
  void nobodyIsHeardBeforeTheContainersAreKnown() {
    TestingAgent agent = subscribed().restarted();
    assertThat(code(agent, subscribe())).isEqualTo(503);
  }

  @Test
  void messagesPassBothWays() {
    TestingAgent agent = subscribed();
    ByteString data = ByteString.copyFromUtf8("data");
    agent.executorCalls(
        call(Call.Type.MESSAGE).setMessage(Call.Message.newBuilder().setData(data)).build());
    assertThat(messages(agent.effects()).map(AgentMessage::getExecutorMessage))
        .containsExactly(
            ExecutorMessage.newBuilder()
                .setFrameworkId(FRAMEWORK)
                .setExecutorId(CX)
                .setData(data)
                .build());
    agent.command(
        agent
            .next()
            .setSchedulerMessage(
                SchedulerMessage.newBuilder()
                    .setFrameworkId(FRAMEWORK)
                    .setExecutorId(CX)
                    .setData(data)));
    assertThat(events(agent))
        .containsExactly(
            Event.newBuilder()
                .setType(Event.Type.MESSAGE)
                .setMessage(Event.Message.newBuilder().setData(data))
                .build());
  }

  @Test
  void killIsTheExecutorsToCarryOut() {
    TestingAgent agent = subscribed();
    agent.kill("cx-1");
    assertThat(events(agent))
        .containsExactly(
            Event.newBuilder()
                .setType(Event.Type.KILL)
                .setKill(Event.Kill.newBuilder().setTaskId(taskId("cx-1")))
                .build());
  }

  @Test
  void anExecutorWhoseFirstTasksWereAllKilledIsNotStarted() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), custom("cx-1")).launch(aware(), custom("cx-2"));
    ContainerID container = container(agent);
    agent.effects();
    agent.kill("cx-1");
    List<AgentEffect> effects = agent.effects();
    assertThat(statuses(effects).get(0).getReason())
        .isEqualTo(TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH);
    assertThat(effectsOf(AgentEffect.DestroyContainer.class, effects)).isEmpty();
    agent.kill("cx-2");
    assertThat(effectsOf(AgentEffect.DestroyContainer.class, agent.effects()))
        .containsExactly(new AgentEffect.DestroyContainer(container));
  }

  @Test
  void shutdownIsAskedForAndThenEnforced() {
    TestingAgent agent = subscribed();
    ContainerID container = container(agent);
    agent.command(
        agent
            .next()
            .setShutdownExecutor(
                ShutdownExecutor.newBuilder().setFrameworkId(FRAMEWORK).setExecutorId(CX)));
    assertThat(events(agent)).extracting(Event::getType).containsExactly(Event.Type.SHUTDOWN);
    agent.launch(aware(), custom("late"));
    assertThat(statuses(agent.effects()).get(0).getReason())
        .isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
    agent.pass(Duration.ofSeconds(5));
    assertThat(agent.effects()).containsExactly(new AgentEffect.DestroyContainer(container));
  }

  @Test
  void theMasterHearsOfTheEndBeforeTheFrameworkDoes() {
    TestingAgent agent = subscribed();
    agent.executorCalls(update(status("cx-1", TaskState.TASK_RUNNING)));
    agent.acknowledgeAll();
    agent.containerEnds(container(agent), 0);
    List<AgentEffect> effects = agent.effects();
    assertThat(effects.get(0)).isEqualTo(new AgentEffect.CloseExecutor(FRAMEWORK, CX));
    List<AgentMessage> sent = messages(effects).toList();
    assertThat(sent.get(0).getExecutorExited())
        .isEqualTo(
            ExecutorExited.newBuilder()
                .setFrameworkId(FRAMEWORK)
                .setExecutorId(CX)
                .setStatus(0)
                .build());
    TaskStatus failed = sent.get(1).getStatusUpdate().getStatus();
    assertThat(failed.getState()).isEqualTo(TaskState.TASK_FAILED);
    assertThat(failed.getReason()).isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
    assertThat(failed.getMessage()).isEqualTo("Executor terminated");
    assertThat(failed.getExecutorId()).isEqualTo(CX);
    assertThat(failed.hasContainerStatus()).isFalse();
  }

  @Test
  void anIdleExecutorStays() {
    TestingAgent agent = subscribed();
    agent.executorCalls(update(status("cx-1", TaskState.TASK_FINISHED)));
    assertThat(agent.acknowledgeAll()).containsExactly(TaskState.TASK_FINISHED);
    assertThat(agent.core().state().frameworks().get(0).executors()).hasSize(1);
    agent.executorCalls(subscribe());
    assertThat(events(agent)).extracting(Event::getType).containsExactly(Event.Type.SUBSCRIBED);
  }

  @Test
  void anExecutorComesBackToARestartedAgent() {
    TestingAgent first = subscribed();
    ContainerID container = container(first);
    TestingAgent agent = first.restarted().detect(EPOCH);
    agent.finds(TestingAgent.running(container));
    agent.effects();
    agent.pass(Duration.ofMillis(1_900));
    assertThat(messages(agent.effects())).isEmpty();
    agent.executorCalls(
        call(Call.Type.SUBSCRIBE)
            .setSubscribe(
                Call.Subscribe.newBuilder()
                    .addUnacknowledgedTasks(custom("cx-1"))
                    .addUnacknowledgedUpdates(
                        Call.Update.newBuilder().setStatus(status("cx-1", TaskState.TASK_RUNNING))))
            .build());
    assertThat(events(agent))
        .extracting(Event::getType)
        .containsExactly(Event.Type.SUBSCRIBED, Event.Type.ACKNOWLEDGED);
    agent.pass(Duration.ofSeconds(1));
    AgentMessage message = messages(agent.effects()).findFirst().orElseThrow();
    assertThat(message.getReregister().getExecutorsList()).hasSize(1);
    assertThat(message.getReregister().getTasks(0).getState()).isEqualTo(TaskState.TASK_RUNNING);
    assertThat(message.getReregister().getTasks(0).getExecutorId()).isEqualTo(CX);
  }

  @Test
  void aTaskThatTheExecutorNeverGotIsDropped() {
    TestingAgent first = subscribed();
    TestingAgent agent = first.restarted().finds(TestingAgent.running(container(first)));
    agent.executorCalls(subscribe());
    agent.detect(EPOCH).pass(Duration.ofSeconds(3)).reregisteredByMaster(EPOCH);
    assertThat(statuses(agent.effects()))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getState()).isEqualTo(TaskState.TASK_DROPPED);
              assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_AGENT_RESTARTED);
            });
  }

  @Test
  void anExecutorThatDoesNotComeBackIsGivenUp() {
    TestingAgent first = subscribed();
    first.executorCalls(update(status("cx-1", TaskState.TASK_RUNNING)));
    first.acknowledgeAll();
    ContainerID container = container(first);
    TestingAgent agent = first.restarted().detect(EPOCH);
    agent.finds(TestingAgent.running(container));
    agent.effects();
    agent.pass(Duration.ofSeconds(2));
    assertThat(agent.effects()).contains(new AgentEffect.DestroyContainer(container));
    agent.reregisteredByMaster(EPOCH);
    agent.containerEnds(container, 9);
    assertThat(statuses(agent.effects()))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.getState()).isEqualTo(TaskState.TASK_GONE);
              assertThat(status.getReason())
                  .isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_REREGISTRATION_TIMEOUT);
            });
  }

  @Test
  void anExecutorWithoutATaskIsShutDownWhenItComesBack() {
    TestingAgent first = subscribed();
    first.executorCalls(update(status("cx-1", TaskState.TASK_FINISHED)));
    first.acknowledgeAll();
    TestingAgent agent = first.restarted().finds(TestingAgent.running(container(first)));
    agent.executorCalls(subscribe());
    assertThat(events(agent))
        .extracting(Event::getType)
        .containsExactly(Event.Type.SUBSCRIBED, Event.Type.SHUTDOWN);
  }

  @Test
  void anExecutorThatNeverSpeaksTimesOut() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(aware(), custom("cx-1"));
    ContainerID container = container(agent);
    agent.containerRuns(container);
    agent.effects();
    agent.pass(Duration.ofMinutes(1));
    assertThat(agent.effects()).containsExactly(new AgentEffect.DestroyContainer(container));
    agent.containerEnds(
        container, new Exit(Optional.of(9), Optional.empty(), Optional.empty(), ""));
    assertThat(statuses(agent.effects()))
        .singleElement()
        .extracting(TaskStatus::getReason)
        .isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_REGISTRATION_TIMEOUT);
  }
}
