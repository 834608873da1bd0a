package io.entresol.master.core.agent;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.framework.FrameworkDesk;
import io.entresol.master.core.notice.FrameworkNotes;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.operation.Operations;
import io.entresol.master.core.task.StatusUpdates;
import io.entresol.master.core.task.Tasks;
import io.entresol.master.core.turn.Turn;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.ExecutorExited;
import io.entresol.proto.bus.ExecutorMessage;
import io.entresol.proto.bus.Ping;

/** What agents say, and whose hands it goes into. */
public final class AgentMessages {
  private final Books books;
  private final Registration registration;
  private final Reregistration reregistration;
  private final AgentDepartures departures;
  private final Draining draining;
  private final StatusUpdates updates;
  private final Operations operations;
  private final Tasks tasks;

  public AgentMessages(
      Books books,
      Notes notes,
      AgentDesk desk,
      FrameworkDesk frameworks,
      Tasks tasks,
      Offers offers,
      StatusUpdates updates,
      Operations operations) {
    Absences absences = new Absences(books, tasks, operations);
    Admission admission =
        new Admission(
            books, notes, desk.watch(), desk.recovery(), frameworks.recovered(), tasks, operations);
    this.books = books;
    this.departures = desk.departures();
    this.draining = desk.draining();
    this.registration = new Registration(books, notes, desk.watch(), desk.departures(), absences);
    this.reregistration =
        new Reregistration(
            books, notes, desk.watch(), absences, admission, desk.draining(), offers);
    this.updates = updates;
    this.operations = operations;
    this.tasks = tasks;
  }

  public void handle(Turn turn, AgentMessage message) {
    switch (message.getMessageCase()) {
      case REGISTER -> registration.register(turn, message.getAgent(), message.getRegister());
      case REREGISTER ->
          reregistration.reregister(turn, message.getAgent(), message.getReregister());
      case UNREGISTER, PONG, STATUS_UPDATE, EXECUTOR_EXITED, EXECUTOR_MESSAGE, OPERATION_UPDATE -> {
        Agent agent = books.agents().atEndpoint(message.getAgent().getId());
        if (agent == null || !agent.isConnected()) {
          strange(turn, message);
        } else {
          handleRegistered(turn, agent, message);
        }
      }
      case MESSAGE_NOT_SET -> books.tallies().count(Tally.DROPPED_MESSAGES);
    }
  }

  /** The agent believes that it is registered, and is not: it is told to come back. */
  private void strange(Turn turn, AgentMessage message) {
    switch (message.getMessageCase()) {
      case STATUS_UPDATE -> books.tallies().count(Tally.INVALID_STATUS_UPDATES);
      case EXECUTOR_MESSAGE -> books.tallies().count(Tally.INVALID_EXECUTOR_TO_FRAMEWORK_MESSAGES);
      case OPERATION_UPDATE -> books.tallies().count(Tally.INVALID_OPERATION_STATUS_UPDATES);
      case REGISTER, REREGISTER, UNREGISTER, PONG, EXECUTOR_EXITED, MESSAGE_NOT_SET ->
          books.tallies().count(Tally.DROPPED_MESSAGES);
    }
    if (message.hasUnregister()) {
      return;
    }
    turn.toEndpoint(
        message.getAgent(),
        0,
        AgentCommand.newBuilder().setPing(Ping.newBuilder().setConnected(false)));
  }

  private void handleRegistered(Turn turn, Agent agent, AgentMessage message) {
    switch (message.getMessageCase()) {
      case UNREGISTER -> {
        books.tallies().count(Tally.MESSAGES_UNREGISTER_SLAVE);
        books.tallies().count(Tally.SLAVE_REMOVALS_REASON_UNREGISTERED);
        departures.remove(turn, agent, "the agent unregistered");
      }
      case PONG -> agent.ponged();
      case STATUS_UPDATE -> updates.update(turn, agent, message.getStatusUpdate());
      case EXECUTOR_EXITED -> executorExited(turn, agent, message.getExecutorExited());
      case EXECUTOR_MESSAGE -> executorMessage(turn, agent, message.getExecutorMessage());
      case OPERATION_UPDATE -> {
        operations.update(turn, agent, message.getOperationUpdate());
        draining.check(turn, agent);
      }
      case REGISTER, REREGISTER, MESSAGE_NOT_SET ->
          throw new IllegalArgumentException("not of a registered agent: " + message);
    }
  }

  private void executorExited(Turn turn, Agent agent, ExecutorExited exited) {
    books.tallies().count(Tally.MESSAGES_EXITED_EXECUTOR);
    Framework framework = books.frameworks().get(exited.getFrameworkId().getValue());
    boolean known =
        framework != null
            && tasks.removeExecutor(turn, agent, framework, exited.getExecutorId().getValue());
    if (known) {
      FrameworkNotes.executorLost(
          turn, framework, agent.info().getId(), exited.getExecutorId(), exited.getStatus());
    }
  }

  private void executorMessage(Turn turn, Agent agent, ExecutorMessage message) {
    books.tallies().count(Tally.MESSAGES_EXECUTOR_TO_FRAMEWORK);
    Framework framework = books.frameworks().get(message.getFrameworkId().getValue());
    if (framework == null || !framework.isConnected()) {
      books.tallies().count(Tally.INVALID_EXECUTOR_TO_FRAMEWORK_MESSAGES);
      return;
    }
    FrameworkNotes.message(turn, framework, agent.info().getId(), message);
    books.tallies().count(Tally.VALID_EXECUTOR_TO_FRAMEWORK_MESSAGES);
  }
}
