package io.entresol.agent.core;

import java.time.Duration;

/**
 * How long an agent waits and how much it keeps.
 *
 * @param registrationBackoffFactor the first attempts to register are spread over this time
 * @param executorRegistrationTimeout from a launch to the executor's first word, or the task's
 *     start
 * @param executorReregistrationTimeout how long a restarted agent waits for executors to come back
 * @param executorShutdownGracePeriod from SHUTDOWN to SIGKILL
 * @param maxCompletedExecutors remembered for each framework
 * @param additiveReconfiguration whether a restarted agent may have more resources than before
 * @param limitsSupported whether tasks in plain processes may have limits of their own
 * @param checkpointAlways whether to find the tasks of frameworks again that did not ask for it
 */
public record AgentPolicy(
    Duration registrationBackoffFactor,
    Duration executorRegistrationTimeout,
    Duration executorReregistrationTimeout,
    Duration executorShutdownGracePeriod,
    int maxCompletedExecutors,
    boolean additiveReconfiguration,
    boolean limitsSupported,
    boolean checkpointAlways) {

  /** The defaults of Mesos. */
  public static final AgentPolicy DEFAULT =
      new AgentPolicy(
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          150,
          false,
          false,
          false);

  /** How many frameworks that have left are remembered. */
  static final int MAX_COMPLETED_FRAMEWORKS = 50;

  /** How many ended tasks of one executor are remembered. */
  static final int MAX_COMPLETED_TASKS = 200;

  /** A destroyed container that does not end is destroyed again after this time. */
  static final Duration DESTROY_RETRY = Duration.ofSeconds(30);

  /** How long the default executor of Mesos stays when its last task has ended. */
  static final Duration GROUP_EXECUTOR_LINGERS = Duration.ofSeconds(1);

  /** From SIGTERM to SIGKILL for a process, unless the task or the kill says otherwise. */
  static final Duration KILL_GRACE_PERIOD = Duration.ofSeconds(3);
}
