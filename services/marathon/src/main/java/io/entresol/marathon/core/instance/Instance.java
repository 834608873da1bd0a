package io.entresol.marathon.core.instance;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.rest.InstanceView.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One slot of an app and its task: what is wanted of it and what is known of it. Immutable.
 *
 * @param version the version of the app that its task runs
 * @param incarnation which of its tasks this is, from 1
 * @param since when it came into its condition
 * @param ports the host ports, in order of port index
 * @param healthy what checks that the agent runs last said; empty if they said nothing
 */
public record Instance(
    InstanceId id,
    AppId app,
    Instant version,
    int incarnation,
    Goal goal,
    Condition condition,
    Instant since,
    Placement placement,
    List<Integer> ports,
    List<IpAddress> addresses,
    Times times,
    Optional<Boolean> healthy) {

  /**
   * When it came how far.
   *
   * @param provisioned when the launch was decided
   * @param started when it was first seen running
   */
  public record Times(Instant provisioned, Optional<Instant> started) {}

  public Instance {
    ports = List.copyOf(ports);
    addresses = List.copyOf(addresses);
  }

  /** One that is about to be launched. */
  public static Instance provisioned(
      InstanceId id,
      AppId app,
      Instant version,
      Placement placement,
      List<Integer> ports,
      Instant now) {
    return new Instance(
        id,
        app,
        version,
        1,
        Goal.RUNNING,
        Condition.PROVISIONED,
        now,
        placement,
        ports,
        List.of(),
        new Times(now, Optional.empty()),
        Optional.empty());
  }

  public String taskId() {
    return id.taskId(incarnation);
  }

  /** Whether it takes a place of its app and nothing else is wanted of it. */
  public boolean isWanted() {
    return goal == Goal.RUNNING && condition.isActive();
  }

  public boolean isRunning() {
    return condition == Condition.RUNNING;
  }

  public Instance withGoal(Goal newGoal) {
    return new Instance(
        id,
        app,
        version,
        incarnation,
        newGoal,
        condition,
        since,
        placement,
        ports,
        addresses,
        times,
        healthy);
  }

  public Instance withCondition(Condition newCondition, Instant now) {
    return observed(newCondition, addresses, times, healthy, now);
  }

  /** With what was last heard of its task. */
  Instance observed(
      Condition newCondition,
      List<IpAddress> newAddresses,
      Times newTimes,
      Optional<Boolean> newHealthy,
      Instant now) {
    return new Instance(
        id,
        app,
        version,
        incarnation,
        goal,
        newCondition,
        newCondition == condition ? since : now,
        placement,
        ports,
        newAddresses,
        newTimes,
        newHealthy);
  }
}
