package io.entresol.master.core.framework;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Due;
import io.entresol.master.core.book.EventStream;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.notice.OperatorNotes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.task.Statuses;
import io.entresol.master.core.task.Tasks;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.ShutdownFramework;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Frameworks that nobody listens for any more, and frameworks that end. */
public final class FrameworkDepartures {
  private final Books books;
  private final FrameworkTerms terms;
  private final Tasks tasks;
  private final Offers offers;
  private final OperatorNotes operators;
  private final AllocatorNotes allocator;

  public FrameworkDepartures(
      Books books, FrameworkTerms terms, Tasks tasks, Offers offers, Notes notes) {
    this.books = books;
    this.terms = terms;
    this.tasks = tasks;
    this.offers = offers;
    this.operators = notes.operators();
    this.allocator = notes.allocator();
  }

  /** Its stream broke: it has its failover timeout to come back. */
  public void disconnect(Turn turn, Framework framework) {
    books.frameworks().disconnect(framework);
    books.deadlines().cancel(new Due.FrameworkHeartbeat(framework.id()));
    offers.discardAllOf(turn, framework);
    allocator.frameworkDeactivated(turn, framework);
    Duration timeout =
        Duration.ofMillis(Math.max(0, Math.round(framework.info().getFailoverTimeout() * 1000)));
    if (timeout.isZero()) {
      remove(turn, framework);
    } else {
      books.deadlines().set(new Due.FrameworkFailover(framework.id()), turn.now().plus(timeout));
    }
  }

  /** It did not come back in time. */
  public void timeOut(Turn turn, Due.FrameworkFailover due) {
    Framework framework = books.frameworks().get(due.frameworkId());
    if (framework != null && !framework.isConnected()) {
      remove(turn, framework);
    }
  }

  /** The framework ends: its executors are shut down, its tasks are history. */
  public void remove(Turn turn, Framework framework) {
    if (framework.isConnected()) {
      EventStream stream = framework.stream();
      turn.endFrameworkStream(stream);
      books.frameworks().disconnect(framework);
    }
    offers.discardAllOf(turn, framework);
    Set<Agent> agents = terms.agentsOf(framework);
    agents.forEach(agent -> shutDown(turn, agent, framework));
    endTasks(turn, framework);
    for (Agent agent : agents) {
      List.copyOf(agent.executors().getOrDefault(framework.id(), Map.of()).keySet())
          .forEach(executor -> tasks.removeExecutor(turn, agent, framework, executor));
    }
    framework.operations().clear();
    framework.setUnregisteredAt(turn.now());
    books.deadlines().cancel(new Due.FrameworkFailover(framework.id()));
    books.deadlines().cancel(new Due.FrameworkHeartbeat(framework.id()));
    books.frameworks().complete(framework, books.config().frameworks().completed());
    allocator.frameworkRemoved(turn, framework);
    operators.frameworkRemoved(turn, framework);
  }

  /** Ends all that an agent runs for a framework. */
  public static void shutDown(Turn turn, Agent agent, Framework framework) {
    turn.toAgent(
        agent,
        AgentCommand.newBuilder()
            .setShutdownFramework(
                ShutdownFramework.newBuilder().setFrameworkId(framework.protoId())));
  }

  private void endTasks(Turn turn, Framework framework) {
    for (LiveTask task : List.copyOf(framework.tasks())) {
      tasks.update(turn, task, killed(turn, task), TaskState.TASK_KILLED);
      tasks.complete(turn, task);
    }
    for (LiveTask task : List.copyOf(framework.unreachableTasks().values())) {
      tasks.update(turn, task, killed(turn, task), TaskState.TASK_KILLED);
      framework.addCompletedTask(task, books.config().frameworks().completedTasks());
      books.agents().forgetUnreachableTask(task);
    }
    framework.unreachableTasks().clear();
  }

  private static TaskStatus killed(Turn turn, LiveTask task) {
    return Statuses.of(
            task,
            TaskState.TASK_KILLED,
            TaskStatus.Reason.REASON_FRAMEWORK_REMOVED,
            "Framework " + task.framework().id() + " removed",
            turn.now())
        .build();
  }
}
