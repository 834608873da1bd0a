package io.entresol.agent.core;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.agent.ExecutorRun;
import java.util.List;
import java.util.Optional;

/** Says which tasks the agent does not even try to start, and why. */
final class Admission {
  /** A refusal: the task is dropped, or in error if it can never run. */
  record Refusal(TaskStatus.Reason reason, String message, boolean error, boolean namesExecutor) {
    TaskState state(Framework framework) {
      return error ? TaskState.TASK_ERROR : Exits.dropped(framework);
    }

    static Refusal dropped(TaskStatus.Reason reason, String message) {
      return new Refusal(reason, message, false, true);
    }
  }

  private final CoreState state;

  Admission(CoreState state) {
    this.state = state;
  }

  Optional<Refusal> check(
      Framework framework, ExecutorInfo info, ExecutorRun.Kind kind, List<TaskInfo> tasks) {
    if (state.drain().isPresent()) {
      return refuse(TaskStatus.Reason.REASON_AGENT_DRAINING, "The agent is being drained");
    }
    Executor executor = framework.executors().get(info.getExecutorId());
    if (executor != null) {
      Optional<Refusal> occupied = occupied(executor, kind);
      if (occupied.isPresent()) {
        return occupied;
      }
    }
    for (TaskInfo task : tasks) {
      if (framework.task(task.getTaskId()).isPresent()) {
        return refuse(
            TaskStatus.Reason.REASON_TASK_INVALID,
            "Task " + task.getTaskId().getValue() + " is on this agent already");
      }
      Optional<Refusal> unfit = unfit(task, kind);
      if (unfit.isPresent()) {
        return unfit;
      }
    }
    return unknownResources(info, tasks);
  }

  private static Optional<Refusal> occupied(Executor executor, ExecutorRun.Kind kind) {
    if (kind == ExecutorRun.Kind.COMMAND || executor.kind() == ExecutorRun.Kind.COMMAND) {
      return refuse(
          TaskStatus.Reason.REASON_TASK_INVALID,
          "An executor with the id " + executor.id().getValue() + " is on this agent already");
    }
    return executor.isEnding()
        ? refuse(
            TaskStatus.Reason.REASON_EXECUTOR_TERMINATED,
            "Executor " + executor.id().getValue() + " is ending or has ended")
        : Optional.empty();
  }

  private Optional<Refusal> unfit(TaskInfo task, ExecutorRun.Kind kind) {
    boolean docker =
        task.hasContainer() && task.getContainer().getType() == ContainerInfo.Type.DOCKER;
    if (!task.getLimitsMap().isEmpty() && !docker && !state.policy().limitsSupported()) {
      return Optional.of(
          new Refusal(
              TaskStatus.Reason.REASON_GC_ERROR,
              "Limits of a task in a Mesos container need the cgroups isolators on the agent",
              false,
              false));
    }
    if (kind == ExecutorRun.Kind.DEFAULT && docker) {
      return Optional.of(
          new Refusal(
              TaskStatus.Reason.REASON_TASK_GROUP_INVALID,
              "A task of a group runs in a Mesos container",
              true,
              true));
    }
    return Optional.empty();
  }

  /** Reservations and volumes must be those that the agent knows of. */
  private Optional<Refusal> unknownResources(ExecutorInfo info, List<TaskInfo> tasks) {
    Resources wanted;
    try {
      wanted = ProtoResources.fromProto(info.getResourcesList());
      for (TaskInfo task : tasks) {
        wanted = wanted.plus(ProtoResources.fromProto(task.getResourcesList()));
      }
    } catch (IllegalArgumentException e) {
      return Optional.of(
          new Refusal(TaskStatus.Reason.REASON_TASK_INVALID, e.getMessage(), true, true));
    }
    // Several tasks may hold the same shared volume, so only its presence counts.
    Resources unknown =
        wanted
            .unallocated()
            .checkpointed()
            .filter(key -> state.checkpointed().amount(key).isEmpty());
    return unknown.isEmpty()
        ? Optional.empty()
        : refuse(
            TaskStatus.Reason.REASON_RESOURCES_UNKNOWN,
            "The agent does not know the reserved resources or volumes " + unknown);
  }

  private static Optional<Refusal> refuse(TaskStatus.Reason reason, String message) {
    return Optional.of(Refusal.dropped(reason, message));
  }
}
