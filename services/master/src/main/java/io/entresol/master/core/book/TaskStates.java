package io.entresol.master.core.book;

import io.entresol.mesos.v1.TaskState;
import java.util.EnumSet;
import java.util.Set;

/** What may follow what in the life of a task, as the master sees it. */
public final class TaskStates {
  private static final Set<TaskState> TERMINAL =
      EnumSet.of(
          TaskState.TASK_FINISHED,
          TaskState.TASK_FAILED,
          TaskState.TASK_KILLED,
          TaskState.TASK_ERROR,
          TaskState.TASK_LOST,
          TaskState.TASK_DROPPED,
          TaskState.TASK_GONE,
          TaskState.TASK_GONE_BY_OPERATOR);

  private TaskStates() {}

  /** Whether a task in that state has ended for good. */
  public static boolean isTerminal(TaskState state) {
    return TERMINAL.contains(state);
  }

  /** Whether a task in that state holds its resources on its agent. */
  public static boolean holdsResources(TaskState state) {
    return !isTerminal(state) && state != TaskState.TASK_UNREACHABLE;
  }

  /** Whether a task may go from one state to another: anything may follow but on the end. */
  public static boolean mayFollow(TaskState current, TaskState next) {
    return !isTerminal(current);
  }
}
