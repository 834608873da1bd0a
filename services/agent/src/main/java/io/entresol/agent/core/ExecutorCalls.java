package io.entresol.agent.core;

import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.executor.Call;
import io.entresol.mesos.v1.executor.Event;
import io.entresol.proto.bus.ExecutorMessage;
import io.entresol.proto.bus.SchedulerMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What executors of the frameworks' own say to the agent, and what it says to them. */
final class ExecutorCalls {
  private static final int UUID_BYTES = 16;

  private final CoreState state;
  private final StatusUpdates updates;
  private final Launches launches;
  private final Kills kills;
  private final Registration registration;

  ExecutorCalls(
      CoreState state,
      StatusUpdates updates,
      Launches launches,
      Kills kills,
      Registration registration) {
    this.state = state;
    this.updates = updates;
    this.launches = launches;
    this.kills = kills;
    this.registration = registration;
  }

  /** Why a call is not taken; empty if it is. */
  Optional<CallRefusal> refusal(Call call) {
    Optional<String> invalid = invalid(call);
    if (invalid.isPresent()) {
      return CallRefusal.badRequest("Failed to validate Executor::Call: " + invalid.get());
    }
    if (call.getType() == Call.Type.HEARTBEAT) {
      return Optional.empty();
    }
    Framework framework = state.frameworks().get(call.getFrameworkId());
    if (framework == null) {
      return CallRefusal.badRequest("Framework cannot be found");
    }
    Executor executor = framework.executors().get(call.getExecutorId());
    if (executor == null || executor.agentRuns()) {
      return CallRefusal.badRequest("Executor cannot be found");
    }
    if (executor.state() == Executor.State.REGISTERING && call.getType() != Call.Type.SUBSCRIBE) {
      return Optional.of(new CallRefusal(403, "Executor is not subscribed"));
    }
    TaskID task = call.getUpdate().getStatus().getTaskId();
    return call.getType() == Call.Type.UPDATE && isOfAnother(executor, task)
        ? CallRefusal.badRequest(
            "Failed to validate Executor::Call: task '"
                + task.getValue()
                + "' is not one of executor '"
                + executor.id().getValue()
                + "'")
        : Optional.empty();
  }

  /** An executor may report tasks that nobody knows, but not those of another executor. */
  private static boolean isOfAnother(Executor executor, TaskID id) {
    return executor.framework().task(id).filter(task -> task.executor() != executor).isPresent();
  }

  private static Optional<String> invalid(Call call) {
    return switch (call.getType()) {
      case UNKNOWN -> Optional.of("Expecting 'type' to be present");
      case SUBSCRIBE ->
          call.hasSubscribe()
              ? Optional.empty()
              : Optional.of("Expecting 'subscribe' to be present");
      case UPDATE ->
          call.hasUpdate()
              ? invalidStatus(call, call.getUpdate().getStatus())
              : Optional.of("Expecting 'update' to be present");
      case MESSAGE ->
          call.hasMessage() ? Optional.empty() : Optional.of("Expecting 'message' to be present");
      case HEARTBEAT -> Optional.empty();
    };
  }

  private static Optional<String> invalidStatus(Call call, TaskStatus status) {
    String executor =
        "executor "
            + call.getExecutorId().getValue()
            + " of framework "
            + call.getFrameworkId().getValue();
    if (!status.hasUuid()) {
      return Optional.of("Expecting 'uuid' to be present");
    }
    if (status.getUuid().size() != UUID_BYTES) {
      return Optional.of("Not a valid UUID");
    }
    if (status.hasExecutorId() && !status.getExecutorId().equals(call.getExecutorId())) {
      return Optional.of("The executor id of the status is not that of the call");
    }
    if (status.getSource() != TaskStatus.Source.SOURCE_EXECUTOR) {
      return Optional.of("Expecting 'SOURCE_EXECUTOR' as the source of an update of " + executor);
    }
    return status.getState() == TaskState.TASK_STAGING
        ? Optional.of("TASK_STAGING is not for " + executor + " to report")
        : Optional.empty();
  }

  /** Obeys a call that was not refused. */
  void call(Turn turn, Call call) {
    if (call.getType() == Call.Type.HEARTBEAT) {
      return;
    }
    Executor executor =
        state.frameworks().get(call.getFrameworkId()).executors().get(call.getExecutorId());
    switch (call.getType()) {
      case SUBSCRIBE -> subscribe(turn, executor, call.getSubscribe());
      case UPDATE -> update(turn, executor, call.getUpdate().getStatus());
      case MESSAGE -> message(turn, executor, call.getMessage());
      case HEARTBEAT, UNKNOWN -> {}
    }
  }

  private void subscribe(Turn turn, Executor executor, Call.Subscribe subscribe) {
    if (executor.isEnding()) {
      Kills.send(turn, executor, Event.newBuilder().setType(Event.Type.SHUTDOWN).build());
      return;
    }
    boolean returned = executor.subscribed();
    executor.state(Executor.State.RUNNING);
    executor.markSubscribed();
    state.deadlines().cancel(new Due.ExecutorRegistration(executor.containerId().getValue()));
    if (state.checkpoints(executor.framework())) {
      turn.put(RecordKeys.run(state.agentId().getValue(), executor), executor.record());
    }
    Kills.send(turn, executor, subscribed(executor));
    subscribe.getUnacknowledgedUpdatesList().forEach(u -> update(turn, executor, u.getStatus()));
    if (returned) {
      dropUndelivered(turn, executor, subscribe.getUnacknowledgedTasksList());
    }
    List<AgentTask> queued =
        executor.tasks().values().stream()
            .filter(task -> !task.delivered() && !task.ended())
            .toList();
    launches.deliver(turn, executor, queued);
    if (!executor.hasLiveTasks() && !executor.used()) {
      kills.shutdownExecutor(turn, executor);
    }
  }

  private Event subscribed(Executor executor) {
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder()
                .setExecutorInfo(executor.info())
                .setFrameworkInfo(executor.framework().info())
                .setAgentInfo(state.info())
                .setContainerId(executor.containerId()))
        .build();
  }

  /** A task was sent before the agent died, but the executor never got it. */
  private void dropUndelivered(Turn turn, Executor executor, List<TaskInfo> known) {
    Set<TaskID> arrived = new HashSet<>();
    known.forEach(task -> arrived.add(task.getTaskId()));
    for (AgentTask task : List.copyOf(executor.tasks().values())) {
      if (task.delivered()
          && task.state() == TaskState.TASK_STAGING
          && !arrived.contains(task.id())) {
        updates.report(
            turn,
            task,
            StatusUpdates.fromAgent(
                Exits.dropped(executor.framework()),
                TaskStatus.Reason.REASON_AGENT_RESTARTED,
                "The task was being handed over while the agent was restarted"));
      }
    }
  }

  private void update(Turn turn, Executor executor, TaskStatus status) {
    AgentTask task = executor.tasks().get(status.getTaskId());
    if (task == null && isOfAnother(executor, status.getTaskId())) {
      state.metrics().updateRefused();
      return; // among what it has not had acknowledged when it subscribes
    }
    boolean taken =
        task == null
            ? updates.reportStray(turn, executor.framework().id(), status.toBuilder())
            : updates.report(turn, task, status.toBuilder());
    if (!taken) {
      state.metrics().updateRefused();
    }
    if (task == null) {
      return; // the executor is told nothing of tasks that it was never given
    }
    // Also one that came twice: the executor has not heard of the first acknowledgement.
    Kills.send(
        turn,
        executor,
        Event.newBuilder()
            .setType(Event.Type.ACKNOWLEDGED)
            .setAcknowledged(
                Event.Acknowledged.newBuilder()
                    .setTaskId(status.getTaskId())
                    .setUuid(status.getUuid()))
            .build());
  }

  private void message(Turn turn, Executor executor, Call.Message message) {
    if (registration.phase() != Registration.Phase.RUNNING) {
      state.metrics().messageRefused();
      return;
    }
    state.metrics().messageAccepted();
    turn.effect(
        new AgentEffect.SendToMaster(
            state
                .message()
                .setExecutorMessage(
                    ExecutorMessage.newBuilder()
                        .setFrameworkId(executor.framework().id())
                        .setExecutorId(executor.id())
                        .setData(message.getData()))
                .build()));
  }

  /** Hands a framework's message on, if its executor listens. */
  void schedulerMessage(Turn turn, SchedulerMessage message) {
    Framework framework = state.frameworks().get(message.getFrameworkId());
    Executor executor =
        framework == null ? null : framework.executors().get(message.getExecutorId());
    if (executor == null || executor.agentRuns() || executor.state() != Executor.State.RUNNING) {
      state.metrics().messageRefused();
      return;
    }
    state.metrics().messageAccepted();
    Kills.send(
        turn,
        executor,
        Event.newBuilder()
            .setType(Event.Type.MESSAGE)
            .setMessage(Event.Message.newBuilder().setData(message.getData()))
            .build());
  }
}
