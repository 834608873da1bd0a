package io.entresol.master.core.task;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.notice.OperatorNotes;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.TaskStates;

/** Which tasks and executors exist, and what they hold: the only writer of both. */
public final class Tasks {
  private final Books books;
  private final OperatorNotes operators;
  private final AllocatorNotes allocator;

  public Tasks(Books books, Notes notes) {
    this.books = books;
    this.operators = notes.operators();
    this.allocator = notes.allocator();
  }

  /** A task is launched: its resources were available. */
  public void launch(Turn turn, Agent agent, LiveTask task) {
    agent.use(task.framework(), task.resources());
    enter(turn, agent, task);
  }

  /** A framework holds resources of an agent, as the agent says. */
  public void hold(Turn turn, Agent agent, Framework framework, Resources resources) {
    agent.admitUse(framework, resources);
    turn.touch(agent);
  }

  /** A task is known; what it holds is held already. */
  public void enter(Turn turn, Agent agent, LiveTask task) {
    agent.addTask(task);
    task.framework().addTask(task);
    task.framework().counters().entered(task.state());
    books.tallies().taskEntered(task.state());
    turn.touch(agent);
    operators.taskAdded(turn, task);
  }

  /**
   * Takes a status over.
   *
   * @param newest the newest state that is known; the status may be older
   */
  public void update(Turn turn, LiveTask task, TaskStatus status, TaskState newest) {
    TaskState before = task.state();
    boolean tellOperators =
        status.getReason() == TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED
            || status.getReason() == TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED;
    if (!TaskStates.isTerminal(before) && before != newest) {
      task.setState(newest);
      task.framework().counters().left(before);
      task.framework().counters().entered(newest);
      Agent agent = books.agents().get(task.agentId());
      if (agent != null && agent.task(task.framework().id(), task.id()) == task) {
        books.tallies().taskLeft(before);
        books.tallies().taskEntered(newest);
        if (TaskStates.holdsResources(before) && !TaskStates.holdsResources(newest)) {
          free(turn, agent, task.framework(), task.resources());
          books.tallies().taskEnded(status);
        }
      }
    }
    if (task.remember(status) || tellOperators) {
      operators.taskUpdated(turn, task, status);
    }
  }

  private void free(Turn turn, Agent agent, Framework framework, Resources resources) {
    agent.free(framework, resources);
    turn.touch(agent);
    allocator.recovered(turn, framework, agent, resources);
  }

  /** A task has ended, and its framework knows: it becomes history. */
  public void complete(Turn turn, LiveTask task) {
    leave(turn, task);
    task.framework().addCompletedTask(task, books.config().frameworks().completedTasks());
  }

  /** A task's agent is lost, and it may still run there. */
  public void loseSight(Turn turn, LiveTask task) {
    leave(turn, task);
    books.agents().addUnreachableTask(task);
    task.framework()
        .addUnreachableTask(task, books.config().frameworks().unreachableTasks())
        .forEach(books.agents()::forgetUnreachableTask);
  }

  private void leave(Turn turn, LiveTask task) {
    Agent agent = books.agents().get(task.agentId());
    if (TaskStates.holdsResources(task.state())) {
      free(turn, agent, task.framework(), task.resources());
    }
    agent.removeTask(task);
    task.framework().removeTask(task);
    books.tallies().taskLeft(task.state());
  }

  /** A new executor is launched: its resources were available. */
  public void launchExecutor(
      Turn turn, Agent agent, Framework framework, ExecutorInfo executor, Resources resources) {
    agent.use(framework, resources);
    agent.addExecutor(framework, executor);
    turn.touch(agent);
  }

  /** An executor has ended. Returns whether it was known. */
  public boolean removeExecutor(Turn turn, Agent agent, Framework framework, String executorId) {
    ExecutorInfo removed = agent.removeExecutor(framework, executorId);
    if (removed == null) {
      return false;
    }
    Resources held = ProtoResources.fromProto(removed.getResourcesList());
    if (!held.isEmpty()) {
      free(turn, agent, framework, held);
    }
    return true;
  }
}
