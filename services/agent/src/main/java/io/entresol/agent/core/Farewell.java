package io.entresol.agent.core;

import io.entresol.proto.bus.UnregisterAgent;
import java.util.List;
import java.util.Optional;

/** Brings the agent's service to an end: draining, and leaving for good. */
final class Farewell {
  private final CoreState state;
  private final OperationLedger operations;
  private final Registration registration;
  private final Kills kills;
  private Optional<String> reason = Optional.empty();
  private boolean done;

  Farewell(CoreState state, OperationLedger operations, Registration registration, Kills kills) {
    this.state = state;
    this.operations = operations;
    this.registration = registration;
    this.kills = kills;
  }

  void unregister(Turn turn) {
    if (state.hasAgentId()) {
      turn.effect(
          new AgentEffect.SendToMaster(
              state.message().setUnregister(UnregisterAgent.getDefaultInstance()).build()));
    }
    terminate(turn, "Unregistered");
  }

  /** Ends all work; once it has ended, the agent goes. */
  void terminate(Turn turn, String why) {
    if (reason.isEmpty()) {
      reason = Optional.of(why);
      registration.terminate();
      List.copyOf(state.frameworks().values())
          .forEach(framework -> kills.shutdownFramework(turn, framework));
    }
  }

  /** At the end of each command: whether something long awaited has come. */
  void check(Turn turn) {
    if (!state.frameworks().isEmpty()) {
      return;
    }
    if (reason.isPresent() && !done) {
      done = true;
      turn.effect(new AgentEffect.Terminate(reason.get(), true));
    }
    if (state.drain().isPresent()
        && operations.isEmpty()
        && registration.phase() == Registration.Phase.RUNNING) {
      state.drain(Optional.empty());
      turn.remove(RecordKeys.drain(state.agentId().getValue()));
      turn.note("Drained: nothing is left on this agent");
    }
  }
}
