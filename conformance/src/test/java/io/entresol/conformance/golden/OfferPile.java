package io.entresol.conformance.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that a framework holds in offers, as one sum for each agent. When an allocator looks
 * decides into how many offers the same resources are cut; the sum is what can be compared.
 */
final class OfferPile {
  /** Of each recorded agent, in thousandths. */
  private static final Map<String, Long> AGENT =
      Map.of("cpus", 4_000L, "mem", 4_096_000L, "disk", 10_000_000L);

  /** Amounts by agent and everything else that tells resources apart. */
  private final Map<String, Amount> amounts = new TreeMap<>();

  /** Of one kind: thousandths, or single numbers of ranges, or items. */
  private static final class Amount {
    private long thousandths;
    private final TreeSet<Long> numbers = new TreeSet<>();
    private final TreeSet<String> items = new TreeSet<>();

    void add(JsonNode resource) {
      thousandths += Math.round(resource.path("scalar").path("value").asDouble() * 1000);
      for (JsonNode range : resource.path("ranges").path("range")) {
        for (long i = range.path("begin").asLong(); i <= range.path("end").asLong(); i++) {
          numbers.add(i);
        }
      }
      resource.path("set").path("item").forEach(item -> items.add(item.asText()));
    }

    @Override
    public String toString() {
      if (!numbers.isEmpty()) {
        return numbers.first() + "-" + numbers.last() + "#" + numbers.size();
      }
      return items.isEmpty() ? thousandths / 1000.0 + "" : items.toString();
    }
  }

  /**
   * Adds up offers.
   *
   * @param bindings turns our ids into recorded ones, if the offers are ours
   */
  static OfferPile of(Collection<JsonNode> offers, Bindings bindings) {
    OfferPile pile = new OfferPile();
    for (JsonNode offer : offers) {
      String agent = bindings.recorded(offer.path("agent_id").path("value").asText());
      for (JsonNode resource : offer.path("resources")) {
        ObjectNode key = resource.deepCopy();
        key.remove("scalar");
        key.remove("ranges");
        key.remove("set");
        String place = agent + " " + bindings.recorded(key.toString());
        pile.amounts.computeIfAbsent(place, absent -> new Amount()).add(resource);
      }
    }
    return pile;
  }

  static OfferPile empty() {
    return new OfferPile();
  }

  /** What is missing in the first offers of whole agents. */
  static OfferPile usedBesides(JsonNode offers) {
    OfferPile pile = new OfferPile();
    for (JsonNode offer : offers) {
      OfferPile.of(List.of(offer), new Bindings())
          .amounts
          .forEach(
              (place, amount) ->
                  AGENT.forEach(
                      (name, whole) -> {
                        if (place.contains("\"name\":\"" + name + "\"")
                            && amount.thousandths < whole) {
                          Amount used = new Amount();
                          used.thousandths = whole - amount.thousandths;
                          pile.amounts.put(place, used);
                        }
                      }));
    }
    return pile;
  }

  /** Whether nothing of another pile is missing here. */
  boolean covers(OfferPile other) {
    return other.amounts.entrySet().stream()
        .allMatch(
            each -> {
              Amount here = amounts.get(each.getKey());
              return here != null
                  && here.thousandths >= each.getValue().thousandths
                  && here.numbers.containsAll(each.getValue().numbers)
                  && here.items.containsAll(each.getValue().items);
            });
  }

  /** Both together; scalars only are added. */
  OfferPile plus(OfferPile other) {
    OfferPile sum = new OfferPile();
    sum.amounts.putAll(amounts);
    other.amounts.forEach(
        (place, amount) -> {
          Amount both = new Amount();
          both.thousandths = amount.thousandths;
          if (amounts.containsKey(place)) {
            both.thousandths += amounts.get(place).thousandths;
            sum.amounts.put(place, both);
          }
        });
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OfferPile pile && toString().equals(pile.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return Bindings.masked(amounts.toString());
  }
}
