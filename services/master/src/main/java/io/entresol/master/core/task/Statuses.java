package io.entresol.master.core.task;

import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.master.core.state.Portraits;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import java.time.Instant;

/**
 * Makes the statuses that the master itself reports. They have no uuid: nobody acknowledges them.
 */
public final class Statuses {
  private Statuses() {}

  public static TaskStatus.Builder of(
      TaskID taskId, TaskState state, TaskStatus.Reason reason, String message, Instant now) {
    return TaskStatus.newBuilder()
        .setTaskId(taskId)
        .setState(state)
        .setMessage(message)
        .setSource(TaskStatus.Source.SOURCE_MASTER)
        .setReason(reason)
        .setTimestamp(Portraits.seconds(now));
  }

  /** A status of a task that never came to be. */
  public static TaskStatus of(
      TaskID taskId,
      AgentID agentId,
      TaskState state,
      TaskStatus.Reason reason,
      String message,
      Instant now) {
    return of(taskId, state, reason, message, now).setAgentId(agentId).build();
  }

  /** A status of a task that is known. */
  public static TaskStatus.Builder of(
      LiveTask task, TaskState state, TaskStatus.Reason reason, String message, Instant now) {
    TaskStatus.Builder status =
        of(task.identity().getTaskId(), state, reason, message, now)
            .setAgentId(task.identity().getAgentId());
    if (task.identity().hasExecutorId()) {
      status.setExecutorId(task.identity().getExecutorId());
    }
    return status;
  }

  /** What is known of a task now, with its health, check and container. */
  public static TaskStatus known(
      LiveTask task, TaskState state, TaskStatus.Reason reason, String message, Instant now) {
    TaskStatus.Builder status = of(task, state, reason, message, now);
    task.lastStatus()
        .ifPresent(
            last -> {
              if (last.hasHealthy()) {
                status.setHealthy(last.getHealthy());
              }
              if (last.hasCheckStatus()) {
                status.setCheckStatus(last.getCheckStatus());
              }
              if (last.hasContainerStatus()) {
                status.setContainerStatus(last.getContainerStatus());
              }
            });
    return status.build();
  }

  /** The state for those that know it, TASK_LOST for all others. */
  public static TaskState forFramework(Framework framework, TaskState state) {
    return framework.isPartitionAware() ? state : TaskState.TASK_LOST;
  }
}
