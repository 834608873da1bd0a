package io.entresol.marathon.core;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.event.Events;
import io.entresol.marathon.core.health.HealthChecks;
import io.entresol.marathon.core.health.ReadinessChecks;
import io.entresol.marathon.core.instance.Goal;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.instance.Instances;
import io.entresol.marathon.core.link.Kills;
import java.util.Optional;
import java.util.function.Function;

/** How instances come to their end: told to, or given up. */
final class Endings {
  private final Instances instances;
  private final Function<Instance, Optional<AppSpec>> specs;
  private final Kills kills;
  private final InstanceTimes times;
  private final HealthChecks health;
  private final ReadinessChecks readiness;

  Endings(
      Instances instances,
      Function<Instance, Optional<AppSpec>> specs,
      Kills kills,
      InstanceTimes times,
      HealthChecks health,
      ReadinessChecks readiness) {
    this.instances = instances;
    this.specs = specs;
    this.kills = kills;
    this.times = times;
    this.health = health;
    this.readiness = readiness;
  }

  /**
   * Ends an instance for good. That it is to end is stored, so that a later leader goes on with it.
   * One out of reach cannot be told and is forgotten: if it comes back it is a stranger and killed.
   */
  void decommission(Instance instance, Turn turn) {
    if (instance.condition().isUnreachable()) {
      forget(instance, turn);
      turn.publish(Events.instanceChanged(instance.withGoal(Goal.DECOMMISSIONED), turn.now()));
      return;
    }
    if (instance.goal() != Goal.DECOMMISSIONED) {
      instances.put(instance.withGoal(Goal.DECOMMISSIONED), turn);
    }
    kill(instance, turn);
  }

  /** Tells an instance that is to end to do so. */
  void kill(Instance instance, Turn turn) {
    kills.kill(
        instance.taskId(),
        instance.placement().agentId(),
        specs.apply(instance).flatMap(AppSpec::taskKillGracePeriod),
        turn);
  }

  /** Kills a task that belongs to no instance. */
  void killStranger(String taskId, String agentId, Turn turn) {
    kills.kill(taskId, agentId, Optional.empty(), turn);
  }

  void strangerEnded(String taskId, Turn turn) {
    kills.ended(taskId, turn);
  }

  /** Drops an instance that has ended, or is given up. */
  void forget(Instance instance, Turn turn) {
    instances.remove(instance, turn);
    kills.ended(instance.taskId(), turn);
    times.cancel(instance);
    health.forget(instance);
    readiness.forget(instance);
  }
}
