package io.entresol.allocator.core.cluster;

import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.Attribute;
import io.entresol.mesos.v1.DomainInfo;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.scheduler.AttributeConstraint;
import io.entresol.mesos.v1.scheduler.AttributeConstraint.Selector;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** One constraint on an attribute, or on the host name, region or zone, of an agent. */
final class AttributePredicate {
  /** What an agent has under a selector. */
  private sealed interface Found {
    /** Nothing of that name. */
    record Nothing() implements Found {}

    /** A text. */
    record Text(String value) implements Found {}

    /** An attribute that is no text: every comparison of texts passes it. */
    record OtherType() implements Found {}
  }

  private static final Found NOTHING = new Found.Nothing();
  private static final Found OTHER_TYPE = new Found.OtherType();

  private final Selector selector;
  private final Predicate<Found> test;

  private AttributePredicate(Selector selector, Predicate<Found> test) {
    this.selector = selector;
    this.test = test;
  }

  static AttributePredicate of(AttributeConstraint constraint) {
    return new AttributePredicate(constraint.getSelector(), test(constraint.getPredicate()));
  }

  boolean holdsFor(AgentInfo agent) {
    return test.test(find(agent));
  }

  private static Predicate<Found> test(AttributeConstraint.Predicate predicate) {
    return switch (predicate.getPredicateCase()) {
      case EXISTS -> found -> found != NOTHING;
      case NOT_EXISTS -> found -> found == NOTHING;
      case TEXT_EQUALS -> onText(predicate.getTextEquals().getValue()::equals, false);
      case TEXT_NOT_EQUALS -> {
        String unwanted = predicate.getTextNotEquals().getValue();
        yield onText(value -> !value.equals(unwanted), true);
      }
      case TEXT_MATCHES -> onText(matcher(predicate.getTextMatches().getRegex()), false);
      case TEXT_NOT_MATCHES ->
          onText(matcher(predicate.getTextNotMatches().getRegex()).negate(), true);
      // A predicate of a later version: the agent is rather offered than withheld.
      case PREDICATE_NOT_SET -> found -> true;
    };
  }

  private static Predicate<Found> onText(Predicate<String> ofText, boolean ifNothing) {
    return found -> {
      if (found instanceof Found.Text text) {
        return ofText.test(text.value());
      }
      return found != NOTHING || ifNothing;
    };
  }

  /** Whether the whole text matches; an expression that cannot be read matches nothing. */
  private static Predicate<String> matcher(String regex) {
    try {
      // RE2 writes named groups otherwise.
      Pattern pattern = Pattern.compile(regex.replace("(?P<", "(?<"));
      return value -> BoundedText.matches(pattern, value);
    } catch (PatternSyntaxException e) {
      return value -> false;
    }
  }

  private Found find(AgentInfo agent) {
    return switch (selector.getSelectorCase()) {
      case ATTRIBUTE_NAME -> attribute(agent, selector.getAttributeName());
      case PSEUDOATTRIBUTE_TYPE -> pseudoattribute(agent);
      case SELECTOR_NOT_SET -> NOTHING;
    };
  }

  /** The first of that name, as Mesos does it. */
  private static Found attribute(AgentInfo agent, String name) {
    for (Attribute attribute : agent.getAttributesList()) {
      if (attribute.getName().equals(name)) {
        return attribute.getType() == Value.Type.TEXT
            ? new Found.Text(attribute.getText().getValue())
            : OTHER_TYPE;
      }
    }
    return NOTHING;
  }

  private Found pseudoattribute(AgentInfo agent) {
    DomainInfo.FaultDomain domain = agent.getDomain().getFaultDomain();
    boolean hasDomain = agent.getDomain().hasFaultDomain();
    return switch (selector.getPseudoattributeType()) {
      case HOSTNAME -> new Found.Text(agent.getHostname());
      case REGION -> hasDomain ? new Found.Text(domain.getRegion().getName()) : NOTHING;
      case ZONE -> hasDomain ? new Found.Text(domain.getZone().getName()) : NOTHING;
      case UNKNOWN -> NOTHING;
    };
  }
}
