package io.entresol.marathon.core.match;

import io.entresol.marathon.core.app.Constraint;
import io.entresol.marathon.core.instance.Placement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether one more instance may be placed somewhere, given where the others are. Pure. */
public final class ConstraintRules {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?");

  private ConstraintRules() {}

  /**
   * Whether the constraint lets it be there.
   *
   * @param candidate where the next instance would be
   * @param placed where the instances are that count
   */
  public static boolean allows(
      Constraint constraint, Placement candidate, Collection<Placement> placed) {
    Optional<String> offered = candidate.field(constraint.field());
    if (offered.isEmpty()) {
      return constraint.operator() == Constraint.Operator.UNLIKE;
    }
    String value = offered.get();
    return switch (constraint.operator()) {
      case UNIQUE ->
          placed.stream().noneMatch(other -> other.field(constraint.field()).equals(offered));
      case CLUSTER -> isCluster(constraint, value, placed);
      case GROUP_BY -> isEven(count(constraint.value(), 1), value, counts(constraint, placed));
      case LIKE -> value.matches(constraint.value().orElse(""));
      case UNLIKE -> !value.matches(constraint.value().orElse(""));
      case MAX_PER ->
          counts(constraint, placed).getOrDefault(value, 0) < count(constraint.value(), 0);
      case IS -> value.equals(constraint.value().map(ConstraintRules::normal).orElse(""));
    };
  }

  private static boolean isCluster(
      Constraint constraint, String value, Collection<Placement> placed) {
    if (constraint.value().isPresent()) {
      return value.equals(constraint.value().get());
    }
    return placed.stream()
        .allMatch(other -> other.field(constraint.field()).equals(Optional.of(value)));
  }

  /** A new group is always taken, a known one only in turn and once enough groups are seen. */
  private static boolean isEven(int groups, String value, Map<String, Integer> counts) {
    if (!counts.containsKey(value)) {
      return true;
    }
    int fewest = counts.values().stream().min(Integer::compare).orElse(0);
    return counts.size() >= groups && counts.get(value) == fewest;
  }

  private static Map<String, Integer> counts(Constraint constraint, Collection<Placement> placed) {
    Map<String, Integer> counts = new HashMap<>();
    placed.forEach(
        other ->
            other
                .field(constraint.field())
                .ifPresent(value -> counts.merge(value, 1, Integer::sum)));
    return counts;
  }

  private static int count(Optional<String> value, int otherwise) {
    return value.filter(text -> text.matches("[0-9]{1,9}")).map(Integer::valueOf).orElse(otherwise);
  }

  private static String normal(String value) {
    return NUMBER.matcher(value).matches() ? Placement.decimal(Double.parseDouble(value)) : value;
  }
}
