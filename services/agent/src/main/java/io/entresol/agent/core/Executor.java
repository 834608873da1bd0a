package io.entresol.agent.core;

import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskID;
import io.entresol.proto.agent.ExecutorRun;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One run of an executor with its tasks. */
final class Executor {
  enum State {
    /** Its container is being started, or it has not yet said a word. */
    REGISTERING,
    RUNNING,
    /** It has been told to end, or its container is being destroyed. */
    TERMINATING,
    TERMINATED
  }

  private final Framework framework;
  private final ExecutorInfo info;
  private final ExecutorRun.Kind kind;
  private final ContainerID containerId;
  private State state = State.REGISTERING;
  private boolean subscribed;
  private boolean used;
  private Optional<Container> container = Optional.empty();
  private final Map<TaskID, AgentTask> tasks = new LinkedHashMap<>();
  private final Deque<Task> completedTasks = new ArrayDeque<>();

  Executor(Framework framework, ExecutorInfo info, ExecutorRun.Kind kind, ContainerID containerId) {
    this.framework = framework;
    this.info = info;
    this.kind = kind;
    this.containerId = containerId;
  }

  Framework framework() {
    return framework;
  }

  ExecutorInfo info() {
    return info;
  }

  ExecutorID id() {
    return info.getExecutorId();
  }

  ExecutorRun.Kind kind() {
    return kind;
  }

  /** Whether the agent itself runs the tasks, each in a container. */
  boolean agentRuns() {
    return kind != ExecutorRun.Kind.CUSTOM;
  }

  /** The run's name and, except for task groups, that of its one container. */
  ContainerID containerId() {
    return containerId;
  }

  State state() {
    return state;
  }

  void state(State newState) {
    state = newState;
  }

  boolean isEnding() {
    return state == State.TERMINATING || state == State.TERMINATED;
  }

  /** Whether it has subscribed once, in this or an earlier life of the agent. */
  boolean subscribed() {
    return subscribed;
  }

  void markSubscribed() {
    subscribed = true;
  }

  /** Whether this life of the agent has handed it a task. */
  boolean used() {
    return used;
  }

  void markUsed() {
    used = true;
  }

  /** The executor's process, or that of its one task; empty for task groups. */
  Optional<Container> container() {
    return container;
  }

  void container(Container own) {
    container = Optional.of(own);
  }

  /** Tasks whose end is not yet acknowledged. */
  Map<TaskID, AgentTask> tasks() {
    return tasks;
  }

  /** Tasks whose end is acknowledged, oldest first. */
  Deque<Task> completedTasks() {
    return completedTasks;
  }

  boolean hasLiveTasks() {
    return tasks.values().stream().anyMatch(task -> !task.ended());
  }

  void complete(AgentTask task) {
    tasks.remove(task.id());
    completedTasks.addLast(task.proto());
    if (completedTasks.size() > AgentPolicy.MAX_COMPLETED_TASKS) {
      completedTasks.removeFirst();
    }
  }

  void restore(ExecutorRun record) {
    subscribed = record.getSubscribed();
  }

  ExecutorRun record() {
    ExecutorRun.Builder record =
        ExecutorRun.newBuilder().setInfo(info).setKind(kind).setSubscribed(subscribed);
    container.flatMap(Container::status).ifPresent(record::setContainerStatus);
    return record.build();
  }
}
