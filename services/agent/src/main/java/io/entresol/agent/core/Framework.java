package io.entresol.agent.core;

import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskID;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A framework with something on this agent. */
final class Framework {
  private FrameworkInfo info;
  private boolean terminating;
  private final Map<ExecutorID, Executor> executors = new LinkedHashMap<>();
  private final Deque<Executor> completed = new ArrayDeque<>();

  Framework(FrameworkInfo info) {
    this.info = info;
  }

  FrameworkID id() {
    return info.getId();
  }

  FrameworkInfo info() {
    return info;
  }

  void update(FrameworkInfo newInfo) {
    info = newInfo;
  }

  /** Once the framework is to go, its updates are of no interest to anyone. */
  boolean terminating() {
    return terminating;
  }

  void terminate() {
    terminating = true;
  }

  Map<ExecutorID, Executor> executors() {
    return executors;
  }

  /** The ended ones, oldest first. */
  Deque<Executor> completed() {
    return completed;
  }

  Optional<AgentTask> task(TaskID id) {
    for (Executor executor : executors.values()) {
      AgentTask task = executor.tasks().get(id);
      if (task != null) {
        return Optional.of(task);
      }
    }
    return Optional.empty();
  }

  boolean has(FrameworkInfo.Capability.Type capability) {
    return info.getCapabilitiesList().stream().anyMatch(c -> c.getType() == capability);
  }

  boolean partitionAware() {
    return has(FrameworkInfo.Capability.Type.PARTITION_AWARE);
  }

  boolean knowsKilling() {
    return has(FrameworkInfo.Capability.Type.TASK_KILLING_STATE);
  }
}
