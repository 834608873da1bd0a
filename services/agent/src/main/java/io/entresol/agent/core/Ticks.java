package io.entresol.agent.core;

import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.agent.ExecutorRun;
import io.entresol.proto.agent.TaskKill;
import java.util.Optional;
import java.util.function.Consumer;

/** Does what has fallen due. */
final class Ticks {
  private final CoreState state;
  private final Registration registration;
  private final StatusUpdates updates;
  private final OperationLedger operations;
  private final Kills kills;
  private final Probing probing;
  private final Recovery recovery;
  private final Exits exits;

  Ticks(
      CoreState state,
      Registration registration,
      StatusUpdates updates,
      OperationLedger operations,
      Kills kills,
      Probing probing,
      Recovery recovery,
      Exits exits) {
    this.state = state;
    this.registration = registration;
    this.updates = updates;
    this.operations = operations;
    this.kills = kills;
    this.probing = probing;
    this.recovery = recovery;
    this.exits = exits;
  }

  void tick(Turn turn) {
    for (Due due : state.deadlines().takeDue(turn.now())) {
      perform(turn, due);
    }
  }

  private void perform(Turn turn, Due due) {
    if (due instanceof Due.Registration) {
      registration.attempt(turn);
    } else if (due instanceof Due.PingTimeout) {
      registration.pingTimedOut(turn);
    } else if (due instanceof Due.ResendUpdate resend) {
      updates.streams().resend(turn, resend.stream());
    } else if (due instanceof Due.ResendOperation resend) {
      operations.resend(turn, resend.uuid());
    } else if (due instanceof Due.GroupExecutorEnd end) {
      exits.groupExecutorEnded(turn, end);
    } else if (due instanceof Due.ExecutorReregistration) {
      recovery.giveUpExecutors(turn);
    } else {
      ofContainer(turn, due);
    }
  }

  private void ofContainer(Turn turn, Due due) {
    if (due instanceof Due.ExecutorRegistration registrationDue) {
      with(registrationDue.container(), container -> registrationTimedOut(turn, container));
    } else if (due instanceof Due.ExecutorShutdown shutdown) {
      with(shutdown.container(), container -> kills.destroy(turn, container));
    } else if (due instanceof Due.Escalation escalation) {
      with(escalation.container(), container -> kills.destroy(turn, container));
    } else if (due instanceof Due.DestroyAgain again) {
      with(again.container(), container -> kills.destroy(turn, container));
    } else if (due instanceof Due.MaxCompletionTime time) {
      with(time.container(), container -> completionTimedOut(turn, container));
    } else if (due instanceof Due.Probing probingDue) {
      with(
          probingDue.container(),
          container ->
              container
                  .task()
                  .ifPresent(task -> probing.due(turn, task, container, probingDue.purpose())));
    }
  }

  private void with(String container, Consumer<Container> action) {
    Optional.ofNullable(state.containers().get(container)).ifPresent(action);
  }

  private void registrationTimedOut(Turn turn, Container container) {
    container.pendingExit(
        Exit.failed(
            TaskState.TASK_FAILED,
            TaskStatus.Reason.REASON_EXECUTOR_REGISTRATION_TIMEOUT,
            "Executor did not register within " + state.policy().executorRegistrationTimeout()));
    if (container.executor().kind() != ExecutorRun.Kind.DEFAULT) {
      container.executor().state(Executor.State.TERMINATING);
    }
    kills.destroy(turn, container);
  }

  private void completionTimedOut(Turn turn, Container container) {
    container
        .task()
        .ifPresent(
            task ->
                kills.killTask(turn, task, Optional.empty(), TaskKill.Cause.MAX_COMPLETION_TIME));
  }
}
