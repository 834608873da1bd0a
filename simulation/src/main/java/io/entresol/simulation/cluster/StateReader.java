package io.entresol.simulation.cluster;

import io.entresol.master.core.MasterCore;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.proto.bus.AgentState;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads a master's books as a gateway would, page by page. */
final class StateReader {
  private static final long REQUEST = Long.MAX_VALUE;

  private StateReader() {}

  static List<AgentState> agents(MasterProcess master, Instant now) {
    MasterCore core = master.core().orElseThrow();
    List<AgentState> agents = new ArrayList<>();
    StateQuery.Builder query = StateQuery.newBuilder().addParts(StateQuery.Part.AGENTS);
    StatePage page;
    do {
      page = page(core, query.build(), now);
      agents.addAll(page.getAgentsList());
      query.setPageToken(page.getNextPageToken());
    } while (page.hasNextPageToken());
    return agents;
  }

  private static StatePage page(MasterCore core, StateQuery query, Instant now) {
    return core.stateQuery(REQUEST, query, now).effects().stream()
        .filter(MasterEffect.Reply.class::isInstance)
        .map(effect -> ((MasterEffect.Reply) effect).reply().getState())
        .findFirst()
        .orElseThrow();
  }
}
