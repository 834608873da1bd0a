package io.entresol.agent.core;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.TaskStates;
import io.entresol.proto.agent.TaskKill;
import io.entresol.proto.agent.TaskProgress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One task until its end is acknowledged. */
final class AgentTask {
  private final Executor executor;
  private final TaskInfo info;
  private final Task.Builder task;
  private boolean delivered;
  private Optional<String> group = Optional.empty();
  private Optional<Container> container = Optional.empty();
  private Optional<Instant> started = Optional.empty();
  private Optional<TaskKill> kill = Optional.empty();
  private Optional<TaskChecks> checks = Optional.empty();

  AgentTask(Executor executor, TaskInfo info, Task.Builder task) {
    this.executor = executor;
    this.info = info;
    this.task = task;
  }

  Executor executor() {
    return executor;
  }

  TaskID id() {
    return info.getTaskId();
  }

  StreamKey stream() {
    return new StreamKey(frameworkId(), id());
  }

  FrameworkID frameworkId() {
    return executor.framework().id();
  }

  TaskInfo info() {
    return info;
  }

  TaskState state() {
    return task.getState();
  }

  boolean ended() {
    return TaskStates.isTerminal(task.getState());
  }

  /** The task as masters and operators see it now. */
  Task proto() {
    return task.build();
  }

  boolean inDocker() {
    return info.hasContainer() && info.getContainer().getType() == ContainerInfo.Type.DOCKER;
  }

  /** Whether an executor has been given it; a task that the agent runs is delivered at launch. */
  boolean delivered() {
    return delivered;
  }

  void markDelivered() {
    delivered = true;
  }

  /** Those launched together share it; empty outside of groups. */
  Optional<String> group() {
    return group;
  }

  void group(String id) {
    group = Optional.of(id);
  }

  /** Where the agent runs it; empty if an executor does. */
  Optional<Container> container() {
    return container;
  }

  void container(Container own) {
    container = Optional.of(own);
  }

  /** The container whose network the task uses: its own, or its executor's. */
  Optional<Container> surroundings() {
    return container.or(executor::container);
  }

  /** When it began to run; empty before. */
  Optional<Instant> started() {
    return started;
  }

  void started(Instant at) {
    started = Optional.of(at);
  }

  Optional<TaskKill> kill() {
    return kill;
  }

  void kill(TaskKill newKill) {
    kill = Optional.of(newKill);
  }

  /** Its health check and check; empty if it has none or an executor does them. */
  Optional<TaskChecks> checks() {
    return checks;
  }

  void checks(TaskChecks newChecks) {
    checks = Optional.of(newChecks);
  }

  /** The update that was reported last; empty before the first. */
  Optional<TaskStatus> lastStatus() {
    int count = task.getStatusesCount();
    return count == 0 ? Optional.empty() : Optional.of(task.getStatuses(count - 1));
  }

  /** Takes in an update. Of several in a row with one state, history keeps the last. */
  void report(TaskStatus status) {
    int last = task.getStatusesCount() - 1;
    if (last >= 0 && task.getStatuses(last).getState() == status.getState()) {
      task.removeStatuses(last);
    }
    task.addStatuses(status.toBuilder().clearData());
    task.setState(status.getState());
  }

  /** Remembers which update the master has been sent. */
  void sent(TaskState state, ByteString uuid) {
    task.setStatusUpdateState(state).setStatusUpdateUuid(uuid);
  }

  TaskProgress record(List<TaskStatus> pending) {
    TaskProgress.Builder record =
        TaskProgress.newBuilder()
            .addAllStatuses(task.getStatusesList())
            .addAllPending(pending)
            .setDelivered(delivered);
    if (task.hasStatusUpdateUuid()) {
      record.setSentState(task.getStatusUpdateState()).setSentUuid(task.getStatusUpdateUuid());
    }
    container.ifPresent(
        own -> {
          record.setContainerId(own.id());
          own.status().ifPresent(record::setContainerStatus);
        });
    started.ifPresent(at -> record.setStartedMs(at.toEpochMilli()));
    kill.ifPresent(record::setKill);
    group.ifPresent(record::setGroupId);
    return record.build();
  }

  /** What was recorded by an earlier life of the agent. */
  void restore(TaskProgress record) {
    task.addAllStatuses(record.getStatusesList());
    lastStatus().ifPresent(status -> task.setState(status.getState()));
    if (record.hasSentUuid()) {
      sent(record.getSentState(), record.getSentUuid());
    }
    delivered = record.getDelivered();
    if (record.hasStartedMs()) {
      started = Optional.of(Instant.ofEpochMilli(record.getStartedMs()));
    }
    if (record.hasKill()) {
      kill = Optional.of(record.getKill());
    }
    if (record.hasGroupId()) {
      group = Optional.of(record.getGroupId());
    }
  }
}
