package io.entresol.master.core.agent;

import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * How an agent leaves, as its tasks see it.
 *
 * @param state for frameworks that know partitions
 * @param reason for frameworks that know partitions
 * @param unreachableSince set if the tasks may still run
 */
record Departure(
    TaskState state, TaskStatus.Reason reason, String message, Optional<Instant> unreachableSince) {

  /** It was not heard of for too long. */
  static Departure unreachable(String message, Instant since) {
    return new Departure(
        TaskState.TASK_UNREACHABLE,
        TaskStatus.Reason.REASON_AGENT_REMOVED,
        message,
        Optional.of(since));
  }

  /** It said goodbye, or another stands in its place. */
  static Departure removed(String message) {
    return new Departure(
        TaskState.TASK_LOST, TaskStatus.Reason.REASON_AGENT_REMOVED, message, Optional.empty());
  }

  /** An operator says that it never comes back. */
  static Departure gone() {
    return new Departure(
        TaskState.TASK_GONE_BY_OPERATOR,
        TaskStatus.Reason.REASON_AGENT_REMOVED_BY_OPERATOR,
        "Agent has been marked gone",
        Optional.empty());
  }

  /** It lost the master, and the framework does not want its tasks to outlive that. */
  static Departure disconnected(String hostname) {
    return new Departure(
        TaskState.TASK_LOST,
        TaskStatus.Reason.REASON_AGENT_DISCONNECTED,
        "Agent " + hostname + " disconnected",
        Optional.empty());
  }

  TaskState stateFor(boolean partitionAware) {
    return partitionAware ? state : TaskState.TASK_LOST;
  }

  /** Those that do not know partitions are not told of operators either. */
  TaskStatus.Reason reasonFor(boolean partitionAware) {
    return !partitionAware && reason == TaskStatus.Reason.REASON_AGENT_REMOVED_BY_OPERATOR
        ? TaskStatus.Reason.REASON_AGENT_REMOVED
        : reason;
  }
}
