package io.entresol.allocator;

import io.entresol.allocator.core.AllocatorFigures;
import io.entresol.allocator.core.AllocatorFigures.RoleFigures;
import io.entresol.allocator.core.AllocatorMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/** The allocator's metrics in Micrometer. Gauges show the last figures of the term. */
final class MicrometerAllocatorMetrics implements AllocatorMetrics {
  /** Roles beyond this many have no series of their own. */
  private static final int ROLES_MAX = 200;

  /** Only the frameworks of the largest shares have series of their own. */
  private static final int FRAMEWORKS_MAX = 200;

  private final Timer runs;
  private final Counter agentsLookedAt;
  private final Counter proposed;
  private final Counter accepted;
  private final Counter refused;
  private final Counter unanswered;
  private final Counter snapshots;
  private final Counter ignored;
  private final MultiGauge cluster;
  private final MultiGauge resources;
  private final MultiGauge roleShares;
  private final MultiGauge roleResources;
  private final MultiGauge roleWeights;
  private final MultiGauge roleFrameworks;
  private final MultiGauge roleFilters;
  private final MultiGauge frameworkShares;
  private final AtomicInteger paused = new AtomicInteger();

  MicrometerAllocatorMetrics(MeterRegistry meters) {
    runs =
        Timer.builder("allocator_run_seconds")
            .description("Time of the runs that looked at anything")
            .serviceLevelObjectives(
                Duration.ofNanos(100_000),
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                Duration.ofMillis(100))
            .register(meters);
    agentsLookedAt =
        counter(meters, "allocator_agents_looked_at_total", "Agents that runs looked at");
    proposed = offers(meters, "proposed");
    accepted = offers(meters, "accepted");
    refused = offers(meters, "refused");
    unanswered =
        counter(
            meters,
            "allocator_batches_unanswered_total",
            "Batches of offers that the master did not answer in time");
    snapshots =
        counter(
            meters, "allocator_snapshot_requests_total", "How often everything was asked for anew");
    ignored =
        counter(
            meters,
            "allocator_events_ignored_total",
            "Events about what is gone or makes no sense");
    cluster = MultiGauge.builder("allocator_entities").register(meters);
    resources =
        MultiGauge.builder("allocator_resources")
            .description("Scalars of all agents, and what of them is offered or in use")
            .register(meters);
    roleShares =
        MultiGauge.builder("allocator_role_dominant_share")
            .description("A role's dominant share, with all below it")
            .register(meters);
    roleResources =
        MultiGauge.builder("allocator_role_resources")
            .description("What a role holds, and its quota")
            .register(meters);
    roleWeights = gauges(meters, "allocator_role_weight", "A role's weight among its siblings");
    roleFrameworks =
        gauges(meters, "allocator_role_frameworks", "Frameworks directly in a role, by state");
    roleFilters =
        gauges(meters, "allocator_role_offer_filters", "Offer filters of frameworks in a role");
    frameworkShares =
        gauges(
            meters,
            "allocator_framework_dominant_share",
            "A framework's dominant share in a role; the 200 largest");
    Gauge.builder("allocator_paused", paused, AtomicInteger::get)
        .description("1 while nothing is offered, since the master waits for agents to return")
        .register(meters);
  }

  private static MultiGauge gauges(MeterRegistry meters, String name, String description) {
    return MultiGauge.builder(name).description(description).register(meters);
  }

  private static Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder(name).description(description).register(meters);
  }

  private static Counter offers(MeterRegistry meters, String verdict) {
    return Counter.builder("allocator_offers_total")
        .description("Offers by what became of the proposal")
        .tag("verdict", verdict)
        .register(meters);
  }

  @Override
  public void ran(int agents, int offers) {
    agentsLookedAt.increment(agents);
    proposed.increment(offers);
  }

  /** How long the last run took; counted only if it looked at anything. */
  void took(Duration duration) {
    runs.record(duration);
  }

  @Override
  public void answered(int offersMade, int offersRefused) {
    accepted.increment(offersMade);
    refused.increment(offersRefused);
  }

  @Override
  public void unanswered() {
    unanswered.increment();
  }

  @Override
  public void snapshotRequested() {
    snapshots.increment();
  }

  @Override
  public void eventIgnored() {
    ignored.increment();
  }

  /** Shows how things stand; empty while another allocator leads. */
  void show(Optional<AllocatorFigures> current) {
    cluster.register(current.map(MicrometerAllocatorMetrics::entities).orElse(List.of()), true);
    resources.register(current.map(MicrometerAllocatorMetrics::totals).orElse(List.of()), true);
    paused.set(current.map(AllocatorFigures::paused).orElse(false) ? 1 : 0);
    List<RoleFigures> roles =
        current.map(AllocatorFigures::roles).orElse(List.of()).stream().limit(ROLES_MAX).toList();
    roleShares.register(rows(roles, RoleFigures::dominantShare), true);
    roleWeights.register(rows(roles, RoleFigures::weight), true);
    roleFilters.register(rows(roles, RoleFigures::filters), true);
    List<Row<?>> amounts = new ArrayList<>();
    List<Row<?>> frameworks = new ArrayList<>();
    for (RoleFigures role : roles) {
      add(amounts, role, "allocated", role.allocated());
      add(amounts, role, "guarantee", role.guarantees());
      add(amounts, role, "limit", role.limits());
      add(amounts, role, "consumed", role.consumed());
      frameworks.add(inState(role, "competing", role.competing()));
      frameworks.add(inState(role, "suppressed", role.suppressed()));
      frameworks.add(inState(role, "inactive", role.inactive()));
    }
    roleResources.register(amounts, true);
    roleFrameworks.register(frameworks, true);
    frameworkShares.register(
        current.map(MicrometerAllocatorMetrics::frameworks).orElse(List.of()), true);
  }

  private static List<Row<?>> rows(List<RoleFigures> roles, ToDoubleFunction<RoleFigures> figure) {
    List<Row<?>> rows = new ArrayList<>();
    roles.forEach(
        role -> rows.add(Row.of(Tags.of("role", role.role()), figure.applyAsDouble(role))));
    return rows;
  }

  private static Row<?> inState(RoleFigures role, String state, int frameworks) {
    return Row.of(Tags.of("role", role.role(), "state", state), frameworks);
  }

  private static List<Row<?>> frameworks(AllocatorFigures figures) {
    List<Row<?>> rows = new ArrayList<>();
    figures.frameworkShares().stream()
        .limit(FRAMEWORKS_MAX)
        .forEach(
            each ->
                rows.add(
                    Row.of(
                        Tags.of("framework_id", each.frameworkId(), "role", each.role()),
                        each.dominantShare())));
    return rows;
  }

  private static List<Row<?>> entities(AllocatorFigures figures) {
    return List.of(
        Row.of(Tags.of("kind", "agents"), figures.agents()),
        Row.of(Tags.of("kind", "open_agents"), figures.openAgents()),
        Row.of(Tags.of("kind", "frameworks"), figures.frameworks()),
        Row.of(Tags.of("kind", "offer_filters"), figures.filters()));
  }

  private static List<Row<?>> totals(AllocatorFigures figures) {
    List<Row<?>> rows = new ArrayList<>();
    figures.total().forEach((name, amount) -> rows.add(Row.of(state(name, "total"), amount)));
    figures
        .allocated()
        .forEach((name, amount) -> rows.add(Row.of(state(name, "allocated"), amount)));
    return rows;
  }

  private static Tags state(String resource, String state) {
    return Tags.of("resource", resource, "state", state);
  }

  private static void add(
      List<Row<?>> rows, RoleFigures role, String what, Map<String, Double> amounts) {
    amounts.forEach(
        (name, amount) ->
            rows.add(Row.of(Tags.of("role", role.role(), "resource", name, "what", what), amount)));
  }
}
