package io.entresol.marathon.core.health;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.ReadinessCheck;
import io.entresol.marathon.core.effect.ProbeId;
import io.entresol.marathon.core.effect.ProbeResult;
import io.entresol.marathon.core.effect.ProbeResult.Answered;
import io.entresol.marathon.core.effect.ProbeTarget;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.instance.Instances;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks new instances whether they are ready, as long as a deployment waits for that and until they
 * are. An app has at most one such check.
 */
public final class ReadinessChecks {
  /**
   * What an instance has said.
   *
   * @param lastResponse empty if it is not to be kept, or there was none yet
   */
  public record Result(
      String name, String taskId, boolean ready, Optional<Answered> lastResponse) {}

  /** Asked of one instance. */
  private record Watched(AppId app, Result result) {}

  private final Instances instances;
  private final Function<Instance, Optional<AppSpec>> specs;
  private final Probes probes = new Probes();
  private final Map<String, Watched> watched = new LinkedHashMap<>();

  /**
   * @param specs the version of the app that an instance runs
   */
  public ReadinessChecks(Instances instances, Function<Instance, Optional<AppSpec>> specs) {
    this.instances = instances;
    this.specs = specs;
  }

  /** A deployment waits for that instance, which runs. */
  public void watch(Instance instance, Turn turn) {
    Optional<ReadinessCheck> check = check(instance);
    if (check.isPresent() && !watched.containsKey(instance.taskId())) {
      Result nothingYet =
          new Result(check.get().name(), instance.taskId(), false, Optional.empty());
      watched.put(instance.taskId(), new Watched(instance.app(), nothingYet));
      probes.schedule(id(instance), turn.now());
    }
  }

  public void forget(Instance instance) {
    watched.remove(instance.taskId());
    probes.cancel(id(instance));
  }

  /** No deployment waits for that app any more. */
  public void forget(AppId app) {
    instances.ofApp(app).forEach(this::forget);
  }

  /** Whether an instance has said so, or need not say so. */
  public boolean isReady(Instance instance) {
    return check(instance).isEmpty()
        || Optional.ofNullable(watched.get(instance.taskId()))
            .map(one -> one.result().ready())
            .orElse(false);
  }

  /** What the instances of an app have said in the deployment in progress. */
  public List<Result> results(AppId app) {
    List<Result> results = new ArrayList<>();
    for (Watched one : watched.values()) {
      if (one.app().equals(app)) {
        results.add(one.result());
      }
    }
    return results;
  }

  public void answered(ProbeId id, ProbeResult probed, Turn turn) {
    Optional<Instance> instance = instances.ofTask(id.taskId());
    Optional<ReadinessCheck> check = instance.flatMap(this::check);
    if (!probes.answered(id) || check.isEmpty() || !watched.containsKey(id.taskId())) {
      return;
    }
    Answered answer =
        probed instanceof Answered answered
            ? answered
            : new Answered(504, "text/plain", "Gateway Timeout");
    boolean ready = check.get().readyStatuses().contains(answer.status());
    Optional<Answered> kept =
        check.get().preserveLastResponse() ? Optional.of(answer) : Optional.empty();
    Result result = new Result(check.get().name(), id.taskId(), ready, kept);
    watched.put(id.taskId(), new Watched(instance.get().app(), result));
    if (ready) {
      turn.lookAt(instance.get().app());
    } else {
      probes.schedule(id, turn.now().plus(check.get().interval()));
    }
    tick(turn);
  }

  public Optional<Instant> nextDeadline() {
    return probes.nextDeadline();
  }

  public void tick(Turn turn) {
    probes.pump(id -> target(id, turn), turn);
  }

  private Optional<ProbeTarget> target(ProbeId id, Turn turn) {
    Optional<Instance> instance = instances.ofTask(id.taskId());
    Optional<ReadinessCheck> check = instance.flatMap(this::check);
    if (check.isEmpty()) {
      return Optional.empty();
    }
    Optional<ProbeTarget> target =
        ProbeTargets.of(check.get(), specs.apply(instance.get()).orElseThrow(), instance.get());
    if (target.isEmpty()) {
      probes.schedule(id, turn.now().plus(check.get().interval()));
    }
    return target;
  }

  private Optional<ReadinessCheck> check(Instance instance) {
    return specs.apply(instance).flatMap(spec -> spec.readinessChecks().stream().findFirst());
  }

  private static ProbeId id(Instance instance) {
    return new ProbeId(instance.taskId(), ProbeId.Kind.READINESS, 0);
  }
}
