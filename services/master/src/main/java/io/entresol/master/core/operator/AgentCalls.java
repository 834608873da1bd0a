package io.entresol.master.core.operator;

import io.entresol.master.core.agent.AgentDepartures;
import io.entresol.master.core.agent.AgentDesk;
import io.entresol.master.core.agent.AgentRecords;
import io.entresol.master.core.agent.Draining;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.AgentBook;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.turn.Replies;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.DrainConfig;
import io.entresol.mesos.v1.DrainInfo;
import io.entresol.mesos.v1.DrainState;
import io.entresol.mesos.v1.DurationInfo;
import io.entresol.mesos.v1.MachineID;
import io.entresol.mesos.v1.master.Call;
import io.entresol.proto.bus.MasterReply;
import java.util.Optional;

/** Operators' decisions about single agents. */
final class AgentCalls {
  /** A century; more does not fit into nanoseconds for long. */
  private static final long LONGEST_GRACE_SECONDS = 100L * 365 * 24 * 3600;

  private final Books books;
  private final AgentBook agents;
  private final AgentRecords records;
  private final AgentDepartures departures;
  private final Draining draining;
  private final Offers offers;
  private final AllocatorNotes allocator;

  AgentCalls(Books books, AgentDesk desk, Offers offers, AllocatorNotes allocator) {
    this.books = books;
    this.agents = books.agents();
    this.records = new AgentRecords(books);
    this.departures = desk.departures();
    this.draining = desk.draining();
    this.offers = offers;
    this.allocator = allocator;
  }

  MasterReply markGone(Turn turn, String agentId) {
    if (agents.gone().containsKey(agentId)) {
      return Replies.operator(Replies.OK);
    }
    if (!agents.isKnown(agentId)) {
      return Replies.operator(Replies.NOT_FOUND, "Agent '" + agentId + "' not found");
    }
    departures.markGone(turn, agentId);
    return Replies.operator(Replies.OK);
  }

  MasterReply deactivate(Turn turn, String agentId) {
    if (!agents.isKnown(agentId)) {
      return Replies.operator(Replies.BAD_REQUEST, "Unknown agent");
    }
    agents.deactivated().add(agentId);
    records.decided(turn, agentId);
    deactivateRegistered(turn, agentId);
    return Replies.operator(Replies.OK);
  }

  private void deactivateRegistered(Turn turn, String agentId) {
    Agent agent = agents.get(agentId);
    if (agent == null) {
      return;
    }
    agent.setDeactivated(true);
    // Even if it was not active: there is another reason now.
    allocator.agentDeactivated(turn, agent);
    offers.rescindAllOn(turn, agent);
  }

  MasterReply reactivate(Turn turn, String agentId) {
    if (!agents.deactivated().contains(agentId)) {
      return Replies.operator(Replies.BAD_REQUEST, "Agent is not deactivated");
    }
    DrainInfo drain = agents.draining().get(agentId);
    if (drain != null && drain.getState() == DrainState.DRAINING) {
      return Replies.operator(Replies.BAD_REQUEST, "Agent is still in the DRAINING state");
    }
    agents.draining().remove(agentId);
    agents.deactivated().remove(agentId);
    records.decided(turn, agentId);
    Agent agent = agents.get(agentId);
    if (agent != null) {
      agent.setDeactivated(false);
      agent.setDrainStartedAt(Optional.empty());
      if (agent.isActive()) {
        allocator.agentActivated(turn, agent);
      }
    }
    return Replies.operator(Replies.OK);
  }

  MasterReply drain(Turn turn, Call.DrainAgent call) {
    String agentId = call.getAgentId().getValue();
    Optional<String> refusal = checkDrain(agentId);
    if (refusal.isPresent()) {
      return Replies.operator(Replies.BAD_REQUEST, refusal.get());
    }
    DrainConfig.Builder config = DrainConfig.newBuilder().setMarkGone(call.getMarkGone());
    if (call.hasMaxGracePeriod()) {
      long seconds =
          Math.max(0, Math.min(LONGEST_GRACE_SECONDS, call.getMaxGracePeriod().getSeconds()));
      config.setMaxGracePeriod(
          DurationInfo.newBuilder()
              .setNanoseconds(
                  seconds * 1_000_000_000L + Math.max(0, call.getMaxGracePeriod().getNanos())));
    }
    agents
        .draining()
        .put(
            agentId,
            DrainInfo.newBuilder().setState(DrainState.DRAINING).setConfig(config).build());
    agents.deactivated().add(agentId);
    records.decided(turn, agentId);
    Agent agent = agents.get(agentId);
    if (agent != null) {
      deactivateRegistered(turn, agentId);
      draining.tell(turn, agent);
      agent.setDrainStartedAt(Optional.of(turn.now()));
      draining.check(turn, agent);
    }
    return Replies.operator(Replies.OK);
  }

  private Optional<String> checkDrain(String agentId) {
    if (!agents.isKnown(agentId)) {
      return Optional.of("Unknown agent");
    }
    Agent agent = agents.get(agentId);
    if (agent == null) {
      return Optional.empty();
    }
    if (!agent.can(AgentInfo.Capability.Type.AGENT_DRAINING)) {
      return Optional.of("agent " + agentId + " cannot be drained");
    }
    MachineID machine = agent.machine();
    boolean scheduled =
        books.machines().schedule().getWindowsList().stream()
            .anyMatch(window -> window.getMachineIdsList().contains(machine));
    return scheduled
        ? Optional.of("agent " + agentId + " is part of a maintenance schedule")
        : Optional.empty();
  }
}
