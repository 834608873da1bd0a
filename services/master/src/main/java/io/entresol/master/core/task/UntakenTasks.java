package io.entresol.master.core.task;

import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.notice.FrameworkNotes;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;

/** Tasks that were never launched: their frameworks are told why, and nothing is kept of them. */
public final class UntakenTasks {
  private final Books books;

  public UntakenTasks(Books books) {
    this.books = books;
  }

  /** The task is not good. */
  public void refuse(
      Turn turn, Framework framework, TaskInfo task, TaskStatus.Reason reason, String message) {
    tell(turn, framework, task, TaskState.TASK_ERROR, reason, message);
  }

  /** The task may be good, but its offers are not. */
  public void drop(
      Turn turn, Framework framework, TaskInfo task, TaskStatus.Reason reason, String message) {
    TaskState state = Statuses.forFramework(framework, TaskState.TASK_DROPPED);
    tell(turn, framework, task, state, reason, message);
  }

  private void tell(
      Turn turn,
      Framework framework,
      TaskInfo task,
      TaskState state,
      TaskStatus.Reason reason,
      String message) {
    TaskStatus status =
        Statuses.of(task.getTaskId(), task.getAgentId(), state, reason, message, turn.now());
    books.tallies().taskEnded(status);
    FrameworkNotes.update(turn, framework, status);
  }
}
