package io.entresol.marathon.core;

import io.entresol.marathon.core.launch.LaunchSettings;
import io.entresol.marathon.core.match.MatchRules;
import io.entresol.mesos.v1.FrameworkInfo;
import java.time.Duration;

/**
 * What an operator can choose.
 *
 * @param framework how Marathon presents itself to the master, without an id
 * @param rules what decides about offers
 * @param launch what of it shows in tasks
 * @param times how long things may take
 * @param limits how much there may be
 * @param suppressOffers whether offers are stopped while nothing is left to launch
 */
public record MarathonSettings(
    FrameworkInfo framework,
    MatchRules rules,
    LaunchSettings launch,
    Times times,
    Limits limits,
    boolean suppressOffers) {

  /**
   * How long things may take.
   *
   * @param launchConfirm until a launch must have been heard of
   * @param launch until a task that was heard of must run
   * @param reconciliationDelay after a subscription
   * @param scaleCheckDelay after an election
   * @param lostExpungeDelay after an election, before anything out of reach is forgotten
   * @param killRetry until a task is told again to end
   */
  public record Times(
      Duration launchConfirm,
      Duration launch,
      Duration reconciliationDelay,
      Duration reconciliationInterval,
      Duration scaleCheckDelay,
      Duration scaleCheckInterval,
      Duration lostExpungeDelay,
      Duration lostExpungeInterval,
      Duration killRetry,
      Duration minReviveInterval,
      Duration declineDuration,
      Duration launchTokenRefresh) {
    public static final Times DEFAULT =
        new Times(
            Duration.ofSeconds(300),
            Duration.ofSeconds(300),
            Duration.ofSeconds(15),
            Duration.ofSeconds(600),
            Duration.ofSeconds(15),
            Duration.ofSeconds(300),
            Duration.ofSeconds(300),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(120),
            Duration.ofSeconds(30));
  }

  /**
   * How much there may be.
   *
   * @param launchTokens launches in a row without one that has come to run
   * @param killsInFlight tasks that are being killed at a time
   * @param versions of the tree, and of each app, that are kept
   */
  public record Limits(
      int instancesPerOffer,
      int launchTokens,
      int killsInFlight,
      int runningDeployments,
      int versions) {
    public static final Limits DEFAULT = new Limits(5, 100, 100, 100, 50);
  }
}
