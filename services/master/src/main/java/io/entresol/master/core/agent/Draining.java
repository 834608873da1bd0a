package io.entresol.master.core.agent;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.AgentBook;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.DrainInfo;
import io.entresol.mesos.v1.DrainState;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.DrainAgent;

/** Agents whose tasks are moved away on purpose. */
public final class Draining {
  private final AgentBook agents;
  private final AgentRecords records;
  private final AgentDepartures departures;

  public Draining(Books books, AgentDepartures departures) {
    this.agents = books.agents();
    this.records = new AgentRecords(books);
    this.departures = departures;
  }

  /** Tells an agent to drain, if that was decided. */
  public void tell(Turn turn, Agent agent) {
    DrainInfo drain = agents.draining().get(agent.id());
    if (drain != null) {
      turn.toAgent(
          agent,
          AgentCommand.newBuilder().setDrain(DrainAgent.newBuilder().setConfig(drain.getConfig())));
    }
  }

  /** Something ended on an agent: if that was the last, it is drained. */
  public void check(Turn turn, Agent agent) {
    DrainInfo drain = agents.draining().get(agent.id());
    boolean draining = drain != null && drain.getState() == DrainState.DRAINING;
    if (!draining || !agent.tasks().isEmpty() || !agent.operations().isEmpty()) {
      return;
    }
    if (drain.getConfig().getMarkGone()) {
      departures.markGone(turn, agent.id());
    } else {
      agents.draining().put(agent.id(), drain.toBuilder().setState(DrainState.DRAINED).build());
      records.decided(turn, agent.id());
    }
  }
}
