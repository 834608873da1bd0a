package io.entresol.agent.core;

import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerStatus;
import java.util.Optional;

/** A container that is being started, runs, or has ended. */
final class Container {
  enum Phase {
    LAUNCHING,
    RUNNING,
    ENDED
  }

  private final ContainerID id;
  private final Executor executor;
  private final Optional<AgentTask> task;
  private Phase phase = Phase.LAUNCHING;
  private Optional<ContainerStatus> status = Optional.empty();
  private Optional<Exit> pendingExit = Optional.empty();

  Container(ContainerID id, Executor executor, Optional<AgentTask> task) {
    this.id = id;
    this.executor = executor;
    this.task = task;
  }

  ContainerID id() {
    return id;
  }

  /** The key of its deadlines. */
  String name() {
    return id.getValue();
  }

  Executor executor() {
    return executor;
  }

  /** The task that the agent runs in it; empty if it is an executor's own. */
  Optional<AgentTask> task() {
    return task;
  }

  Phase phase() {
    return phase;
  }

  void launched(ContainerStatus newStatus) {
    phase = Phase.RUNNING;
    status = Optional.of(newStatus);
  }

  void ended() {
    phase = Phase.ENDED;
  }

  /** Why the agent ends it, which is told once it has ended; empty if it does not. */
  Optional<Exit> pendingExit() {
    return pendingExit;
  }

  void pendingExit(Exit exit) {
    if (pendingExit.isEmpty()) {
      pendingExit = Optional.of(exit);
    }
  }

  /** Its networks; empty until it runs. */
  Optional<ContainerStatus> status() {
    return status;
  }
}
