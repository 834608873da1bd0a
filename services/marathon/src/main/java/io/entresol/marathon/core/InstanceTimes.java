package io.entresol.marathon.core;

import io.entresol.domain.frame.Deadlines;
import io.entresol.marathon.core.app.UnreachableStrategy;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * For how long instances may stay in a condition: on their way to running, and out of reach.
 * Follows from the instances, so that nothing is stored.
 */
final class InstanceTimes {
  private final MarathonSettings.Times times;
  private final Function<Instance, UnreachableStrategy> strategies;
  private final Deadlines<InstanceId> deadlines = new Deadlines<>();

  /** What is out of reach is forgotten only then and at fixed intervals later. */
  private Instant firstExpunge = Instant.EPOCH;

  /**
   * @param strategies what becomes of an instance that is out of reach
   */
  InstanceTimes(MarathonSettings.Times times, Function<Instance, UnreachableStrategy> strategies) {
    this.times = times;
    this.strategies = strategies;
  }

  /** A term begins: agents get some time to find the new leader's master too. */
  void begin(Instant now) {
    firstExpunge = now.plus(times.lostExpungeDelay());
  }

  /** The instance is as given now. */
  void set(Instance instance) {
    Optional<Instant> until =
        switch (instance.condition()) {
          case PROVISIONED -> Optional.of(instance.since().plus(times.launchConfirm()));
          case STAGING, STARTING -> Optional.of(instance.since().plus(times.launch()));
          case UNREACHABLE -> inactiveAfter(instance).map(instance.since()::plus);
          case UNREACHABLE_INACTIVE ->
              expungeAfter(instance).map(instance.since()::plus).map(this::nextExpunge);
          case SCHEDULED,
              RUNNING,
              KILLING,
              KILLED,
              FINISHED,
              FAILED,
              ERROR,
              DROPPED,
              GONE,
              UNKNOWN ->
              Optional.empty();
        };
    if (until.isPresent()) {
      deadlines.set(instance.id(), until.get());
    } else {
      deadlines.cancel(instance.id());
    }
  }

  private Instant nextExpunge(Instant wanted) {
    if (!wanted.isAfter(firstExpunge)) {
      return firstExpunge;
    }
    long interval = times.lostExpungeInterval().toMillis();
    long late = Duration.between(firstExpunge, wanted).toMillis();
    return firstExpunge.plusMillis(((late + interval - 1) / interval) * interval);
  }

  private Optional<Duration> inactiveAfter(Instance instance) {
    return strategies.apply(instance) instanceof UnreachableStrategy.Replace replace
        ? Optional.of(replace.inactiveAfter())
        : Optional.empty();
  }

  /** Counted from when it became inactive, which was a part of the whole. */
  private Optional<Duration> expungeAfter(Instance instance) {
    return strategies.apply(instance) instanceof UnreachableStrategy.Replace replace
        ? Optional.of(replace.expungeAfter().minus(replace.inactiveAfter()))
        : Optional.empty();
  }

  void cancel(Instance instance) {
    deadlines.cancel(instance.id());
  }

  Optional<Instant> nextDeadline() {
    return deadlines.next();
  }

  /** The instances that stayed in their condition for too long. */
  List<InstanceId> takeOverdue(Instant now) {
    return deadlines.takeDue(now);
  }
}
