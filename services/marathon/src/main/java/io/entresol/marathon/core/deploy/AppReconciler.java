package io.entresol.marathon.core.deploy;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.instance.Goal;
import io.entresol.marathon.core.instance.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Compares what is wanted of an app with the instances that are there. The same comparison serves
 * the steady state, deployments and the time after a failover, so that none needs a memory of what
 * it did before. Pure.
 */
public final class AppReconciler {
  private final Fitness fitness;
  private final Currency currency;

  public AppReconciler(Fitness fitness, Currency currency) {
    this.fitness = fitness;
    this.currency = currency;
  }

  public Decision decide(Desire desire, Collection<Instance> instances) {
    if (desire instanceof Desire.Hold hold) {
      return hold(hold, instances);
    }
    if (desire instanceof Desire.Replace replace) {
      return replace(replace, instances);
    }
    List<Instance> all = instances.stream().filter(AppReconciler::isToRun).toList();
    return new Decision(0, all, instances.isEmpty());
  }

  /**
   * An instance that is ending still takes its place until it has ended, so that there are never
   * more than wanted.
   */
  private Decision hold(Desire.Hold hold, Collection<Instance> instances) {
    AppSpec spec = hold.spec();
    List<Instance> active = active(instances);
    List<Instance> wanted = active.stream().filter(Instance::isWanted).toList();
    int named =
        (int) wanted.stream().filter(one -> hold.killFirst().contains(one.taskId())).count();
    int tooMany = Math.max(wanted.size() - spec.instances(), named);
    List<Instance> victims =
        new Victims(spec, fitness, currency.of(spec)).surplus(wanted, tooMany, hold.killFirst());
    boolean complete = victims.isEmpty() && active.size() == spec.instances();
    boolean reached = complete && (!hold.mustWork() || active.stream().allMatch(fitness::isReady));
    return new Decision(Math.max(0, spec.instances() - active.size()), victims, reached);
  }

  /**
   * Old ones go as far as the least capacity allows, one more for each new one that works; new ones
   * come as far as the greatest capacity allows, one more for each that has ended.
   */
  private Decision replace(Desire.Replace replace, Collection<Instance> instances) {
    AppSpec spec = replace.spec();
    RestartBounds bounds = RestartBounds.of(spec);
    Predicate<Instance> isNew = currency.of(spec).and(notBefore(replace.since()));
    List<Instance> active = active(instances);
    List<Instance> fresh = active.stream().filter(isNew).toList();
    List<Instance> freshWanted = fresh.stream().filter(Instance::isWanted).toList();
    int ready = (int) freshWanted.stream().filter(fitness::isReady).count();
    List<Instance> old =
        instances.stream().filter(isNew.negate()).filter(AppReconciler::isToRun).toList();

    Victims victims = new Victims(spec, fitness, isNew);
    Set<Instance> ending =
        new LinkedHashSet<>(
            victims.surplus(freshWanted, freshWanted.size() - spec.instances(), Set.of()));
    ending.addAll(victims.leastUseful(old, old.size() - bounds.oldToKeep(ready)));
    int room = Math.max(0, bounds.maxCapacity() - active.size());
    int missing = Math.max(0, spec.instances() - fresh.size());
    boolean reached =
        ready == spec.instances() && active.size() == ready && old.isEmpty() && ending.isEmpty();
    return new Decision(Math.min(missing, room), new ArrayList<>(ending), reached);
  }

  private static Predicate<Instance> notBefore(Optional<Instant> since) {
    return instance -> since.isEmpty() || !instance.times().provisioned().isBefore(since.get());
  }

  private static boolean isToRun(Instance instance) {
    return instance.goal() == Goal.RUNNING;
  }

  private static List<Instance> active(Collection<Instance> instances) {
    return instances.stream().filter(instance -> instance.condition().isActive()).toList();
  }
}
