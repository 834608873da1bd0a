package io.entresol.proto;

import io.entresol.mesos.v1.TaskState;

/** What the states of a task mean. */
public final class TaskStates {
  private TaskStates() {}

  /** Whether a task in that state has ended for good. */
  public static boolean isTerminal(TaskState state) {
    return switch (state) {
      case TASK_FINISHED,
          TASK_FAILED,
          TASK_KILLED,
          TASK_ERROR,
          TASK_LOST,
          TASK_DROPPED,
          TASK_GONE,
          TASK_GONE_BY_OPERATOR ->
          true;
      case TASK_STAGING,
          TASK_STARTING,
          TASK_RUNNING,
          TASK_KILLING,
          TASK_UNREACHABLE,
          TASK_UNKNOWN ->
          false;
    };
  }

  /** Whether a task in that state holds its resources on its agent, as its master sees it. */
  public static boolean holdsResources(TaskState state) {
    return !isTerminal(state) && state != TaskState.TASK_UNREACHABLE;
  }
}
