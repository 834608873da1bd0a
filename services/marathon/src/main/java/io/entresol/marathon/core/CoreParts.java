package io.entresol.marathon.core;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.UnreachableStrategy;
import io.entresol.marathon.core.deploy.AppReconciler;
import io.entresol.marathon.core.deploy.Currency;
import io.entresol.marathon.core.deploy.Deployment;
import io.entresol.marathon.core.deploy.Deployments;
import io.entresol.marathon.core.deploy.Fitness;
import io.entresol.marathon.core.deploy.Health;
import io.entresol.marathon.core.effect.IdSource;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.event.Events;
import io.entresol.marathon.core.health.HealthChecks;
import io.entresol.marathon.core.health.ReadinessChecks;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.instance.Instances;
import io.entresol.marathon.core.launch.TaskInfoBuilder;
import io.entresol.marathon.core.link.Kills;
import io.entresol.marathon.core.link.MasterLink;
import io.entresol.marathon.core.link.OfferFlow;
import io.entresol.marathon.core.link.Reconciliation;
import io.entresol.marathon.core.queue.Backoffs;
import io.entresol.marathon.core.queue.LaunchQueue;
import io.entresol.marathon.core.queue.LaunchTokens;
import io.entresol.marathon.core.store.WantedState;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What the core is made of. Each part owns its facts; this only connects them. */
final class CoreParts implements Fitness, Deployments.Listener, HealthChecks.Listener {
  final MarathonSettings settings;
  final TaskInfoBuilder tasks;
  final IdSource ids;
  final MarathonMetrics metrics;

  final WantedState wanted;
  final Instances instances = new Instances();
  final TaskFailures failures = new TaskFailures();

  final MasterLink link;
  final OfferFlow flow;
  final Reconciliation reconciliation;
  final Kills kills;

  final Backoffs backoffs = new Backoffs();
  final LaunchQueue queue = new LaunchQueue(backoffs);
  final LaunchTokens tokens;

  final InstanceTimes times;
  final Endings endings;
  final HealthChecks health;
  final ReadinessChecks readiness;

  final Currency currency;
  final AppReconciler reconciler;
  final Deployments deployments;

  CoreParts(MarathonSettings settings, IdSource ids, MarathonMetrics metrics) {
    this.settings = settings;
    this.tasks = new TaskInfoBuilder(settings.launch());
    this.ids = ids;
    this.metrics = metrics;
    MarathonSettings.Times spans = settings.times();
    wanted = new WantedState(settings.limits().versions());
    link = new MasterLink(settings.framework(), ids);
    flow =
        new OfferFlow(
            link, spans.minReviveInterval(), spans.declineDuration(), settings.suppressOffers());
    reconciliation =
        new Reconciliation(link, spans.reconciliationDelay(), spans.reconciliationInterval());
    kills = new Kills(link, settings.limits().killsInFlight(), spans.killRetry());
    tokens = new LaunchTokens(settings.limits().launchTokens(), spans.launchTokenRefresh());
    times = new InstanceTimes(spans, this::unreachableStrategy);
    health = new HealthChecks(instances, this::specOf, this);
    readiness = new ReadinessChecks(instances, this::specOf);
    endings = new Endings(instances, this::specOf, kills, times, health, readiness);
    currency = new Currency(wanted.versions()::get);
    reconciler = new AppReconciler(this, currency);
    deployments = new Deployments(settings.limits().runningDeployments(), this);
  }

  /** The version of the app that an instance runs; kept as long as there is an instance of it. */
  Optional<AppSpec> specOf(Instance instance) {
    return wanted.versions().get(instance.app(), instance.version());
  }

  private UnreachableStrategy unreachableStrategy(Instance instance) {
    return specOf(instance).map(AppSpec::unreachableStrategy).orElse(UnreachableStrategy.DEFAULT);
  }

  /** Forgets versions of an app that nobody needs. */
  void trimVersions(AppId app, Turn turn) {
    Set<Instant> inUse = new HashSet<>(deployments.versionsInUse(app));
    instances.ofApp(app).forEach(instance -> inUse.add(instance.version()));
    wanted.trimVersions(app, inUse, turn);
  }

  @Override
  public Health health(Instance instance) {
    return health.health(instance);
  }

  @Override
  public boolean isReady(Instance instance) {
    return instance.isRunning()
        && health.health(instance) == Health.GOOD
        && readiness.isReady(instance);
  }

  @Override
  public void unhealthy(Instance instance, String reason, Turn turn) {
    turn.publish(Events.unhealthyInstanceKill(instance, reason, turn.now()));
    endings.decommission(instance, turn);
  }

  @Override
  public void restarting(AppId app, Turn turn) {
    backoffs.reset(app);
    flow.demandGrew(turn);
  }

  @Override
  public void stopped(AppId app, Turn turn) {
    backoffs.reset(app);
    failures.forget(app, turn);
    turn.publish(Events.appTerminated(app, turn.now()));
  }

  @Override
  public void ended(Deployment deployment, boolean success, Turn turn) {
    metrics.deploymentEnded(success);
    deployment.affected().forEach(readiness::forget);
    deployment.changes().keySet().forEach(app -> trimVersions(app, turn));
  }
}
