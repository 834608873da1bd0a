package io.entresol.conformance.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The offers of one framework's stream, those recorded and ours, and which stand for which. */
final class OfferReplay {
  private static final List<String> NOT_COMPARED = List.of("id", "resources", "executor_ids");

  private final StreamReplay stream;
  private final Endpoints endpoints;
  private final Bindings bindings;
  private final List<String> differences;
  private final Map<String, JsonNode> recorded = new LinkedHashMap<>();
  private final Map<String, Long> recordedAt = new LinkedHashMap<>();
  private final Map<String, Long> rescindedAt = new LinkedHashMap<>();
  private final Map<String, List<String>> assigned = new LinkedHashMap<>();
  private final Set<String> gone = new HashSet<>();
  private int compared;

  OfferReplay(StreamReplay stream, Endpoints endpoints, Bindings bindings, List<String> differences)
      throws IOException {
    this.stream = stream;
    this.endpoints = endpoints;
    this.bindings = bindings;
    this.differences = differences;
    for (Map.Entry<JsonNode, Long> event : stream.recordedEvents(StreamReplay.OFFERS).entrySet()) {
      for (JsonNode offer : event.getKey().at("/offers/offers")) {
        recorded.put(id(offer), offer);
        recordedAt.put(id(offer), event.getValue());
      }
    }
    for (Map.Entry<JsonNode, Long> event : stream.recordedEvents(StreamReplay.RESCIND).entrySet()) {
      rescindedAt.put(event.getKey().at("/rescind/offer_id/value").asText(), event.getValue());
    }
  }

  private static String id(JsonNode offer) {
    return offer.at("/id/value").asText();
  }

  boolean has(String offerId) {
    return recorded.containsKey(offerId);
  }

  /** What stands for an offer that was answered before; empty if it was not. */
  Optional<List<String>> answered(String offerId) {
    return Optional.ofNullable(assigned.get(offerId));
  }

  private List<JsonNode> outstanding() {
    Map<String, JsonNode> offers = new LinkedHashMap<>();
    for (JsonNode event : stream.stream().records()) {
      event.at("/offers/offers").forEach(offer -> offers.put(id(offer), offer));
      offers.remove(event.at("/rescind/offer_id/value").asText());
    }
    offers.keySet().removeAll(gone);
    return new ArrayList<>(offers.values());
  }

  private List<JsonNode> recordedOutstanding(long atMs, Set<String> named) {
    List<JsonNode> offers = new ArrayList<>();
    for (Map.Entry<String, JsonNode> offer : recorded.entrySet()) {
      String id = offer.getKey();
      boolean there = named.contains(id) || recordedAt.get(id) < atMs;
      boolean rescinded = rescindedAt.getOrDefault(id, Long.MAX_VALUE) <= atMs;
      if (there && !rescinded && !assigned.containsKey(id)) {
        offers.add(offer.getValue());
      }
    }
    return offers;
  }

  /** Compares what offers say besides their resources; learns the agents' ids. */
  void compareNew() {
    List<JsonNode> all = new ArrayList<>();
    stream.stream().records().forEach(each -> each.at("/offers/offers").forEach(all::add));
    for (; compared < all.size(); compared++) {
      JsonNode ours = stripped(all.get(compared));
      List<String> fewest = null;
      Bindings best = null;
      for (JsonNode candidate : recorded.values()) {
        Bindings trial = bindings.copy();
        List<String> found = Comparison.differences(stripped(candidate), ours, endpoints, trial);
        if (fewest == null || found.size() < fewest.size()) {
          fewest = found;
          best = trial;
        }
      }
      if (fewest != null) {
        bindings.become(best);
        fewest.forEach(each -> differences.add(stream.exchange().name() + " < OFFERS " + each));
      }
    }
  }

  private static JsonNode stripped(JsonNode offer) {
    com.fasterxml.jackson.databind.node.ObjectNode copy = offer.deepCopy();
    return copy.remove(NOT_COMPARED);
  }

  /** Whether we hold what was held when offers were answered. */
  boolean holdsAsRecorded(long atMs, Set<String> named, OfferPile held) {
    compareNew();
    OfferPile theirs = theirs(atMs, named);
    return ours().equals(theirs) || ours().equals(theirs.plus(held));
  }

  /** Whether we hold that and more: what a task has left may be offered sooner than it was. */
  boolean holdsMore(long atMs, Set<String> named) {
    compareNew();
    return ours().covers(theirs(atMs, named));
  }

  /** Whether there are offers, if some had come just before a request. */
  boolean cameWith(long atMs) {
    return recordedAt.values().stream().noneMatch(each -> each == atMs) || !outstanding().isEmpty();
  }

  private OfferPile ours() {
    return OfferPile.of(outstanding(), bindings);
  }

  private OfferPile theirs(long atMs, Set<String> named) {
    return OfferPile.of(recordedOutstanding(atMs, named), new Bindings());
  }

  /** Says what is different in what we hold. */
  String difference(long atMs, Set<String> named, OfferPile held) {
    return stream.exchange().name()
        + " < offers: "
        + theirs(atMs, named).plus(held)
        + " -> "
        + ours();
  }

  /**
   * Chooses ours for recorded offers that are answered.
   *
   * @param all whether all that we hold of the agent is meant
   */
  void assign(Set<String> named, boolean all) {
    List<JsonNode> left = outstanding();
    for (String id : all ? Set.<String>of() : named) {
      Optional<JsonNode> equal = left.stream().filter(each -> sameResources(id, each)).findFirst();
      if (equal.isPresent()) {
        left.remove(equal.get());
        take(id, List.of(id(equal.get())));
      }
    }
    for (String id : named) {
      if (!assigned.containsKey(id)) {
        List<JsonNode> ofAgent = left.stream().filter(each -> sameAgent(id, each)).toList();
        left.removeAll(ofAgent);
        take(id, ofAgent.stream().map(OfferReplay::id).toList());
      }
    }
  }

  private void take(String id, List<String> ours) {
    assigned.put(id, ours);
    gone.addAll(ours);
    ours.stream().findFirst().ifPresent(first -> bindings.rebind(id, first));
  }

  private boolean sameResources(String id, JsonNode ours) {
    return OfferPile.of(List.of(recorded.get(id)), new Bindings())
            .equals(OfferPile.of(List.of(ours), bindings))
        && sameAgent(id, ours);
  }

  private boolean sameAgent(String id, JsonNode ours) {
    return bindings
        .ours(recorded.get(id).at("/agent_id/value").asText())
        .equals(ours.at("/agent_id/value").asText());
  }
}
