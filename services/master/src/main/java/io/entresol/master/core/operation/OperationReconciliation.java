package io.entresol.master.core.operation;

import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.PendingOperation;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.notice.FrameworkNotes;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.OperationState;
import io.entresol.mesos.v1.OperationStatus;
import io.entresol.mesos.v1.scheduler.Call;

/** Tells frameworks how their operations stand. */
public final class OperationReconciliation {
  private final Books books;

  public OperationReconciliation(Books books) {
    this.books = books;
  }

  public void reconcile(Turn turn, Framework framework, Call.ReconcileOperations call) {
    books.tallies().count(Tally.MESSAGES_RECONCILE_OPERATIONS);
    if (call.getOperationsCount() == 0) {
      for (PendingOperation operation : framework.operations().values()) {
        FrameworkNotes.operationUpdate(turn, framework, known(operation));
      }
      return;
    }
    for (Call.ReconcileOperations.Operation asked : call.getOperationsList()) {
      FrameworkNotes.operationUpdate(turn, framework, answer(framework, asked));
    }
  }

  private OperationStatus answer(Framework framework, Call.ReconcileOperations.Operation asked) {
    PendingOperation operation = framework.operations().get(asked.getOperationId().getValue());
    return operation != null ? known(operation) : unknown(asked);
  }

  private static OperationStatus known(PendingOperation operation) {
    return operation.reported().toBuilder().clearUuid().build();
  }

  private OperationStatus unknown(Call.ReconcileOperations.Operation asked) {
    OperationStatus.Builder status =
        OperationStatus.newBuilder().setOperationId(asked.getOperationId());
    if (asked.hasResourceProviderId()) {
      status.setResourceProviderId(asked.getResourceProviderId());
    }
    if (!asked.hasAgentId()) {
      return status
          .setState(OperationState.OPERATION_UNKNOWN)
          .setMessage("Reconciliation: Operation is unknown and no 'agent_id' was provided")
          .build();
    }
    status.setAgentId(asked.getAgentId());
    String agentId = asked.getAgentId().getValue();
    if (books.agents().recovered().containsKey(agentId)) {
      return status
          .setState(OperationState.OPERATION_RECOVERING)
          .setMessage("Reconciliation: Agent has not reregistered yet")
          .build();
    }
    if (books.agents().unreachable().containsKey(agentId)) {
      return status
          .setState(OperationState.OPERATION_UNREACHABLE)
          .setMessage("Reconciliation: Agent is unreachable")
          .build();
    }
    if (books.agents().gone().containsKey(agentId)) {
      return status
          .setState(OperationState.OPERATION_GONE_BY_OPERATOR)
          .setMessage("Reconciliation: Agent is gone")
          .build();
    }
    return status
        .setState(OperationState.OPERATION_UNKNOWN)
        .setMessage("Reconciliation: Operation is unknown")
        .build();
  }
}
