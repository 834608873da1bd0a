package io.entresol.agent.core;

import io.entresol.mesos.v1.TaskState;

/** What the core counts. Gauges are read from {@link AgentState}. */
public interface AgentMetrics {
  AgentMetrics NONE = new AgentMetrics() {};

  default void taskEnded(TaskState state) {}

  default void launchFailed() {}

  default void executorEnded() {}

  default void updateAccepted() {}

  default void updateRefused() {}

  default void messageAccepted() {}

  default void messageRefused() {}

  default void reregistered() {}
}
