package io.entresol.master.core.agent;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.AgentBook;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.state.Portraits;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.DrainInfo;
import io.entresol.proto.bus.AdmittedAgent;
import java.time.Instant;

/** Writes what the registry keeps of agents. */
public final class AgentRecords {
  /** Where agents stand in the registry, by id. */
  public static final String PREFIX = "agents/";

  private final AgentBook agents;

  public AgentRecords(Books books) {
    this.agents = books.agents();
  }

  /** The agent is a member of the cluster. */
  public void reachable(Turn turn, Agent agent) {
    AdmittedAgent.Builder record = record(agent.info(), AdmittedAgent.State.REACHABLE);
    for (AgentInfo.Capability.Type type : agent.capabilities()) {
      record.addCapabilities(AgentInfo.Capability.newBuilder().setType(type));
    }
    put(turn, record);
  }

  public void unreachable(Turn turn, AgentInfo info, Instant since) {
    put(turn, record(info, AdmittedAgent.State.UNREACHABLE).setSince(Portraits.time(since)));
  }

  public void gone(Turn turn, AgentInfo info, Instant since) {
    put(turn, record(info, AdmittedAgent.State.GONE).setSince(Portraits.time(since)));
  }

  /** Whatever it was, the agent is to be drained or deactivated, or no longer. */
  public void decided(Turn turn, String agentId) {
    Agent agent = agents.get(agentId);
    AgentBook.Away away = agents.unreachable().get(agentId);
    if (agent != null) {
      reachable(turn, agent);
    } else if (away != null) {
      unreachable(turn, away.info(), away.since());
    } else {
      put(turn, record(agents.recovered().get(agentId), AdmittedAgent.State.REACHABLE));
    }
  }

  public void remove(Turn turn, String agentId) {
    turn.remove(PREFIX + agentId);
  }

  /** What is worth keeping of an agent that is away: how to name it. */
  public static AgentInfo outline(AgentInfo info) {
    return info.toBuilder().clearResources().clearAttributes().build();
  }

  private AdmittedAgent.Builder record(AgentInfo info, AdmittedAgent.State state) {
    AdmittedAgent.Builder record = AdmittedAgent.newBuilder().setInfo(info).setState(state);
    String id = info.getId().getValue();
    DrainInfo drain = agents.draining().get(id);
    if (drain != null) {
      record.setDrain(drain);
    }
    if (agents.deactivated().contains(id)) {
      record.setDeactivated(true);
    }
    return record;
  }

  private static void put(Turn turn, AdmittedAgent.Builder record) {
    turn.put(PREFIX + record.getInfo().getId().getValue(), record.build());
  }
}
