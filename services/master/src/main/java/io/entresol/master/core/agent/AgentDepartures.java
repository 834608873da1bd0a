package io.entresol.master.core.agent;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.AgentBook;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Due;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.notice.FrameworkNotes;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.notice.OperatorNotes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.operation.Operations;
import io.entresol.master.core.state.Portraits;
import io.entresol.master.core.task.Statuses;
import io.entresol.master.core.task.Tasks;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.OperationState;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.ShutdownAgent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Agents that lose the master, and agents that leave the cluster, in all ways. */
public final class AgentDepartures {
  private final Books books;
  private final AgentBook agents;
  private final AgentRecords records;
  private final Tasks tasks;
  private final Offers offers;
  private final Operations operations;
  private final OperatorNotes operators;
  private final AllocatorNotes allocator;

  public AgentDepartures(
      Books books, Notes notes, Tasks tasks, Offers offers, Operations operations) {
    this.books = books;
    this.agents = books.agents();
    this.records = new AgentRecords(books);
    this.tasks = tasks;
    this.offers = offers;
    this.operations = operations;
    this.operators = notes.operators();
    this.allocator = notes.allocator();
  }

  /**
   * The agent's process or its node is no longer there. Tasks live on, but for those of frameworks
   * whose tasks die with their agent's process.
   */
  public void disconnect(Turn turn, Agent agent) {
    if (!agent.isConnected()) {
      return;
    }
    boolean wasActive = agent.isActive();
    agent.setConnected(false);
    if (wasActive) {
      allocator.agentDeactivated(turn, agent);
    }
    offers.rescindAllOn(turn, agent);
    for (String frameworkId : frameworksOn(agent)) {
      Framework framework = books.frameworks().get(frameworkId);
      if (!framework.info().getCheckpoint()) {
        loseAll(turn, agent, framework, Departure.disconnected(agent.hostname()));
      }
    }
    books
        .deadlines()
        .set(
            new Due.AgentReturn(agent.id()),
            turn.now().plus(books.config().agents().reregisterTimeout()));
  }

  private static List<String> frameworksOn(Agent agent) {
    List<String> ids = new ArrayList<>(agent.tasks().keySet());
    agent.executors().keySet().stream().filter(id -> !ids.contains(id)).forEach(ids::add);
    return ids;
  }

  /** The agent was not heard of for too long: its tasks may still run, but nobody knows. */
  public void markUnreachable(Turn turn, Agent agent, String message) {
    Instant since = turn.now();
    AgentInfo outline = AgentRecords.outline(agent.info());
    records.unreachable(turn, outline, since);
    operations.endAll(
        turn, agent, OperationState.OPERATION_UNREACHABLE, "the agent is unreachable");
    leave(turn, agent, Departure.unreachable(message, since));
    agents.unreachable().put(agent.id(), new AgentBook.Away(outline, since));
    countUnreachable();
  }

  private void countUnreachable() {
    books.tallies().count(Tally.SLAVE_REMOVALS);
    books.tallies().count(Tally.SLAVE_REMOVALS_REASON_UNHEALTHY);
    books.tallies().count(Tally.SLAVE_UNREACHABLE_SCHEDULED);
    books.tallies().count(Tally.SLAVE_UNREACHABLE_COMPLETED);
  }

  /** An agent of the registry did not come back to this master in time. */
  public void markRecoveredUnreachable(Turn turn, String agentId) {
    AgentInfo outline = AgentRecords.outline(agents.recovered().remove(agentId));
    records.unreachable(turn, outline, turn.now());
    agents.unreachable().put(agentId, new AgentBook.Away(outline, turn.now()));
    books.tallies().count(Tally.RECOVERY_SLAVE_REMOVALS);
    countUnreachable();
    tellLost(turn, outline);
  }

  /** The agent leaves the cluster for good, and its id with it. */
  public void remove(Turn turn, Agent agent, String cause) {
    books.tallies().count(Tally.SLAVE_REMOVALS);
    records.remove(turn, agent.id());
    operations.endAll(turn, agent, OperationState.OPERATION_DROPPED, "the agent was removed");
    leave(turn, agent, Departure.removed("Agent " + agent.hostname() + " removed: " + cause));
    agents.draining().remove(agent.id());
    agents.deactivated().remove(agent.id());
    operators.agentRemoved(turn, agent);
  }

  /** An operator says that an agent never comes back. It was known before. */
  public void markGone(Turn turn, String agentId) {
    AgentInfo outline = AgentRecords.outline(agents.infoOf(agentId).orElseThrow());
    agents.draining().remove(agentId);
    agents.deactivated().remove(agentId);
    records.gone(turn, outline, turn.now());
    Agent agent = agents.get(agentId);
    if (agent != null) {
      shutDown(turn, agent, Departure.gone().message());
      operations.endAll(
          turn, agent, OperationState.OPERATION_GONE_BY_OPERATOR, "the agent is gone");
      leave(turn, agent, Departure.gone());
      agents.takeUnreachableTasks(agentId);
      books.tallies().count(Tally.SLAVE_REMOVALS);
    } else {
      agents.recovered().remove(agentId);
      agents.unreachable().remove(agentId);
      endUnreachableTasks(turn, agentId);
    }
    agents.gone().put(agentId, new AgentBook.Away(outline, turn.now()));
  }

  /** Ends an agent's process. */
  public static void shutDown(Turn turn, Agent agent, String message) {
    turn.toAgent(
        agent,
        AgentCommand.newBuilder().setShutdown(ShutdownAgent.newBuilder().setMessage(message)));
  }

  private void endUnreachableTasks(Turn turn, String agentId) {
    for (LiveTask task : agents.takeUnreachableTasks(agentId)) {
      Framework framework = task.framework();
      if (framework.unreachableTasks().remove(task.id(), task)) {
        TaskStatus status = status(turn, task, Departure.gone());
        tasks.update(turn, task, status, status.getState());
        FrameworkNotes.update(turn, framework, status);
        framework.addCompletedTask(task, books.config().frameworks().completedTasks());
      }
    }
  }

  private void leave(Turn turn, Agent agent, Departure departure) {
    for (String frameworkId : frameworksOn(agent)) {
      loseAll(turn, agent, books.frameworks().get(frameworkId), departure);
    }
    offers.rescindAllOn(turn, agent);
    books.deadlines().cancel(new Due.AgentPing(agent.id()));
    books.deadlines().cancel(new Due.AgentReturn(agent.id()));
    books.machines().answers().remove(agent.id());
    agents.remove(agent);
    allocator.agentRemoved(turn, agent);
    tellLost(turn, agent.info());
  }

  private void tellLost(Turn turn, AgentInfo agent) {
    for (Framework framework : books.frameworks().all()) {
      FrameworkNotes.agentLost(turn, framework, agent.getId());
    }
  }

  /** All that a framework has on an agent is lost to it. */
  private void loseAll(Turn turn, Agent agent, Framework framework, Departure departure) {
    for (LiveTask task : List.copyOf(agent.tasksOf(framework.id()))) {
      TaskStatus status = status(turn, task, departure);
      tasks.update(turn, task, status, status.getState());
      boolean mayReturn =
          departure.unreachableSince().isPresent()
              || (departure.state() == TaskState.TASK_GONE_BY_OPERATOR
                  && !framework.isPartitionAware());
      if (mayReturn) {
        tasks.loseSight(turn, task);
      } else {
        tasks.complete(turn, task);
      }
      FrameworkNotes.update(turn, framework, status);
    }
    List.copyOf(agent.executors().getOrDefault(framework.id(), Map.of()).keySet())
        .forEach(executor -> tasks.removeExecutor(turn, agent, framework, executor));
  }

  private static TaskStatus status(Turn turn, LiveTask task, Departure departure) {
    boolean aware = task.framework().isPartitionAware();
    TaskStatus.Builder status =
        Statuses.of(
            task,
            departure.stateFor(aware),
            departure.reasonFor(aware),
            departure.message(),
            turn.now());
    departure
        .unreachableSince()
        .ifPresent(since -> status.setUnreachableTime(Portraits.time(since)));
    return status.build();
  }
}
