package io.entresol.agent.core;

import io.entresol.mesos.v1.FrameworkID;
import java.util.Iterator;

/** Lets go of executors and frameworks that are done, with their records. */
final class Removals {
  private final CoreState state;
  private final UpdateStreams streams;

  Removals(CoreState state, UpdateStreams streams) {
    this.state = state;
    this.streams = streams;
  }

  /** The end of a task has been acknowledged. */
  void completeTask(Turn turn, AgentTask task) {
    task.executor().complete(task);
    forget(turn, task);
    task.container()
        .filter(container -> container.phase() == Container.Phase.ENDED)
        .ifPresent(container -> removeOwn(turn, container));
    settle(turn, task.executor());
  }

  /** A container has ended whose task needed it no more. */
  void containerEnded(Turn turn, Container container) {
    boolean done =
        container.task().map(task -> task.executor().tasks().get(task.id()) != task).orElse(false);
    if (done) {
      removeOwn(turn, container);
    }
    settle(turn, container.executor());
  }

  /** A task of a group has a container of its own; every other shares its executor's. */
  private void removeOwn(Turn turn, Container container) {
    if (!container.id().equals(container.executor().containerId())) {
      removeContainer(turn, container);
    }
  }

  /**
   * Removes the executor if it has ended and its tasks' ends are acknowledged or of no interest.
   */
  void settle(Turn turn, Executor executor) {
    Framework framework = executor.framework();
    boolean done =
        executor.state() == Executor.State.TERMINATED
            && (executor.tasks().isEmpty() || framework.terminating());
    if (!done || framework.executors().get(executor.id()) != executor) {
      return;
    }
    for (AgentTask task : executor.tasks().values().stream().toList()) {
      forget(turn, task);
      task.container().ifPresent(container -> removeOwn(turn, container));
      executor.complete(task);
    }
    executor.container().ifPresent(container -> removeContainer(turn, container));
    framework.executors().remove(executor.id());
    framework.completed().addLast(executor);
    if (framework.completed().size() > state.policy().maxCompletedExecutors()) {
      framework.completed().removeFirst();
    }
    if (state.checkpoints(framework)) {
      turn.remove(RecordKeys.run(state.agentId().getValue(), executor));
    }
    state.metrics().executorEnded();
    settle(turn, framework);
  }

  /** Removes the framework if nothing of it is left. */
  void settle(Turn turn, Framework framework) {
    boolean idle =
        framework.executors().isEmpty()
            && (framework.terminating() || !streams.awaits(framework.id()));
    if (!idle || state.frameworks().get(framework.id()) != framework) {
      return;
    }
    streams.forget(framework.id());
    state.frameworks().remove(framework.id());
    state.completedFrameworks().put(framework.id(), framework);
    if (state.completedFrameworks().size() > AgentPolicy.MAX_COMPLETED_FRAMEWORKS) {
      Iterator<FrameworkID> oldest = state.completedFrameworks().keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    if (state.checkpoints(framework)) {
      turn.remove(RecordKeys.framework(state.agentId().getValue(), framework));
    }
  }

  private void forget(Turn turn, AgentTask task) {
    if (state.checkpoints(task.executor().framework())) {
      turn.remove(RecordKeys.taskInfo(state.agentId().getValue(), task));
      turn.remove(RecordKeys.taskProgress(state.agentId().getValue(), task));
    }
  }

  private void removeContainer(Turn turn, Container container) {
    cancelDeadlines(container);
    state.containers().remove(container.name());
    turn.effect(new AgentEffect.RemoveContainer(container.id()));
  }

  void cancelDeadlines(Container container) {
    String name = container.name();
    state.deadlines().cancel(new Due.ExecutorRegistration(name));
    state.deadlines().cancel(new Due.ExecutorShutdown(name));
    state.deadlines().cancel(new Due.Escalation(name));
    state.deadlines().cancel(new Due.DestroyAgain(name));
    state.deadlines().cancel(new Due.MaxCompletionTime(name));
    for (Probe.Purpose purpose : Probe.Purpose.values()) {
      state.deadlines().cancel(new Due.Probing(name, purpose));
    }
  }
}
