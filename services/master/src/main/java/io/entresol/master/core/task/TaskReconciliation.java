package io.entresol.master.core.task;

import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.notice.FrameworkNotes;
import io.entresol.master.core.state.Portraits;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tells frameworks the newest states of their tasks. */
public final class TaskReconciliation {
  private static final TaskStatus.Reason REASON = TaskStatus.Reason.REASON_RECONCILIATION;

  private final Books books;

  public TaskReconciliation(Books books) {
    this.books = books;
  }

  /** Of the tasks that are named, or of all tasks in memory if none is. */
  public void reconcile(Turn turn, Framework framework, Call.Reconcile call) {
    books.tallies().count(Tally.MESSAGES_RECONCILE_TASKS);
    if (call.getTasksCount() == 0) {
      List.copyOf(framework.tasks())
          .forEach(task -> FrameworkNotes.update(turn, framework, known(task, turn.now())));
    } else {
      call.getTasksList().forEach(asked -> answer(turn, framework, asked));
    }
  }

  /** Says what is known of one task, or nothing if its agent may yet come back with it. */
  public void answer(Turn turn, Framework framework, Call.Reconcile.Task asked) {
    LiveTask task = framework.task(asked.getTaskId().getValue());
    Optional<TaskStatus> status =
        task != null ? Optional.of(known(task, turn.now())) : unknown(framework, asked, turn.now());
    status.ifPresent(answer -> FrameworkNotes.update(turn, framework, answer));
  }

  private static TaskStatus known(LiveTask task, Instant now) {
    return Statuses.known(
        task, task.reportedState(), REASON, "Reconciliation: Latest task state", now);
  }

  private Optional<TaskStatus> unknown(
      Framework framework, Call.Reconcile.Task asked, Instant now) {
    if (!asked.hasAgentId()) {
      return books.agents().recovered().isEmpty()
          ? Optional.of(
              status(framework, asked, TaskState.TASK_UNKNOWN, "Task is unknown", now).build())
          : Optional.empty();
    }
    String agentId = asked.getAgentId().getValue();
    if (books.agents().recovered().containsKey(agentId)) {
      return Optional.empty();
    }
    TaskStatus.Builder status;
    if (books.agents().get(agentId) != null) {
      status = status(framework, asked, TaskState.TASK_GONE, "Task is unknown to the agent", now);
    } else if (books.agents().unreachable().containsKey(agentId)) {
      status =
          status(framework, asked, TaskState.TASK_UNREACHABLE, "Task is unreachable", now)
              .setUnreachableTime(
                  Portraits.time(books.agents().unreachable().get(agentId).since()));
    } else if (books.agents().gone().containsKey(agentId)) {
      status = status(framework, asked, TaskState.TASK_GONE_BY_OPERATOR, "Task is gone", now);
    } else {
      status = status(framework, asked, TaskState.TASK_UNKNOWN, "Task is unknown", now);
    }
    return Optional.of(status.setAgentId(asked.getAgentId()).build());
  }

  private static TaskStatus.Builder status(
      Framework framework, Call.Reconcile.Task asked, TaskState state, String what, Instant now) {
    return Statuses.of(
        asked.getTaskId(),
        Statuses.forFramework(framework, state),
        REASON,
        "Reconciliation: " + what,
        now);
  }
}
