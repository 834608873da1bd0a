package io.entresol.agent.core;

import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;

/** What may fall due. Containers are named by their id. */
sealed interface Due {
  record Registration() implements Due {}

  record PingTimeout() implements Due {}

  record ResendUpdate(StreamKey stream) implements Due {}

  record ResendOperation(String uuid) implements Due {}

  record ExecutorRegistration(String container) implements Due {}

  record ExecutorReregistration() implements Due {}

  /** An ordered shutdown has taken too long. */
  record ExecutorShutdown(String container) implements Due {}

  /** SIGKILL after SIGTERM. */
  record Escalation(String container) implements Due {}

  record DestroyAgain(String container) implements Due {}

  /** A task group's executor that the agent plays would have ended by now. */
  record GroupExecutorEnd(FrameworkID framework, ExecutorID executor) implements Due {}

  record MaxCompletionTime(String container) implements Due {}

  record Probing(String container, Probe.Purpose purpose) implements Due {}
}
