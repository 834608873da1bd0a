package io.entresol.master.core.task;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.notice.FrameworkNotes;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.TaskStates;
import io.entresol.proto.bus.AcknowledgeUpdate;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentStatusUpdate;
import io.entresol.proto.bus.ShutdownFramework;
import java.util.Optional;

/**
 * Carries status updates from agents to frameworks, and their acknowledgements back. An agent
 * repeats an update until it is acknowledged, so what cannot be delivered now is simply dropped.
 */
public final class StatusUpdates {
  private final Books books;
  private final Tasks tasks;

  public StatusUpdates(Books books, Tasks tasks) {
    this.books = books;
    this.tasks = tasks;
  }

  /** An agent reports on a task. */
  public void update(Turn turn, Agent agent, AgentStatusUpdate update) {
    books.tallies().count(Tally.MESSAGES_STATUS_UPDATE);
    String frameworkId = update.getFrameworkId().getValue();
    TaskStatus status = withAgent(update.getStatus(), agent);
    if (!status.hasUuid()) {
      books.tallies().count(Tally.INVALID_STATUS_UPDATES);
      return;
    }
    Framework framework = books.frameworks().get(frameworkId);
    if (framework == null) {
      books.tallies().count(Tally.INVALID_STATUS_UPDATES);
      endRemnants(turn, agent, update);
      return;
    }
    LiveTask task = agent.task(frameworkId, status.getTaskId().getValue());
    boolean delivered = framework.isConnected();
    if (delivered) {
      FrameworkNotes.update(turn, framework, status);
    }
    if (task != null) {
      if (delivered) {
        task.forwarded(status.getState(), status.getUuid());
      }
      TaskState newest = update.hasLatestState() ? update.getLatestState() : status.getState();
      tasks.update(turn, task, status, newest);
    }
    boolean valid = delivered && task != null;
    books.tallies().count(valid ? Tally.VALID_STATUS_UPDATES : Tally.INVALID_STATUS_UPDATES);
  }

  private static TaskStatus withAgent(TaskStatus status, Agent agent) {
    return status.hasAgentId()
        ? status
        : status.toBuilder().setAgentId(agent.info().getId()).build();
  }

  /** The framework has ended, and its agent may have missed it. */
  private void endRemnants(Turn turn, Agent agent, AgentStatusUpdate update) {
    if (books.frameworks().isCompleted(update.getFrameworkId().getValue())) {
      turn.toAgent(
          agent,
          AgentCommand.newBuilder()
              .setShutdownFramework(
                  ShutdownFramework.newBuilder().setFrameworkId(update.getFrameworkId())));
    }
  }

  /** A framework has taken notice of an update. Returns the agent that was told, if any. */
  public Optional<Agent> acknowledge(Turn turn, Framework framework, Call.Acknowledge call) {
    books.tallies().count(Tally.MESSAGES_STATUS_UPDATE_ACKNOWLEDGEMENT);
    Agent agent = books.agents().get(call.getAgentId().getValue());
    if (agent == null || !agent.isConnected()) {
      books.tallies().count(Tally.INVALID_STATUS_UPDATE_ACKNOWLEDGEMENTS);
      return Optional.empty();
    }
    LiveTask task = agent.task(framework.id(), call.getTaskId().getValue());
    if (task != null) {
      if (task.forwardedState().isEmpty()) {
        books.tallies().count(Tally.INVALID_STATUS_UPDATE_ACKNOWLEDGEMENTS);
        return Optional.empty();
      }
      if (TaskStates.isTerminal(task.forwardedState().get()) && task.wasForwarded(call.getUuid())) {
        tasks.complete(turn, task);
      }
    }
    turn.toAgent(
        agent,
        AgentCommand.newBuilder()
            .setAcknowledgeUpdate(
                AcknowledgeUpdate.newBuilder()
                    .setFrameworkId(framework.protoId())
                    .setTaskId(call.getTaskId())
                    .setUuid(call.getUuid())));
    books.tallies().count(Tally.VALID_STATUS_UPDATE_ACKNOWLEDGEMENTS);
    return Optional.of(agent);
  }
}
