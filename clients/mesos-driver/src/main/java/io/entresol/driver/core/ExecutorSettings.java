package io.entresol.driver.core;

import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;

/** What the agent tells an executor by its environment. */
public final class ExecutorSettings {
  private final FrameworkID framework;
  private final ExecutorID executor;
  private final boolean checkpoint;
  private final long recoveryTimeoutMs;
  private final long subscriptionBackoffMaxMs;
  private final long shutdownGraceMs;

  /**
   * The settings.
   *
   * @param checkpoint whether the executor outlives its agent
   * @param recoveryTimeoutMs how long it then waits for the agent to return
   * @param subscriptionBackoffMaxMs the longest time between attempts to subscribe again
   * @param shutdownGraceMs how long a shutdown may take; negative if the process is never ended
   */
  public ExecutorSettings(
      FrameworkID framework,
      ExecutorID executor,
      boolean checkpoint,
      long recoveryTimeoutMs,
      long subscriptionBackoffMaxMs,
      long shutdownGraceMs) {
    this.framework = framework;
    this.executor = executor;
    this.checkpoint = checkpoint;
    this.recoveryTimeoutMs = recoveryTimeoutMs;
    this.subscriptionBackoffMaxMs = subscriptionBackoffMaxMs;
    this.shutdownGraceMs = shutdownGraceMs;
  }

  FrameworkID framework() {
    return framework;
  }

  ExecutorID executor() {
    return executor;
  }

  boolean checkpoint() {
    return checkpoint;
  }

  long recoveryTimeoutMs() {
    return recoveryTimeoutMs;
  }

  long subscriptionBackoffMaxMs() {
    return subscriptionBackoffMaxMs;
  }

  long shutdownGraceMs() {
    return shutdownGraceMs;
  }
}
