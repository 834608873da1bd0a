package io.entresol.agent.core;

import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.NetworkInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.TaskStates;
import io.entresol.proto.agent.ExecutorRun;
import io.entresol.proto.bus.AcknowledgeUpdate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Completes status updates, takes them into the task's history, records and sends them. */
final class StatusUpdates {
  private final CoreState state;
  private final UpdateStreams streams;

  StatusUpdates(CoreState state) {
    this.state = state;
    this.streams = new UpdateStreams(state, this::markSent);
  }

  UpdateStreams streams() {
    return streams;
  }

  /** An update that the agent writes. */
  static TaskStatus.Builder fromAgent(
      TaskState newState, TaskStatus.Reason reason, String message) {
    return TaskStatus.newBuilder()
        .setState(newState)
        .setMessage(message)
        .setSource(TaskStatus.Source.SOURCE_AGENT)
        .setReason(reason);
  }

  /** An update as the command executor writes it, which the agent is for the tasks that it runs. */
  static TaskStatus.Builder fromExecutor(TaskState newState) {
    return TaskStatus.newBuilder().setState(newState).setSource(TaskStatus.Source.SOURCE_EXECUTOR);
  }

  /**
   * Reports an update of a task; none that comes after the task's end, comes twice, or belongs to a
   * framework that is to go.
   *
   * @return whether it was taken
   */
  boolean report(Turn turn, AgentTask task, TaskStatus.Builder status) {
    complete(turn, status.setTaskId(task.id()));
    Executor executor = task.executor();
    if (executor.framework().terminating() || task.ended()) {
      return false;
    }
    if (executor.agentRuns() || status.getSource() == TaskStatus.Source.SOURCE_AGENT) {
      status.setExecutorId(executor.id());
    }
    if (status.getSource() == TaskStatus.Source.SOURCE_EXECUTOR) {
      surroundings(task, status.getState()).ifPresent(status::setContainerStatus);
    }
    decorateDraining(task, status);
    TaskStatus update = status.build();
    if (!streams.isNew(task.stream(), update)) {
      return false;
    }
    task.report(update);
    if (task.ended()) {
      state.metrics().taskEnded(task.state());
    }
    state.metrics().updateAccepted();
    streams.add(turn, task.stream(), update);
    checkpoint(turn, task);
    return true;
  }

  /** Reports an update of a task that the agent does not hold; it is not recorded. */
  boolean reportStray(Turn turn, FrameworkID framework, TaskStatus.Builder status) {
    complete(turn, status);
    TaskStatus update = status.build();
    StreamKey key = new StreamKey(framework, update.getTaskId());
    if (!streams.isNew(key, update)) {
      return false;
    }
    state.metrics().updateAccepted();
    streams.add(turn, key, update);
    return true;
  }

  private void complete(Turn turn, TaskStatus.Builder status) {
    status.setAgentId(state.agentId());
    if (!status.hasTimestamp()) {
      status.setTimestamp(seconds(turn.now()));
    }
    if (!status.hasUuid()) {
      status.setUuid(state.newUuid());
    }
  }

  static double seconds(Instant at) {
    return at.getEpochSecond() + TimeUnit.NANOSECONDS.toMicros(at.getNano()) / 1e6;
  }

  private void decorateDraining(AgentTask task, TaskStatus.Builder status) {
    if (state.drain().isEmpty()) {
      return;
    }
    boolean killed = status.getState() == TaskState.TASK_KILLED;
    if (killed || status.getState() == TaskState.TASK_KILLING) {
      status.setReason(TaskStatus.Reason.REASON_AGENT_DRAINING);
      if (killed
          && state.drain().get().getMarkGone()
          && task.executor().framework().partitionAware()) {
        status.setState(TaskState.TASK_GONE_BY_OPERATOR);
      }
    }
  }

  /** Where the task runs, as far as its executor would have known. */
  private Optional<ContainerStatus> surroundings(AgentTask task, TaskState newState) {
    Optional<Container> container = task.surroundings();
    if (!task.executor().agentRuns()) {
      return container.flatMap(Container::status).map(this::withNetwork);
    }
    return container.map(
        its ->
            task.executor().kind() == ExecutorRun.Kind.DEFAULT
                ? nested(its)
                : alone(its, task.inDocker(), newState));
  }

  /** A container in a group's own has only its name before it runs and after it has ended. */
  private ContainerStatus nested(Container container) {
    return container
        .status()
        .filter(status -> container.phase() == Container.Phase.RUNNING)
        .map(this::withNetwork)
        .orElseGet(() -> ContainerStatus.newBuilder().setContainerId(container.id()).build());
  }

  /**
   * The Docker executor of Mesos knows no process, and its container's own address only while it
   * reports TASK_RUNNING; in all other updates the agent's stands.
   */
  private ContainerStatus alone(Container container, boolean inDocker, TaskState newState) {
    ContainerStatus.Builder status =
        container
            .status()
            .orElseGet(() -> ContainerStatus.newBuilder().setContainerId(container.id()).build())
            .toBuilder();
    if (inDocker) {
      status.clearExecutorPid();
      if (newState != TaskState.TASK_RUNNING) {
        status.clearNetworkInfos();
      }
    }
    return withNetwork(status.build());
  }

  private ContainerStatus withNetwork(ContainerStatus status) {
    return status.getNetworkInfosCount() > 0
        ? status
        : status.toBuilder().addNetworkInfos(agentNetwork()).build();
  }

  private NetworkInfo agentNetwork() {
    return NetworkInfo.newBuilder()
        .addIpAddresses(
            NetworkInfo.IPAddress.newBuilder()
                .setProtocol(NetworkInfo.Protocol.IPv4)
                .setIpAddress(state.identity().ip()))
        .build();
  }

  /**
   * Takes in an acknowledgement.
   *
   * @return the task whose end has been acknowledged by it; empty for every other update
   */
  Optional<AgentTask> acknowledge(Turn turn, AcknowledgeUpdate acknowledgement) {
    StreamKey key = new StreamKey(acknowledgement.getFrameworkId(), acknowledgement.getTaskId());
    Optional<TaskStatus> update = streams.acknowledge(turn, key, acknowledgement.getUuid());
    if (update.isEmpty()) {
      turn.note(
          "Dropped an acknowledgement for task "
              + key.task().getValue()
              + " that does not match the update sent last");
      return Optional.empty();
    }
    Optional<AgentTask> task = find(key);
    if (TaskStates.isTerminal(update.get().getState())) {
      return task;
    }
    task.ifPresent(known -> checkpoint(turn, known));
    return Optional.empty();
  }

  /** Writes down what became of a task so far. */
  void checkpoint(Turn turn, AgentTask task) {
    if (state.checkpoints(task.executor().framework())) {
      turn.put(
          RecordKeys.taskProgress(state.agentId().getValue(), task),
          task.record(streams.pending(task.stream())));
    }
  }

  private void markSent(StreamKey key, TaskStatus status) {
    find(key).ifPresent(task -> task.sent(status.getState(), status.getUuid()));
  }

  private Optional<AgentTask> find(StreamKey key) {
    return Optional.ofNullable(state.frameworks().get(key.framework()))
        .flatMap(framework -> framework.task(key.task()));
  }
}
