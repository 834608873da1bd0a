package io.entresol.marathon.core.health;

import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.HealthCheck;
import io.entresol.marathon.core.deploy.Health;
import io.entresol.marathon.core.effect.ProbeId;
import io.entresol.marathon.core.effect.ProbeResult;
import io.entresol.marathon.core.effect.ProbeTarget;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.event.Events;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.instance.Instances;
import io.entresol.marathon.core.rest.InstanceView.HealthResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The health checks that the leading Marathon makes, of running instances, each by the version of
 * the app that it runs. Nothing is stored: after a failover an instance's health is unknown until
 * it is looked at.
 */
public final class HealthChecks {
  /** How soon after its start an instance is looked at, at the latest. */
  private static final Duration FIRST = Duration.ofSeconds(5);

  /** Told of instances that fail for too long. */
  public interface Listener {
    void unhealthy(Instance instance, String reason, Turn turn);
  }

  private final Instances instances;
  private final Function<Instance, Optional<AppSpec>> specs;
  private final Listener listener;
  private final Probes probes = new Probes();

  /** By task, one state for each check of its app. */
  private final Map<String, List<CheckState>> states = new HashMap<>();

  /**
   * @param specs the version of the app that an instance runs
   */
  public HealthChecks(
      Instances instances, Function<Instance, Optional<AppSpec>> specs, Listener listener) {
    this.instances = instances;
    this.specs = specs;
    this.listener = listener;
  }

  /** Begins to look at an instance that runs. */
  public void watch(Instance instance, Turn turn) {
    List<HealthCheck> checks = checks(instance);
    if (checks.isEmpty() || states.containsKey(instance.taskId())) {
      return;
    }
    List<CheckState> fresh = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      fresh.add(new CheckState());
      HealthCheck check = checks.get(i);
      if (!check.protocol().isRunByAgent()) {
        Duration wait = check.interval().compareTo(FIRST) < 0 ? check.interval() : FIRST;
        probes.schedule(id(instance, i), turn.now().plus(wait));
      }
    }
    states.put(instance.taskId(), fresh);
  }

  /** Stops to look at a task, and forgets what was found. */
  public void forget(Instance instance) {
    List<CheckState> gone = states.remove(instance.taskId());
    for (int i = 0; gone != null && i < gone.size(); i++) {
      probes.cancel(id(instance, i));
    }
  }

  /** Whether an instance works, as far as all of its checks say. */
  public Health health(Instance instance) {
    if (!instance.isRunning()) {
      return Health.BAD;
    }
    Health worst = Health.GOOD;
    List<HealthCheck> checks = checks(instance);
    for (int i = 0; i < checks.size(); i++) {
      Health one = health(instance, checks.get(i), i);
      worst = one.compareTo(worst) < 0 ? one : worst;
    }
    return worst;
  }

  private Health health(Instance instance, HealthCheck check, int index) {
    if (check.protocol().isRunByAgent()) {
      return instance
          .healthy()
          .map(healthy -> healthy ? Health.GOOD : Health.BAD)
          .orElse(Health.UNKNOWN);
    }
    List<CheckState> found = states.get(instance.taskId());
    if (found == null || !found.get(index).isKnown()) {
      return Health.UNKNOWN;
    }
    return found.get(index).isAlive() ? Health.GOOD : Health.BAD;
  }

  /** What each check has found that has found anything. */
  public List<HealthResult> results(Instance instance) {
    List<HealthResult> results = new ArrayList<>();
    List<HealthCheck> checks = checks(instance);
    List<CheckState> found = states.getOrDefault(instance.taskId(), List.of());
    for (int i = 0; i < checks.size(); i++) {
      if (checks.get(i).protocol().isRunByAgent()) {
        instance.healthy().ifPresent(healthy -> results.add(ofAgent(healthy)));
      } else if (i < found.size() && found.get(i).isKnown()) {
        results.add(found.get(i).view());
      }
    }
    return results;
  }

  private static HealthResult ofAgent(boolean healthy) {
    return new HealthResult(
        healthy,
        healthy ? 0 : 1,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A check has found something. */
  public void answered(ProbeId id, ProbeResult result, Turn turn) {
    Optional<Instance> instance = instances.ofTask(id.taskId());
    if (!probes.answered(id) || instance.isEmpty() || !states.containsKey(id.taskId())) {
      return;
    }
    HealthCheck check = checks(instance.get()).get(id.index());
    probes.schedule(id, turn.now().plus(check.interval()));
    judge(instance.get(), check, states.get(id.taskId()).get(id.index()), result, turn);
    pump(turn);
  }

  private void judge(
      Instance instance, HealthCheck check, CheckState state, ProbeResult result, Turn turn) {
    Verdict verdict = Verdict.of(check, result);
    boolean wasAlive = state.isAlive();
    Health before = health(instance);
    if (verdict instanceof Verdict.Good) {
      state.succeeded(turn.now());
    } else if (verdict instanceof Verdict.Bad bad && !isInGrace(instance, check, state, turn)) {
      state.failed(bad.cause(), turn.now());
      turn.publish(HealthEvents.failed(instance, check, turn.now()));
    } else {
      return;
    }
    if (wasAlive != state.isAlive()) {
      turn.publish(Events.healthStatusChanged(instance, state.isAlive(), turn.now()));
    }
    Health after = health(instance);
    if (before != after) {
      turn.publish(
          Events.instanceHealthChanged(instance, Optional.of(after == Health.GOOD), turn.now()));
      turn.lookAt(instance.app());
    }
    int max = check.maxConsecutiveFailures();
    if (max > 0 && state.consecutiveFailures() >= max && instance.isRunning()) {
      listener.unhealthy(instance, state.view().lastFailureCause().orElse("unknown"), turn);
    }
  }

  private static boolean isInGrace(
      Instance instance, HealthCheck check, CheckState state, Turn turn) {
    Instant started = instance.times().started().orElse(turn.now());
    return !state.hasSucceeded() && started.plus(check.gracePeriod()).isAfter(turn.now());
  }

  public Optional<Instant> nextDeadline() {
    return probes.nextDeadline();
  }

  public void tick(Turn turn) {
    pump(turn);
  }

  private void pump(Turn turn) {
    probes.pump(id -> target(id, turn), turn);
  }

  private Optional<ProbeTarget> target(ProbeId id, Turn turn) {
    Optional<Instance> instance = instances.ofTask(id.taskId());
    if (instance.isEmpty()) {
      return Optional.empty();
    }
    HealthCheck check = checks(instance.get()).get(id.index());
    Optional<ProbeTarget> target =
        instance
            .filter(Instance::isRunning)
            .flatMap(running -> ProbeTargets.of(check, specs.apply(running).get(), running));
    if (target.isEmpty()) {
      // It is out of reach or has no address yet; it may be otherwise next time.
      probes.schedule(id, turn.now().plus(check.interval()));
    }
    return target;
  }

  private List<HealthCheck> checks(Instance instance) {
    return specs.apply(instance).map(AppSpec::healthChecks).orElse(List.of());
  }

  private static ProbeId id(Instance instance, int index) {
    return new ProbeId(instance.taskId(), ProbeId.Kind.HEALTH, index);
  }
}
