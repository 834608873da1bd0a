package io.entresol.marathon.core;

import io.entresol.domain.frame.Frame;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.deploy.Decision;
import io.entresol.marathon.core.deploy.Desire;
import io.entresol.marathon.core.effect.IdSource;
import io.entresol.marathon.core.effect.MarathonEffect;
import io.entresol.marathon.core.effect.ProbeId;
import io.entresol.marathon.core.effect.ProbeResult;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.event.Events;
import io.entresol.marathon.core.instance.Condition;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.instance.InstanceId;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.HttpRequest;
import io.entresol.marathon.core.rest.MarathonCommands;
import io.entresol.marathon.core.rest.MarathonView;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.FrameworkEvents;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Marathon's decisions: what is wanted (apps, deployments) against what is there (instances), and
 * what follows from the difference. Single-threaded and deterministic; each command leads to one
 * frame.
 */
public final class MarathonCore {
  private final CoreParts parts;
  private final Recovery recovery;
  private final MasterEvents masterEvents;
  private final CoreCommands commands;
  private final MarathonView view;
  private Instant now = Instant.EPOCH;
  private Optional<Instant> scaleCheckAt = Optional.empty();

  public MarathonCore(MarathonSettings settings, IdSource ids, MarathonMetrics metrics) {
    parts = new CoreParts(settings, ids, metrics);
    recovery = new Recovery(parts);
    masterEvents = new MasterEvents(parts, this::lookAround);
    commands = new CoreCommands(parts);
    view = new CoreView(parts, () -> now);
  }

  /** What can be asked. Valid on the core's thread only. */
  public MarathonView view() {
    return view;
  }

  /** What a request may do; only inside {@link #request}. */
  public MarathonCommands commands() {
    return commands;
  }

  /**
   * Begins a term with the records that earlier ones have left. The first command.
   *
   * @throws IllegalStateException if the records are of a later version than this understands
   */
  public Frame<MarathonEffect> recover(Map<String, byte[]> records, Instant at) {
    Turn turn = begin(at);
    recovery.restore(records, turn);
    scaleCheckAt = Optional.of(turn.now().plus(parts.settings.times().scaleCheckDelay()));
    return finish(turn);
  }

  /** A master leads, another one than before, or none does any more. */
  public Frame<MarathonEffect> masterChanged(boolean present, Instant at) {
    Turn turn = begin(at);
    masterEvents.masterChanged(present, turn);
    return finish(turn);
  }

  /** The master has answered, or did not answer, the call to subscribe that stream. */
  public Frame<MarathonEffect> subscribeAnswered(String streamId, boolean accepted, Instant at) {
    Turn turn = begin(at);
    parts.link.subscribeAnswered(streamId, accepted, turn);
    return finish(turn);
  }

  public Frame<MarathonEffect> received(FrameworkEvents events, Instant at) {
    Turn turn = begin(at);
    masterEvents.received(events, turn);
    return finish(turn);
  }

  /**
   * A call did not do what it should.
   *
   * @param isAnswered whether the master has refused it, though it knows the subscription; if not,
   *     nobody knows whether it had its effect
   */
  public Frame<MarathonEffect> callFailed(
      String streamId, Call call, boolean isAnswered, Instant at) {
    Turn turn = begin(at);
    if (parts.link.isCurrent(streamId)) {
      masterEvents.callFailed(call, isAnswered, turn);
    }
    return finish(turn);
  }

  /**
   * Handles a request of the REST API. Its answer goes out once what it changed is stored.
   *
   * @param handler with {@link #view} and {@link #commands}
   */
  public Frame<MarathonEffect> request(
      long requestId,
      HttpRequest request,
      BiFunction<HttpRequest, Instant, HttpAnswer> handler,
      Instant at) {
    Turn turn = begin(at);
    commands.begin(request, turn);
    HttpAnswer answer = handler.apply(request, turn.now());
    boolean abdicating = commands.end();
    turn.effect(new MarathonEffect.Respond(requestId, answer));
    if (abdicating) {
      turn.effect(new MarathonEffect.GiveUpLeadership("it was asked to"));
    }
    return finish(turn);
  }

  /** A check has found something. */
  public Frame<MarathonEffect> probed(ProbeId id, ProbeResult result, Instant at) {
    Turn turn = begin(at);
    switch (id.kind()) {
      case HEALTH -> parts.health.answered(id, result, turn);
      case READINESS -> parts.readiness.answered(id, result, turn);
    }
    return finish(turn);
  }

  /** Someone listens to the events now. */
  public Frame<MarathonEffect> listenerAttached(String remoteAddress, Instant at) {
    Turn turn = begin(at);
    turn.publish(Events.streamAttached(remoteAddress, turn.now()));
    return finish(turn);
  }

  public Frame<MarathonEffect> listenerDetached(String remoteAddress, Instant at) {
    Turn turn = begin(at);
    turn.publish(Events.streamDetached(remoteAddress, turn.now()));
    return finish(turn);
  }

  /** When {@link #tick} is due next. */
  public Optional<Instant> nextDeadline() {
    return Stream.of(
            scaleCheckAt,
            parts.link.nextDeadline(),
            parts.flow.nextDeadline(),
            parts.reconciliation.nextDeadline(),
            parts.kills.nextDeadline(),
            parts.backoffs.nextDeadline(),
            parts.tokens.nextDeadline(),
            parts.times.nextDeadline(),
            parts.health.nextDeadline(),
            parts.readiness.nextDeadline())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** Does what has fallen due. */
  public Frame<MarathonEffect> tick(Instant at) {
    Turn turn = begin(at);
    masterEvents.tick(turn);
    parts.reconciliation.tick(parts.instances.all(), turn);
    parts.kills.tick(turn);
    if (parts.backoffs.tick(this::maxLaunchDelay, turn.now())) {
      parts.flow.mayFitNow(turn);
    }
    parts.tokens.tick(turn.now());
    parts.times.takeOverdue(turn.now()).forEach(id -> overdue(id, turn));
    parts.health.tick(turn);
    parts.readiness.tick(turn);
    checkScale(turn);
    return finish(turn);
  }

  private Optional<Duration> maxLaunchDelay(AppId app) {
    return parts.wanted.root().app(app).map(spec -> spec.backoff().maxDelay());
  }

  private void overdue(InstanceId id, Turn turn) {
    Optional<Instance> found = parts.instances.get(id);
    if (found.isEmpty()) {
      return;
    }
    Instance instance = found.get();
    if (instance.condition() == Condition.UNREACHABLE) {
      Instance inactive = instance.withCondition(Condition.UNREACHABLE_INACTIVE, turn.now());
      parts.instances.put(inactive, turn);
      parts.times.set(inactive);
      turn.publish(Events.instanceChanged(inactive, turn.now()));
    } else if (instance.condition() == Condition.UNREACHABLE_INACTIVE) {
      parts.endings.forget(instance, turn);
    } else {
      parts.endings.decommission(instance, turn);
    }
  }

  /** Whatever was missed: every app is compared with what is there. */
  private void checkScale(Turn turn) {
    if (scaleCheckAt.isPresent() && !scaleCheckAt.get().isAfter(turn.now())) {
      recovery.lookAtAll(turn);
      scaleCheckAt = Optional.of(turn.now().plus(parts.settings.times().scaleCheckInterval()));
    }
  }

  /** Times are kept to the millisecond, as they are shown and stored. */
  private Turn begin(Instant at) {
    now = at.truncatedTo(ChronoUnit.MILLIS);
    return new Turn(now);
  }

  private Frame<MarathonEffect> finish(Turn turn) {
    lookAround(turn);
    boolean launchable = parts.tokens.left() > 0 && !parts.queue.launchable(turn.now()).isEmpty();
    parts.flow.settle(launchable, turn);
    parts.metrics.state(counts());
    return turn.frame();
  }

  private void lookAround(Turn turn) {
    for (Optional<AppId> app = turn.nextToLookAt(); app.isPresent(); app = turn.nextToLookAt()) {
      look(app.get(), turn);
    }
  }

  private void look(AppId app, Turn turn) {
    Desire desire = parts.deployments.desire(app, parts.wanted.root());
    spec(desire).ifPresent(spec -> watchReadiness(desire, spec, turn));
    Decision decision = parts.reconciler.decide(desire, parts.instances.ofApp(app));
    decision.decommission().forEach(instance -> parts.endings.decommission(instance, turn));
    Optional<AppSpec> spec = spec(desire);
    if (spec.isEmpty()) {
      parts.queue.remove(app);
    } else if (parts.queue.want(spec.get(), decision.launch(), turn.now())) {
      parts.flow.demandGrew(turn);
    }
    parts.deployments.looked(app, decision.reached(), turn);
  }

  private static Optional<AppSpec> spec(Desire desire) {
    if (desire instanceof Desire.Hold hold) {
      return Optional.of(hold.spec());
    }
    return desire instanceof Desire.Replace replace
        ? Optional.of(replace.spec())
        : Optional.empty();
  }

  private void watchReadiness(Desire desire, AppSpec spec, Turn turn) {
    boolean waits =
        desire instanceof Desire.Replace || (desire instanceof Desire.Hold hold && hold.mustWork());
    if (waits && !spec.readinessChecks().isEmpty()) {
      parts.instances.ofApp(spec.id()).stream()
          .filter(Instance::isRunning)
          .filter(parts.currency.of(spec))
          .forEach(instance -> parts.readiness.watch(instance, turn));
    }
  }

  private MarathonMetrics.Counts counts() {
    int staged =
        parts.instances.count(Condition.PROVISIONED)
            + parts.instances.count(Condition.STAGING)
            + parts.instances.count(Condition.STARTING);
    int unreachable =
        parts.instances.count(Condition.UNREACHABLE)
            + parts.instances.count(Condition.UNREACHABLE_INACTIVE);
    return new MarathonMetrics.Counts(
        parts.wanted.root().apps().size(),
        staged,
        parts.instances.count(Condition.RUNNING),
        unreachable,
        parts.queue.total(),
        parts.deployments.running().size(),
        parts.kills.size(),
        parts.link.isSubscribed());
  }
}
