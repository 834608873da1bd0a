package io.entresol.master.core.validation;

import io.entresol.mesos.v1.scheduler.AttributeConstraint;
import io.entresol.mesos.v1.scheduler.OfferConstraints;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a framework may ask of the agents that it is offered. */
public final class OfferConstraintRules {
  /** Longer expressions than that are refused, so that none is costly. */
  private static final int MAX_REGEX_LENGTH = 1_024;

  private OfferConstraintRules() {}

  /** Why these constraints cannot be kept, or empty if they can. */
  public static Optional<String> check(OfferConstraints constraints, Set<String> roles) {
    for (Map.Entry<String, OfferConstraints.RoleConstraints> entry :
        constraints.getRoleConstraintsMap().entrySet()) {
      String role = entry.getKey();
      Optional<String> objection =
          roles.contains(role)
              ? check(entry.getValue())
              : Optional.of("'OfferConstraints::role_constraints' is set without a subscription");
      if (objection.isPresent()) {
        return objection.map(
            text -> "Offer constraints are not valid: " + text + " for role " + role);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> check(OfferConstraints.RoleConstraints constraints) {
    if (constraints.getGroupsCount() == 0) {
      return Optional.of(
          "'OfferConstraints::role_constraints' has an empty 'RoleConstraints::groups'");
    }
    for (OfferConstraints.RoleConstraints.Group group : constraints.getGroupsList()) {
      if (group.getAttributeConstraintsCount() == 0) {
        return Optional.of("'RoleConstraints::groups' has an empty group");
      }
      for (AttributeConstraint constraint : group.getAttributeConstraintsList()) {
        Optional<String> objection = check(constraint);
        if (objection.isPresent()) {
          return objection;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> check(AttributeConstraint constraint) {
    return Checks.first(
        () -> check(constraint.getSelector()), () -> check(constraint.getPredicate()));
  }

  private static Optional<String> check(AttributeConstraint.Selector selector) {
    return switch (selector.getSelectorCase()) {
      case ATTRIBUTE_NAME -> Optional.empty();
      case PSEUDOATTRIBUTE_TYPE ->
          Checks.when(
              selector.getPseudoattributeType()
                  == AttributeConstraint.Selector.PseudoattributeType.UNKNOWN,
              "a pseudoattribute is unknown");
      case SELECTOR_NOT_SET -> Optional.of("a constraint selects no attribute");
    };
  }

  private static Optional<String> check(AttributeConstraint.Predicate predicate) {
    return switch (predicate.getPredicateCase()) {
      case EXISTS, NOT_EXISTS, TEXT_EQUALS, TEXT_NOT_EQUALS -> Optional.empty();
      case TEXT_MATCHES -> checkRegex(predicate.getTextMatches().getRegex());
      case TEXT_NOT_MATCHES -> checkRegex(predicate.getTextNotMatches().getRegex());
      case PREDICATE_NOT_SET -> Optional.of("a constraint has no predicate");
    };
  }

  private static Optional<String> checkRegex(String regex) {
    if (regex.length() > MAX_REGEX_LENGTH) {
      return Optional.of("a regular expression is too long");
    }
    try {
      Pattern.compile(regex);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of("'" + regex + "' is no regular expression: " + e.getDescription());
    }
  }
}
