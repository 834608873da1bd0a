package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.amount.Bundle;
import io.entresol.domain.frame.Deadlines;
import java.time.Instant;
import java.util.Optional;

/** Sets offer filters, and ends them when their time is over: then their agents are looked at. */
public final class FilterClock {
  // Ends are put off to the next multiple, so that many come at once.
  private static final long GRAIN_MS = 100;

  private final Attention attention;
  private final Deadlines<Agent> ends = new Deadlines<>();

  public FilterClock(Attention attention) {
    this.attention = attention;
  }

  /** The client does not want that much of the agent until then. */
  public void refuse(Agent agent, Client client, Bundle bundle, long untilMs) {
    OfferFilters filters = agent.filters();
    long before = filters.nextExpiryMs();
    agent.adoptRest(filters.add(client, bundle, untilMs).rest());
    if (filters.nextExpiryMs() < before) {
      arm(agent);
    }
  }

  public void expire(Instant now) {
    for (Agent agent : ends.takeDue(now)) {
      if (agent.isRemoved()) {
        continue;
      }
      OfferFilters filters = agent.filters();
      filters.expire(now.toEpochMilli(), client -> attention.look(agent, client));
      if (filters.nextExpiryMs() != OfferFilters.NEVER) {
        arm(agent);
      }
    }
  }

  private void arm(Agent agent) {
    long end = agent.filters().nextExpiryMs();
    Instant due = Instant.ofEpochMilli((end + GRAIN_MS - 1) / GRAIN_MS * GRAIN_MS);
    if (!ends.at(agent).equals(Optional.of(due))) {
      ends.set(agent, due);
    }
  }

  /** When the next filter ends, or empty if there is none. */
  public Optional<Instant> next() {
    return ends.next();
  }
}
