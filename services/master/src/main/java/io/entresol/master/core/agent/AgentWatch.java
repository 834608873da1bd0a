package io.entresol.master.core.agent;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.AgentBook;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Due;
import io.entresol.master.core.config.MasterConfig;
import io.entresol.master.core.turn.Turn;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.Ping;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Finds out which agents are not there any more. */
public final class AgentWatch {
  /** How many agents of the registry are given up at a time, so that no command takes long. */
  private static final int GIVEN_UP_AT_ONCE = 500;

  private static final Duration BETWEEN_GIVING_UP = Duration.ofMillis(200);

  private final Books books;
  private final AgentBook agents;
  private final AgentRecords records;
  private final AgentDepartures departures;

  public AgentWatch(Books books, AgentDepartures departures) {
    this.books = books;
    this.agents = books.agents();
    this.records = new AgentRecords(books);
    this.departures = departures;
  }

  /** Starts to ping a registered agent. Agents that register together are pinged apart. */
  public void watch(Turn turn, Agent agent) {
    long pause = config().pingTimeout().toMillis();
    long offset = Math.floorMod(agent.id().hashCode(), Math.max(1, pause));
    agent.ponged();
    books.deadlines().set(new Due.AgentPing(agent.id()), turn.now().plusMillis(offset));
    books.deadlines().cancel(new Due.AgentReturn(agent.id()));
  }

  private MasterConfig.Agents config() {
    return books.config().agents();
  }

  public void ping(Turn turn, Due.AgentPing due) {
    Agent agent = agents.get(due.agentId());
    if (agent == null) {
      return;
    }
    if (agent.pinged() >= config().pingsMissed()) {
      departures.markUnreachable(turn, agent, "health check timed out");
      return;
    }
    turn.toEndpoint(
        agent.endpoint(),
        agent.lastSeq(),
        AgentCommand.newBuilder().setPing(Ping.newBuilder().setConnected(agent.isConnected())));
    books.deadlines().set(due, turn.now().plus(config().pingTimeout()));
  }

  /** An agent that lost the master had its time to come back. */
  public void giveUp(Turn turn, Due.AgentReturn due) {
    Agent agent = agents.get(due.agentId());
    if (agent != null && !agent.isConnected()) {
      departures.markUnreachable(
          turn,
          agent,
          "the agent did not come back within " + config().reregisterTimeout().toSeconds() + " s");
    }
  }

  /** Agents of the registry had their time to come back to a new leader. */
  public void giveUpRecovered(Turn turn, Due.RecoveredAgents due) {
    List<String> late = agents.recovered().keySet().stream().limit(GIVEN_UP_AT_ONCE).toList();
    late.forEach(agentId -> departures.markRecoveredUnreachable(turn, agentId));
    if (!agents.recovered().isEmpty()) {
      books.deadlines().set(due, turn.now().plus(BETWEEN_GIVING_UP));
    }
  }

  /** Forgets agents that have been away for very long, or that are too many. */
  public void clearRegistry(Turn turn, Due.RegistryClearing due) {
    clear(turn, agents.unreachable());
    clear(turn, agents.gone());
    books.deadlines().set(due, turn.now().plus(books.config().registry().gcInterval()));
  }

  private void clear(Turn turn, Map<String, AgentBook.Away> away) {
    Instant oldest = turn.now().minus(books.config().registry().maxAgentAge());
    int surplus = away.size() - books.config().registry().maxAgentCount();
    List<String> forgotten =
        away.entrySet().stream()
            .limit(GIVEN_UP_AT_ONCE)
            .filter(new SurplusOrOld(surplus, oldest)::matches)
            .map(Map.Entry::getKey)
            .toList();
    for (String agentId : forgotten) {
      away.remove(agentId);
      agents.draining().remove(agentId);
      agents.deactivated().remove(agentId);
      agents.takeUnreachableTasks(agentId);
      records.remove(turn, agentId);
    }
  }

  /** The first ones are the oldest. */
  private static final class SurplusOrOld {
    private int surplus;
    private final Instant oldest;

    SurplusOrOld(int surplus, Instant oldest) {
      this.surplus = surplus;
      this.oldest = oldest;
    }

    boolean matches(Map.Entry<String, AgentBook.Away> entry) {
      return surplus-- > 0 || entry.getValue().since().isBefore(oldest);
    }
  }
}
