package io.entresol.agent.core;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.agent.ExecutorRun;
import io.entresol.proto.agent.TaskKill;
import io.entresol.proto.bus.ExecutorExited;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What follows from a container that has started, could not start, or has ended. */
final class Exits {
  private final CoreState state;
  private final StatusUpdates updates;
  private final Removals removals;
  private final Kills kills;
  private final Probing probing;

  Exits(CoreState state, StatusUpdates updates, Removals removals, Kills kills, Probing probing) {
    this.state = state;
    this.updates = updates;
    this.removals = removals;
    this.kills = kills;
    this.probing = probing;
  }

  /** A container that did not start. */
  void launchFailed(Turn turn, Container container, LaunchFailure failure) {
    if (container.phase() == Container.Phase.ENDED) {
      return;
    }
    state.metrics().launchFailed();
    String message = "Failed to launch container: " + failure.message();
    Exit exit =
        switch (failure.stage()) {
          case SANDBOX ->
              Exit.failed(
                  dropped(container.executor().framework()),
                  TaskStatus.Reason.REASON_EXECUTOR_TERMINATED,
                  failure.message());
          case PREPARATION ->
              Exit.failed(
                  TaskState.TASK_FAILED, TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED, message);
          case START -> {
            container.task().ifPresent(task -> startFailed(turn, task, failure.message()));
            yield Exit.failed(
                TaskState.TASK_FAILED, TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED, message);
          }
        };
    terminated(turn, container, exit);
  }

  /** All was prepared, so the task had begun when its command turned out not to work. */
  private void startFailed(Turn turn, AgentTask task, String message) {
    if (task.container().flatMap(Container::pendingExit).isEmpty() && task.kill().isEmpty()) {
      if (task.executor().kind() == ExecutorRun.Kind.COMMAND) {
        updates.report(turn, task, started(task, TaskState.TASK_STARTING));
      }
      updates.report(
          turn, task, StatusUpdates.fromExecutor(TaskState.TASK_FAILED).setMessage(message));
    }
  }

  /** TASK_DROPPED, which frameworks that know nothing of partitions are told as TASK_LOST. */
  static TaskState dropped(Framework framework) {
    return framework.partitionAware() ? TaskState.TASK_DROPPED : TaskState.TASK_LOST;
  }

  /** A container that has ended. */
  void terminated(Turn turn, Container container, Exit exit) {
    if (container.phase() == Container.Phase.ENDED) {
      return;
    }
    container.ended();
    removals.cancelDeadlines(container);
    Executor executor = container.executor();
    if (executor.agentRuns()) {
      container.task().ifPresent(task -> taskEnded(turn, task, container, exit));
    } else {
      executorEnded(turn, executor, container, exit);
    }
    removals.containerEnded(turn, container);
  }

  private void taskEnded(Turn turn, AgentTask task, Container container, Exit exit) {
    Executor executor = task.executor();
    if (!task.ended()) {
      updates.report(turn, task, terminal(task, container, exit));
    }
    kills.killRestOfGroup(turn, task);
    boolean over =
        executor.kind() == ExecutorRun.Kind.COMMAND
            || executor.tasks().values().stream().allMatch(Exits::isOver);
    if (over && executor.state() != Executor.State.TERMINATED) {
      executor.state(Executor.State.TERMINATED);
      if (executor.kind() == ExecutorRun.Kind.DEFAULT) {
        state
            .deadlines()
            .set(
                new Due.GroupExecutorEnd(executor.framework().id(), executor.id()),
                turn.now().plus(AgentPolicy.GROUP_EXECUTOR_LINGERS));
      }
    }
  }

  private static boolean isOver(AgentTask task) {
    return (task.ended() || task.executor().framework().terminating())
        && task.container().map(c -> c.phase() == Container.Phase.ENDED).orElse(true);
  }

  private void executorEnded(Turn turn, Executor executor, Container container, Exit exit) {
    executor.state(Executor.State.TERMINATED);
    turn.effect(new AgentEffect.CloseExecutor(executor.framework().id(), executor.id()));
    tellMaster(turn, executor, exit.waitStatus());
    for (AgentTask task : List.copyOf(executor.tasks().values())) {
      if (!task.ended()) {
        updates.report(turn, task, fromAgent(container, exit));
      }
    }
  }

  private void tellMaster(Turn turn, Executor executor, Optional<Integer> status) {
    if (!executor.framework().terminating()) {
      tellMaster(turn, executor.framework().id(), executor.id(), status);
    }
  }

  private void tellMaster(
      Turn turn, FrameworkID framework, ExecutorID executor, Optional<Integer> status) {
    ExecutorExited.Builder exited =
        ExecutorExited.newBuilder().setFrameworkId(framework).setExecutorId(executor);
    status.ifPresent(exited::setStatus);
    turn.effect(new AgentEffect.SendToMaster(state.message().setExecutorExited(exited).build()));
  }

  /** Frameworks hear of an executor's end after that of its tasks, unless another one has begun. */
  void groupExecutorEnded(Turn turn, Due.GroupExecutorEnd due) {
    Optional<Framework> framework = Optional.ofNullable(state.frameworks().get(due.framework()));
    boolean goesOn =
        framework
            .map(its -> its.executors().get(due.executor()))
            .filter(executor -> executor.state() != Executor.State.TERMINATED)
            .isPresent();
    if (!goesOn && framework.map(its -> !its.terminating()).orElse(true)) {
      tellMaster(turn, due.framework(), due.executor(), Optional.of(0));
    }
  }

  /** How a task that the agent runs has ended, in the words of the command executor. */
  private static TaskStatus.Builder terminal(AgentTask task, Container container, Exit exit) {
    boolean ofItself =
        container.pendingExit().isEmpty() && exit.reason().isEmpty() && exit.state().isEmpty();
    if (!ofItself || (exit.waitStatus().isEmpty() && task.kill().isEmpty())) {
      return fromAgent(container, exit);
    }
    TaskStatus.Builder status =
        StatusUpdates.fromExecutor(terminalState(task, exit))
            .setMessage(
                (task.inDocker() ? "Container " : "Command ")
                    + exit.waitStatus()
                        .map(WaitStatus::describe)
                        .orElse("was killed; nobody knows its exit status"));
    task.checks().flatMap(TaskChecks::emptyCheckStatus).ifPresent(status::setCheckStatus);
    task.kill()
        .ifPresent(
            kill -> {
              if (kill.getCause() == TaskKill.Cause.UNHEALTHY) {
                status.setHealthy(false);
              } else if (kill.getCause() == TaskKill.Cause.MAX_COMPLETION_TIME) {
                status.setReason(TaskStatus.Reason.REASON_MAX_COMPLETION_TIME_REACHED);
              }
            });
    return status;
  }

  private static TaskState terminalState(AgentTask task, Exit exit) {
    if (task.kill().isPresent()) {
      return task.kill().get().getCause() == TaskKill.Cause.MAX_COMPLETION_TIME
          ? TaskState.TASK_FAILED
          : TaskState.TASK_KILLED;
    }
    return WaitStatus.isSuccess(exit.waitStatus().orElseThrow())
        ? TaskState.TASK_FINISHED
        : TaskState.TASK_FAILED;
  }

  /** What the agent says about the tasks of an executor that is no more. */
  private static TaskStatus.Builder fromAgent(Container container, Exit exit) {
    Optional<Exit> pending = container.pendingExit();
    String message =
        Stream.concat(pending.stream(), Stream.of(exit))
            // Of a plain end there is nothing to tell but that it was the end.
            .filter(each -> each.reason().isPresent() || each.waitStatus().isEmpty())
            .map(Exit::message)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; "));
    return StatusUpdates.fromAgent(
        exit.state().or(() -> pending.flatMap(Exit::state)).orElse(TaskState.TASK_FAILED),
        exit.reason()
            .or(() -> pending.flatMap(Exit::reason))
            .orElse(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED),
        message.isEmpty() ? "Executor terminated" : message);
  }

  /**
   * A container that runs.
   *
   * @param data what the first TASK_RUNNING carries; may be empty
   */
  void launched(Turn turn, Container container, ContainerStatus status, ByteString data) {
    if (container.phase() != Container.Phase.LAUNCHING) {
      return;
    }
    container.launched(status);
    Executor executor = container.executor();
    if (executor.agentRuns()) {
      taskStarted(turn, container.task().orElseThrow(), container, data);
    } else if (executor.isEnding()) {
      kills.destroy(turn, container);
    } else if (state.checkpoints(executor.framework())) {
      turn.put(RecordKeys.run(state.agentId().getValue(), executor), executor.record());
    }
  }

  /** The agent runs a task: it plays the executor, which says so. */
  void taskStarted(Turn turn, AgentTask task, Container container, ByteString data) {
    Executor executor = task.executor();
    state.deadlines().cancel(new Due.ExecutorRegistration(container.name()));
    if (task.ended() || executor.isEnding()) {
      kills.destroy(turn, container);
      return;
    }
    executor.state(Executor.State.RUNNING);
    task.started(turn.now());
    if (task.info().hasMaxCompletionTime()) {
      awaitCompletion(task, container);
    }
    probing.start(turn, task, container);
    if (executor.kind() == ExecutorRun.Kind.COMMAND) {
      updates.report(turn, task, started(task, TaskState.TASK_STARTING));
    }
    TaskStatus.Builder running = started(task, TaskState.TASK_RUNNING);
    if (!data.isEmpty()) {
      running.setData(data);
    }
    updates.report(turn, task, running);
  }

  static TaskStatus.Builder started(AgentTask task, TaskState newState) {
    TaskStatus.Builder status = StatusUpdates.fromExecutor(newState);
    task.checks().flatMap(TaskChecks::emptyCheckStatus).ifPresent(status::setCheckStatus);
    return status;
  }

  /** Limits the time that a task may run. */
  void awaitCompletion(AgentTask task, Container container) {
    state
        .deadlines()
        .set(
            new Due.MaxCompletionTime(container.name()),
            task.started()
                .orElseThrow()
                .plusNanos(Math.max(0, task.info().getMaxCompletionTime().getNanoseconds())));
  }
}
