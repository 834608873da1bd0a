package io.entresol.marathon.core.queue;

import io.entresol.marathon.core.rest.QueueView.Reason;
import io.entresol.marathon.core.rest.QueueView.RejectSummary;
import io.entresol.marathon.core.rest.QueueView.UnusedOffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of the offers that were looked at for one app while it waits. Bounded. */
final class OfferStatistics {
  private static final int MAX_AGENTS = 1000;
  private static final int MAX_UNUSED_OFFERS = 10;

  private final Map<Reason, Integer> declined = new EnumMap<>(Reason.class);

  /** The first reason against the last unused offer of each agent. */
  private final Map<String, Reason> lastByAgent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Reason> eldest) {
          return size() > MAX_AGENTS;
        }
      };

  private final Deque<UnusedOffer> lastUnused = new ArrayDeque<>();
  private int processed;
  private int unused;
  private Optional<Instant> lastUsedAt = Optional.empty();

  void used(String agentId, Instant now) {
    processed++;
    lastUsedAt = Optional.of(now);
    lastByAgent.remove(agentId);
  }

  void refused(UnusedOffer offer) {
    processed++;
    unused++;
    Reason first = offer.reasons().get(0);
    declined.merge(first, 1, Integer::sum);
    String agentId = offer.offer().getAgentId().getValue();
    lastByAgent.remove(agentId);
    lastByAgent.put(agentId, first);
    lastUnused.addFirst(offer);
    if (lastUnused.size() > MAX_UNUSED_OFFERS) {
      lastUnused.removeLast();
    }
  }

  int processed() {
    return processed;
  }

  int unused() {
    return unused;
  }

  Optional<Instant> lastUsedAt() {
    return lastUsedAt;
  }

  Optional<Instant> lastUnusedAt() {
    return Optional.ofNullable(lastUnused.peekFirst()).map(UnusedOffer::timestamp);
  }

  List<UnusedOffer> lastUnused() {
    return List.copyOf(lastUnused);
  }

  /** Refusals of all offers so far. */
  List<RejectSummary> all() {
    return funnel(declined, processed);
  }

  /** Refusals among the last offer of each agent. */
  List<RejectSummary> lastOffers() {
    Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
    Collection<Reason> reasons = lastByAgent.values();
    reasons.forEach(reason -> counts.merge(reason, 1, Integer::sum));
    return funnel(counts, reasons.size());
  }

  /** Each reason is asked only of the offers that no earlier reason refused. */
  private static List<RejectSummary> funnel(Map<Reason, Integer> counts, int total) {
    List<RejectSummary> rows = new ArrayList<>();
    int left = total;
    for (Reason reason : Reason.values()) {
      int count = counts.getOrDefault(reason, 0);
      rows.add(new RejectSummary(reason, count, left));
      left -= count;
    }
    return rows;
  }
}
