package io.entresol.agent.core;

import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import java.util.Optional;

/**
 * How a container ended.
 *
 * @param waitStatus the raw wait status; empty if nobody knows
 * @param state the task state that follows, if not from the wait status
 * @param reason why, if it exceeded a limit or did not start
 * @param message for people; may be empty
 */
public record Exit(
    Optional<Integer> waitStatus,
    Optional<TaskState> state,
    Optional<TaskStatus.Reason> reason,
    String message) {

  public static Exit status(int waitStatus) {
    return new Exit(Optional.of(waitStatus), Optional.empty(), Optional.empty(), "");
  }

  public static Exit unknown(String message) {
    return new Exit(Optional.empty(), Optional.empty(), Optional.empty(), message);
  }

  static Exit failed(TaskState state, TaskStatus.Reason reason, String message) {
    return new Exit(Optional.empty(), Optional.of(state), Optional.of(reason), message);
  }
}
