package io.entresol.marathon.core.deploy;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.Constraint;
import io.entresol.marathon.core.app.KillSelection;
import io.entresol.marathon.core.instance.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Chooses which instances go when there are too many. Pure. */
final class Victims {
  private final AppSpec spec;
  private final Fitness fitness;
  private final Predicate<Instance> isCurrent;

  /**
   * @param isCurrent whether an instance has the configuration that is wanted
   */
  Victims(AppSpec spec, Fitness fitness, Predicate<Instance> isCurrent) {
    this.spec = spec;
    this.fitness = fitness;
    this.isCurrent = isCurrent;
  }

  /** So many of the candidates: those that are of least use, then by age. */
  List<Instance> leastUseful(Collection<Instance> candidates, int count) {
    Comparator<Instance> order =
        Comparator.comparing((Instance instance) -> !instance.condition().isUnreachable())
            .thenComparing(lastResort());
    return candidates.stream().sorted(order).limit(Math.max(0, count)).toList();
  }

  /**
   * So many of the candidates: those named, those out of reach, those whose groups are the fullest,
   * and then those of least use.
   */
  List<Instance> surplus(Collection<Instance> candidates, int count, Set<String> named) {
    List<Instance> left = new ArrayList<>(candidates);
    List<Instance> victims = new ArrayList<>();
    if (groupings().isEmpty()) {
      left.sort(first(named).thenComparing(lastResort()));
      return left.subList(0, Math.min(Math.max(0, count), left.size()));
    }
    while (victims.size() < count && !left.isEmpty()) {
      Comparator<Instance> order =
          first(named).thenComparing(crowding(left).reversed()).thenComparing(lastResort());
      Instance next = left.stream().min(order).orElseThrow();
      left.remove(next);
      victims.add(next);
    }
    return victims;
  }

  private static Comparator<Instance> first(Set<String> named) {
    return Comparator.comparing((Instance instance) -> !named.contains(instance.taskId()))
        .thenComparing(instance -> !instance.condition().isUnreachable());
  }

  private Comparator<Instance> lastResort() {
    return Comparator.comparingInt(this::usefulness)
        .thenComparing(isCurrent::test)
        .thenComparing(age())
        .thenComparing(Instance::id);
  }

  private List<Constraint> groupings() {
    return spec.constraints().stream()
        .filter(constraint -> constraint.operator() == Constraint.Operator.GROUP_BY)
        .toList();
  }

  private static Map<String, Integer> counts(Constraint constraint, List<Instance> instances) {
    Map<String, Integer> counts = new HashMap<>();
    instances.forEach(
        instance ->
            instance
                .placement()
                .field(constraint.field())
                .ifPresent(value -> counts.merge(value, 1, Integer::sum)));
    return counts;
  }

  /** By how full the fullest of an instance's groups is. */
  private Comparator<Instance> crowding(List<Instance> left) {
    Map<Constraint, Map<String, Integer>> groups = new HashMap<>();
    groupings().forEach(constraint -> groups.put(constraint, counts(constraint, left)));
    return Comparator.comparingInt(
        instance ->
            groups.entrySet().stream()
                .mapToInt(
                    group ->
                        instance
                            .placement()
                            .field(group.getKey().field())
                            .map(value -> group.getValue().getOrDefault(value, 0))
                            .orElse(0))
                .max()
                .orElse(0));
  }

  private int usefulness(Instance instance) {
    return switch (instance.condition()) {
      case RUNNING ->
          switch (fitness.health(instance)) {
            case BAD -> 4;
            case UNKNOWN -> 5;
            case GOOD -> 6;
          };
      case STARTING -> 3;
      case STAGING, PROVISIONED -> 2;
      case UNREACHABLE, UNREACHABLE_INACTIVE -> 1;
      case SCHEDULED, KILLING, KILLED, FINISHED, FAILED, ERROR, DROPPED, GONE, UNKNOWN -> 0;
    };
  }

  private Comparator<Instance> age() {
    Comparator<Instance> oldestFirst = Comparator.comparing(Victims::activeSince);
    return spec.killSelection() == KillSelection.OLDEST_FIRST
        ? oldestFirst
        : oldestFirst.reversed();
  }

  private static Instant activeSince(Instance instance) {
    return instance.times().started().orElse(instance.times().provisioned());
  }
}
