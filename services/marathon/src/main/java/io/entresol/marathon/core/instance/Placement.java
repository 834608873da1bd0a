package io.entresol.marathon.core.instance;

import io.entresol.mesos.v1.Attribute;
import io.entresol.mesos.v1.DomainInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where an instance is, as far as constraints can ask.
 *
 * @param attributes of the agent, each value as text; of several of one name the first
 */
public record Placement(
    String agentId,
    String hostname,
    Optional<String> region,
    Optional<String> zone,
    Map<String, String> attributes) {
  public Placement {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** The agent that makes an offer. */
  public static Placement of(Offer offer) {
    DomainInfo.FaultDomain domain = offer.getDomain().getFaultDomain();
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Attribute attribute : offer.getAttributesList()) {
      attributes.putIfAbsent(attribute.getName(), text(attribute));
    }
    return new Placement(
        offer.getAgentId().getValue(),
        offer.getHostname(),
        domain.hasRegion() ? Optional.of(domain.getRegion().getName()) : Optional.empty(),
        domain.hasZone() ? Optional.of(domain.getZone().getName()) : Optional.empty(),
        attributes);
  }

  /** The value of a constraint's field; empty if the agent has none. */
  public Optional<String> field(String name) {
    return switch (name) {
      case "hostname", "@hostname" -> Optional.of(hostname);
      case "@region" -> region;
      case "@zone" -> zone;
      default -> Optional.ofNullable(attributes.get(name));
    };
  }

  /** A number as constraints compare it: at most three decimals, none that says nothing. */
  public static String decimal(double value) {
    BigDecimal rounded = new BigDecimal(value).setScale(3, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  private static String text(Attribute attribute) {
    return switch (attribute.getType()) {
      case SCALAR -> decimal(attribute.getScalar().getValue());
      case TEXT -> attribute.getText().getValue();
      case RANGES ->
          attribute.getRanges().getRangeList().stream()
              .sorted((a, b) -> Long.compare(a.getBegin(), b.getBegin()))
              .map(Placement::text)
              .collect(Collectors.joining(",", "[", "]"));
      case SET ->
          attribute.getSet().getItemList().stream()
              .sorted()
              .collect(Collectors.joining(",", "{", "}"));
    };
  }

  private static String text(Value.Range range) {
    return range.getBegin() + "-" + range.getEnd();
  }
}
