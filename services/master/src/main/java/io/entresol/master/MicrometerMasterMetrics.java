package io.entresol.master;

import io.entresol.master.core.book.MasterMetrics;
import io.entresol.master.core.book.OfferRefusal;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.state.Levels;
import io.entresol.master.core.state.Waiting;
import io.entresol.mesos.v1.TaskState;
import io.entresol.proto.bus.ToMaster;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The master's metrics in Micrometer. Gauges show the last levels of the term; none on a standby.
 */
final class MicrometerMasterMetrics implements MasterMetrics {
  /** What the core is asked to do. */
  enum Command {
    SCHEDULER_CALL,
    STREAM_CLOSED,
    OPERATOR_CALL,
    STATE_QUERY,
    AGENT_MESSAGE,
    OFFER_BATCH,
    SNAPSHOT_REQUEST,
    METRICS_QUERY,
    OPERATOR_SUBSCRIBE,
    MESSAGE_NOT_SET,
    NODE_LEFT,
    TICK;

    static Command of(ToMaster.MessageCase message) {
      return valueOf(message.name());
    }

    String tag() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Command, Timer> commands = new EnumMap<>(Command.class);
  private final Map<Tally, Counter> tallies = new EnumMap<>(Tally.class);
  private final Map<TaskState, Counter> ended = new EnumMap<>(TaskState.class);
  private final Counter turnedAway;
  private final Counter offersMade;
  private final Counter offersRefused;
  private final Map<OfferRefusal, Counter> refusals = new EnumMap<>(OfferRefusal.class);
  private final AtomicInteger leading;
  private final MultiGauge agents;
  private final MultiGauge frameworks;
  private final MultiGauge tasks;
  private final MultiGauge outstanding;
  private final MultiGauge waiting;

  MicrometerMasterMetrics(MeterRegistry meters) {
    for (Command command : Command.values()) {
      commands.put(command, timer(meters, command));
    }
    for (Tally tally : Tally.values()) {
      tallies.put(
          tally,
          Counter.builder("master_events_total")
              .description("What the master was told or did, by kind")
              .tag("kind", lower(tally))
              .register(meters));
    }
    for (TaskState state : TaskState.values()) {
      ended.put(
          state,
          Counter.builder("master_tasks_ended_total")
              .description("Tasks that ended or were lost sight of, by state")
              .tag("state", lower(state))
              .register(meters));
    }
    turnedAway =
        Counter.builder("master_messages_turned_away_total")
            .description("Messages for which there was no room: too many waited")
            .register(meters);
    offersMade = offers(meters, "made");
    offersRefused = offers(meters, "refused");
    for (OfferRefusal refusal : OfferRefusal.values()) {
      refusals.put(
          refusal,
          Counter.builder("master_offers_refused_total")
              .description("Proposals of the allocator that were refused, by reason")
              .tag("reason", lower(refusal))
              .register(meters));
    }
    leading = meters.gauge("master_leading", new AtomicInteger());
    agents = gauge(meters, "master_agents", "Agents by state");
    frameworks = gauge(meters, "master_frameworks", "Frameworks by state");
    tasks = gauge(meters, "master_tasks", "Tasks by state");
    outstanding = gauge(meters, "master_outstanding", "Offers and operators' streams");
    waiting = gauge(meters, "master_messages_waiting", "Messages that wait for the master");
  }

  private static Timer timer(MeterRegistry meters, Command command) {
    return Timer.builder("master_command_seconds")
        .description("Time in which nothing else was done, by what was done")
        .tag("command", command.tag())
        .serviceLevelObjectives(
            Duration.ofNanos(100_000),
            Duration.ofMillis(1),
            Duration.ofMillis(10),
            Duration.ofMillis(100))
        .register(meters);
  }

  private static Counter offers(MeterRegistry meters, String verdict) {
    return Counter.builder("master_offers_total")
        .description("Proposals of the allocator by verdict")
        .tag("verdict", verdict)
        .register(meters);
  }

  private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
    return MultiGauge.builder(name).description(description).register(meters);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  void took(Command command, long nanos) {
    commands.get(command).record(nanos, TimeUnit.NANOSECONDS);
  }

  void turnedAway() {
    turnedAway.increment();
  }

  @Override
  public void counted(Tally tally) {
    tallies.get(tally).increment();
  }

  @Override
  public void taskEnded(TaskState state) {
    ended.get(state).increment();
  }

  @Override
  public void offersMade(int offers) {
    offersMade.increment(offers);
  }

  @Override
  public void offerRefused(OfferRefusal refusal) {
    offersRefused.increment();
    refusals.get(refusal).increment();
  }

  void show(Optional<Levels> levels, Waiting queued) {
    leading.set(levels.isPresent() ? 1 : 0);
    agents.register(levels.map(MicrometerMasterMetrics::agentRows).orElse(List.of()), true);
    frameworks.register(levels.map(MicrometerMasterMetrics::frameworkRows).orElse(List.of()), true);
    tasks.register(levels.map(MicrometerMasterMetrics::taskRows).orElse(List.of()), true);
    outstanding.register(
        levels.map(MicrometerMasterMetrics::outstandingRows).orElse(List.of()), true);
    waiting.register(
        List.of(
            row("source", "allocator", queued.dispatches()),
            row("source", "client", queued.calls()),
            row("source", "agent", queued.messages())),
        true);
  }

  private static List<MultiGauge.Row<?>> agentRows(Levels levels) {
    return List.of(
        row("state", "active", levels.agentsActive()),
        row("state", "inactive", levels.agentsInactive()),
        row("state", "connected", levels.agentsConnected()),
        row("state", "unreachable", levels.agentsUnreachable()),
        row("state", "recovered", levels.agentsRecovered()));
  }

  private static List<MultiGauge.Row<?>> frameworkRows(Levels levels) {
    return List.of(
        row("state", "connected", levels.frameworksConnected()),
        row("state", "disconnected", levels.frameworksDisconnected()));
  }

  private static List<MultiGauge.Row<?>> taskRows(Levels levels) {
    Map<TaskState, Long> counts = new EnumMap<>(levels.tasks());
    counts.put(TaskState.TASK_UNREACHABLE, levels.tasksUnreachable());
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    counts.forEach((state, count) -> rows.add(row("state", lower(state), count)));
    return rows;
  }

  private static List<MultiGauge.Row<?>> outstandingRows(Levels levels) {
    return List.of(
        row("kind", "offers", levels.offers()),
        row("kind", "operator_streams", levels.operatorStreams()));
  }

  private static MultiGauge.Row<?> row(String label, String value, Number number) {
    return MultiGauge.Row.of(Tags.of(label, value), number);
  }
}
