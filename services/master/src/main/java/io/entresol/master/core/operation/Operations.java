package io.entresol.master.core.operation;

import com.google.protobuf.ByteString;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.PendingOperation;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.notice.FrameworkNotes;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OperationState;
import io.entresol.mesos.v1.OperationStatus;
import io.entresol.mesos.v1.UUID;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.AcknowledgeOperation;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentOperationUpdate;
import io.entresol.proto.bus.ApplyOperation;
import io.entresol.proto.bus.Ping;
import java.util.List;
import java.util.Optional;

/**
 * Operations on resources from their start to their acknowledged end. The books take their result
 * over at once: an agent that cannot do one comes back with what it has.
 */
public final class Operations {
  private final Books books;
  private final AllocatorNotes allocator;

  public Operations(Books books, AllocatorNotes allocator) {
    this.books = books;
    this.allocator = allocator;
  }

  /**
   * Carries an operation out on resources that are available, and tells the agent.
   *
   * @param framework whose it is; empty if an operator's
   */
  public void apply(
      Turn turn, Agent agent, Optional<Framework> framework, Offer.Operation operation) {
    Conversion conversion = Conversion.of(operation);
    Conversion plain = conversion.unallocated();
    agent.account().convert(plain.consumed(), plain.converted());
    turn.touch(agent);
    allocator.converted(turn, framework, agent, conversion.consumed(), conversion.converted());

    OperationStatus.Builder status =
        OperationStatus.newBuilder()
            .setState(OperationState.OPERATION_PENDING)
            .setAgentId(agent.info().getId());
    if (operation.hasId()) {
      status.setOperationId(operation.getId());
    }
    PendingOperation pending =
        new PendingOperation(
            books.ids().nextOperation(), operation, framework, agent, status.build());
    add(pending);
    books.tallies().operationEntered(operation.getType(), OperationState.OPERATION_PENDING);
    framework.ifPresent(owner -> owner.counters().operated(operation.getType()));

    ApplyOperation.Builder command =
        ApplyOperation.newBuilder().setOperation(operation).setOperationUuid(uuid(pending));
    framework.ifPresent(owner -> command.setFrameworkId(owner.protoId()));
    turn.toAgent(agent, AgentCommand.newBuilder().setApplyOperation(command));
  }

  /** Remembers an operation that is under way. */
  public void add(PendingOperation operation) {
    operation.agent().operations().put(operation.uuid(), operation);
    if (operation.info().hasId()) {
      operation
          .framework()
          .ifPresent(
              owner -> owner.operations().put(operation.info().getId().getValue(), operation));
    }
  }

  private void remove(PendingOperation operation) {
    operation.agent().operations().remove(operation.uuid());
    if (operation.info().hasId()) {
      operation
          .framework()
          .ifPresent(
              owner -> owner.operations().remove(operation.info().getId().getValue(), operation));
    }
  }

  /** An operation of a framework is not carried out at all. */
  public void refuse(Turn turn, Framework framework, Offer.Operation operation, String message) {
    books.tallies().operationEntered(operation.getType(), OperationState.OPERATION_ERROR);
    if (operation.hasId()) {
      FrameworkNotes.operationUpdate(
          turn,
          framework,
          OperationStatus.newBuilder()
              .setOperationId(operation.getId())
              .setState(OperationState.OPERATION_ERROR)
              .setMessage(message)
              .build());
    }
  }

  /** An agent tells how an operation stands. */
  public void update(Turn turn, Agent agent, AgentOperationUpdate update) {
    books.tallies().count(Tally.MESSAGES_OPERATION_STATUS_UPDATE);
    PendingOperation operation = agent.operations().get(update.getOperationUuid().getValue());
    if (operation == null) {
      books.tallies().count(Tally.INVALID_OPERATION_STATUS_UPDATES);
      acknowledge(turn, agent, update.getOperationUuid().getValue(), update.getStatus());
      return;
    }
    books.tallies().count(Tally.VALID_OPERATION_STATUS_UPDATES);
    OperationStatus status = complete(operation, update.getStatus());
    OperationStatus newest =
        update.hasLatestStatus() ? complete(operation, update.getLatestStatus()) : status;
    OperationState before = operation.latest().getState();
    operation.remember(status, newest);
    tally(operation, before, operation.latest().getState());
    if (failed(operation)) {
      resync(turn, agent);
    }
    deliver(turn, operation, status);
  }

  private static OperationStatus complete(PendingOperation operation, OperationStatus status) {
    OperationStatus.Builder complete = status.toBuilder();
    if (operation.info().hasId()) {
      complete.setOperationId(operation.info().getId());
    }
    return complete.setAgentId(operation.agent().info().getId()).build();
  }

  private void tally(PendingOperation operation, OperationState before, OperationState after) {
    if (before != after) {
      books.tallies().operationLeft(operation.info().getType(), before);
      books.tallies().operationEntered(operation.info().getType(), after);
    }
  }

  private static boolean failed(PendingOperation operation) {
    OperationState state = operation.latest().getState();
    return PendingOperation.isTerminal(state) && state != OperationState.OPERATION_FINISHED;
  }

  /** The books took the operation's success for granted: the agent is asked what it really has. */
  private static void resync(Turn turn, Agent agent) {
    turn.toEndpoint(
        agent.endpoint(),
        agent.lastSeq(),
        AgentCommand.newBuilder().setPing(Ping.newBuilder().setConnected(false)));
  }

  /** To the framework if it wants to hear of it; else nobody needs it any longer. */
  private void deliver(Turn turn, PendingOperation operation, OperationStatus status) {
    Optional<Framework> listener =
        operation.info().hasId() ? operation.framework().filter(this::lives) : Optional.empty();
    if (listener.isPresent()) {
      FrameworkNotes.operationUpdate(turn, listener.get(), status);
    } else {
      acknowledge(turn, operation.agent(), operation.uuid(), status);
    }
    if (PendingOperation.isTerminal(status.getState())
        && (listener.isEmpty() || !status.hasUuid())) {
      remove(operation);
    }
  }

  private boolean lives(Framework framework) {
    return books.frameworks().get(framework.id()) == framework;
  }

  private static void acknowledge(
      Turn turn, Agent agent, ByteString operation, OperationStatus status) {
    if (status.hasUuid()) {
      turn.toAgent(
          agent,
          AgentCommand.newBuilder()
              .setAcknowledgeOperation(
                  AcknowledgeOperation.newBuilder()
                      .setOperationUuid(UUID.newBuilder().setValue(operation))
                      .setStatusUuid(status.getUuid())));
    }
  }

  /** A framework has taken notice of a status. Returns the agent that was told, if any. */
  public Optional<Agent> acknowledge(
      Turn turn, Framework framework, Call.AcknowledgeOperationStatus call) {
    books.tallies().count(Tally.MESSAGES_OPERATION_STATUS_UPDATE_ACKNOWLEDGEMENT);
    Agent agent = books.agents().get(call.getAgentId().getValue());
    PendingOperation operation = framework.operations().get(call.getOperationId().getValue());
    Optional<OperationStatus> status =
        operation == null ? Optional.empty() : operation.forwarded(call.getUuid());
    if (agent == null || !agent.isConnected() || status.isEmpty()) {
      books.tallies().count(Tally.INVALID_OPERATION_STATUS_UPDATE_ACKNOWLEDGEMENTS);
      return Optional.empty();
    }
    books.tallies().count(Tally.VALID_OPERATION_STATUS_UPDATE_ACKNOWLEDGEMENTS);
    if (PendingOperation.isTerminal(status.get().getState())) {
      remove(operation);
    }
    acknowledge(turn, operation.agent(), operation.uuid(), status.get());
    return Optional.of(agent);
  }

  /** All operations of an agent end in a state that only the master knows. */
  public void endAll(Turn turn, Agent agent, OperationState state, String message) {
    List.copyOf(agent.operations().values())
        .forEach(operation -> end(turn, operation, state, message));
  }

  /** An operation ends in a state that only the master knows. */
  public void end(Turn turn, PendingOperation operation, OperationState state, String message) {
    tally(operation, operation.latest().getState(), state);
    if (operation.info().hasId() && !PendingOperation.isTerminal(operation.latest().getState())) {
      OperationStatus status =
          complete(
              operation, OperationStatus.newBuilder().setState(state).setMessage(message).build());
      operation
          .framework()
          .ifPresent(framework -> FrameworkNotes.operationUpdate(turn, framework, status));
    }
    remove(operation);
  }

  private static UUID uuid(PendingOperation operation) {
    return UUID.newBuilder().setValue(operation.uuid()).build();
  }
}
