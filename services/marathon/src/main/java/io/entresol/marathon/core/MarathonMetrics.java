package io.entresol.marathon.core;

/**
 * What Marathon counts. Launches less terminal updates is what runs or is on its way; offers less
 * declined ones is what was used.
 */
public interface MarathonMetrics {
  MarathonMetrics NONE = new MarathonMetrics() {};

  default void offersReceived(int count) {}

  default void offersDeclined(int count) {}

  default void taskLaunched() {}

  /**
   * A status update has come.
   *
   * @param state a Mesos task state
   */
  default void statusUpdate(String state) {}

  default void deploymentStarted() {}

  default void deploymentEnded(boolean success) {}

  /** How things stand at the end of a command. */
  default void state(Counts counts) {}

  /**
   * How things stand.
   *
   * @param staged instances on their way to running
   * @param queued instances left to launch
   */
  record Counts(
      int apps,
      int staged,
      int running,
      int unreachable,
      int queued,
      int deployments,
      int kills,
      boolean subscribed) {}
}
