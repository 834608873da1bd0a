package io.entresol.master.core.config;

import io.entresol.domain.id.Epoch;
import io.entresol.mesos.v1.Flag;
import io.entresol.mesos.v1.MasterInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How one term of a master behaves.
 *
 * @param masterInfo what frameworks are told about the master; its id begins all ids it gives out
 * @param epoch the term
 * @param startTime when the process started
 * @param offerTimeout how long an offer may lie unanswered; empty is for ever
 * @param roleWhitelist the only roles that frameworks may have; empty is any
 * @param initialWeights weights by role for a registry that has none yet
 * @param access who must have been authenticated
 * @param operatorStreams how many operators' streams are served; the oldest goes when there are
 *     more
 * @param flags the options as given, for people to read
 */
public record MasterConfig(
    MasterInfo masterInfo,
    Epoch epoch,
    Instant startTime,
    Agents agents,
    Frameworks frameworks,
    Registry registry,
    Optional<Duration> offerTimeout,
    Optional<Set<String>> roleWhitelist,
    Map<String, Double> initialWeights,
    Access access,
    int operatorStreams,
    List<Flag> flags) {

  /**
   * How agents are watched.
   *
   * @param pingTimeout how long an agent has to answer a ping, and the pause between two
   * @param pingsMissed how many unanswered pings make an agent unreachable
   * @param reregisterTimeout how long an agent has to come back after it lost the master
   */
  public record Agents(Duration pingTimeout, int pingsMissed, Duration reregisterTimeout) {
    public static final Agents DEFAULT =
        new Agents(Duration.ofSeconds(15), 5, Duration.ofMinutes(10));

    /** How long an agent that hears nothing may still believe in its master. */
    public Duration totalPingTimeout() {
      return pingTimeout.multipliedBy(pingsMissed);
    }
  }

  /**
   * What is kept of frameworks, and what is allowed to them.
   *
   * @param completed how many ended frameworks are remembered
   * @param completedTasks how many ended tasks of each framework
   * @param unreachableTasks how many tasks on unreachable agents of each framework
   * @param rootSubmissions whether user root may run frameworks
   * @param heartbeat the pause between two heartbeats of a stream
   */
  public record Frameworks(
      int completed,
      int completedTasks,
      int unreachableTasks,
      boolean rootSubmissions,
      Duration heartbeat) {
    public static final Frameworks DEFAULT =
        new Frameworks(50, 1_000, 1_000, true, Duration.ofSeconds(15));
  }

  /**
   * How long agents that are away stay in the registry.
   *
   * @param gcInterval the pause between two clearings
   * @param maxAgentAge after which an unreachable or gone agent is forgotten
   * @param maxAgentCount how many unreachable, and how many gone agents are remembered
   */
  public record Registry(Duration gcInterval, Duration maxAgentAge, int maxAgentCount) {
    public static final Registry DEFAULT =
        new Registry(Duration.ofMinutes(15), Duration.ofDays(14), 102_400);
  }

  /**
   * Which clients must have been authenticated, by whoever speaks for them.
   *
   * @param frameworks those of the scheduler API
   * @param readonly those that read
   * @param readwrite those that may change something
   */
  public record Access(boolean frameworks, boolean readonly, boolean readwrite) {
    public static final Access OPEN = new Access(false, false, false);
  }

  public MasterConfig {
    roleWhitelist = roleWhitelist.map(Set::copyOf);
    initialWeights = Map.copyOf(initialWeights);
    flags = List.copyOf(flags);
  }

  /** The settings of Mesos. */
  public static MasterConfig defaults(MasterInfo masterInfo, Epoch epoch, Instant startTime) {
    return new MasterConfig(
        masterInfo,
        epoch,
        startTime,
        Agents.DEFAULT,
        Frameworks.DEFAULT,
        Registry.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Access.OPEN,
        1_000,
        List.of());
  }

  public MasterConfig withAgents(Agents other) {
    return new MasterConfig(
        masterInfo,
        epoch,
        startTime,
        other,
        frameworks,
        registry,
        offerTimeout,
        roleWhitelist,
        initialWeights,
        access,
        operatorStreams,
        flags);
  }

  public MasterConfig withFrameworks(Frameworks other) {
    return new MasterConfig(
        masterInfo,
        epoch,
        startTime,
        agents,
        other,
        registry,
        offerTimeout,
        roleWhitelist,
        initialWeights,
        access,
        operatorStreams,
        flags);
  }

  public MasterConfig withRegistry(Registry other) {
    return new MasterConfig(
        masterInfo,
        epoch,
        startTime,
        agents,
        frameworks,
        other,
        offerTimeout,
        roleWhitelist,
        initialWeights,
        access,
        operatorStreams,
        flags);
  }

  public MasterConfig withOfferTimeout(Optional<Duration> other) {
    return new MasterConfig(
        masterInfo,
        epoch,
        startTime,
        agents,
        frameworks,
        registry,
        other,
        roleWhitelist,
        initialWeights,
        access,
        operatorStreams,
        flags);
  }

  public MasterConfig withRoles(Optional<Set<String>> whitelist, Map<String, Double> weights) {
    return new MasterConfig(
        masterInfo,
        epoch,
        startTime,
        agents,
        frameworks,
        registry,
        offerTimeout,
        whitelist,
        weights,
        access,
        operatorStreams,
        flags);
  }

  public MasterConfig withAccess(Access other) {
    return new MasterConfig(
        masterInfo,
        epoch,
        startTime,
        agents,
        frameworks,
        registry,
        offerTimeout,
        roleWhitelist,
        initialWeights,
        other,
        operatorStreams,
        flags);
  }

  public MasterConfig withOperatorStreams(int other) {
    return new MasterConfig(
        masterInfo,
        epoch,
        startTime,
        agents,
        frameworks,
        registry,
        offerTimeout,
        roleWhitelist,
        initialWeights,
        access,
        other,
        flags);
  }

  public MasterConfig withFlags(List<Flag> other) {
    return new MasterConfig(
        masterInfo,
        epoch,
        startTime,
        agents,
        frameworks,
        registry,
        offerTimeout,
        roleWhitelist,
        initialWeights,
        access,
        operatorStreams,
        other);
  }
}
