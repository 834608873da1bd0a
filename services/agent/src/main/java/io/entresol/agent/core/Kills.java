package io.entresol.agent.core;

import io.entresol.mesos.v1.KillPolicy;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.executor.Event;
import io.entresol.proto.agent.ExecutorRun;
import io.entresol.proto.agent.TaskKill;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Ends tasks, executors and frameworks: politely first, then by force. */
final class Kills {
  private final CoreState state;
  private final StatusUpdates updates;
  private final Removals removals;

  Kills(CoreState state, StatusUpdates updates, Removals removals) {
    this.state = state;
    this.updates = updates;
    this.removals = removals;
  }

  /** Kills a task in whatever phase it is. A second kill can only shorten the grace period. */
  void killTask(Turn turn, AgentTask task, Optional<KillPolicy> policy, TaskKill.Cause cause) {
    Executor executor = task.executor();
    if (task.ended()) {
      return;
    }
    if (!executor.agentRuns()) {
      killByExecutor(turn, task, policy);
      return;
    }
    Optional<Container> container = task.container();
    if (container.isPresent() && container.get().phase() == Container.Phase.RUNNING) {
      signal(turn, task, container.get(), gracePeriod(task, policy), cause);
    } else {
      killDuringLaunch(turn, task);
    }
  }

  private void killByExecutor(Turn turn, AgentTask task, Optional<KillPolicy> policy) {
    Executor executor = task.executor();
    if (executor.isEnding()) {
      return;
    }
    if (!task.delivered()) {
      killDuringLaunch(turn, task);
      return;
    }
    Event.Kill.Builder kill = Event.Kill.newBuilder().setTaskId(task.id());
    policy.ifPresent(kill::setKillPolicy);
    send(turn, executor, Event.newBuilder().setType(Event.Type.KILL).setKill(kill).build());
  }

  /** A group is launched whole or not at all. */
  private void killDuringLaunch(Turn turn, AgentTask task) {
    Executor executor = task.executor();
    for (AgentTask member : groupOf(task)) {
      boolean live = !member.ended() && !(executor.agentRuns() ? runs(member) : member.delivered());
      if (live) {
        updates.report(
            turn,
            member,
            StatusUpdates.fromAgent(
                TaskState.TASK_KILLED,
                TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH,
                "Killed before it had started"));
        member.container().ifPresent(container -> destroy(turn, container));
      }
    }
    if (!executor.hasLiveTasks()) {
      endUnused(turn, executor);
    }
  }

  private static boolean runs(AgentTask task) {
    return task.container().map(c -> c.phase() == Container.Phase.RUNNING).orElse(false);
  }

  private static List<AgentTask> groupOf(AgentTask task) {
    return task.group().isEmpty()
        ? List.of(task)
        : task.executor().tasks().values().stream()
            .filter(other -> other.group().equals(task.group()))
            .toList();
  }

  /** An executor whose first tasks were all killed before it was there is not wanted any more. */
  private void endUnused(Turn turn, Executor executor) {
    if (executor.isEnding()) {
      return;
    }
    switch (executor.kind()) {
      case COMMAND -> executor.state(Executor.State.TERMINATING);
      case DEFAULT -> {}
      case CUSTOM -> shutdownExecutor(turn, executor);
    }
  }

  /** Lets all others of its group end when one has failed or was killed. */
  void killRestOfGroup(Turn turn, AgentTask ended) {
    if (ended.group().isEmpty() || ended.state() == TaskState.TASK_FINISHED) {
      return;
    }
    for (AgentTask other : groupOf(ended)) {
      if (other.kill().isEmpty()) {
        killTask(turn, other, Optional.empty(), TaskKill.Cause.GROUP);
      }
    }
  }

  private Duration gracePeriod(AgentTask task, Optional<KillPolicy> policy) {
    Duration period =
        policy
            .filter(KillPolicy::hasGracePeriod)
            .or(() -> Optional.of(task.info().getKillPolicy()).filter(KillPolicy::hasGracePeriod))
            .map(p -> Duration.ofNanos(Math.max(0, p.getGracePeriod().getNanoseconds())))
            .orElse(
                task.inDocker()
                    ? state.policy().executorShutdownGracePeriod()
                    : AgentPolicy.KILL_GRACE_PERIOD);
    return state
        .drain()
        .filter(drain -> drain.hasMaxGracePeriod())
        .map(drain -> Duration.ofNanos(Math.max(0, drain.getMaxGracePeriod().getNanoseconds())))
        .filter(limit -> limit.compareTo(period) < 0)
        .orElse(period);
  }

  private void signal(
      Turn turn, AgentTask task, Container container, Duration grace, TaskKill.Cause cause) {
    Instant deadline = turn.now().plus(grace);
    Due.Escalation escalation = new Due.Escalation(container.name());
    if (task.kill().isPresent()) {
      boolean sooner =
          state.deadlines().at(escalation).map(at -> deadline.isBefore(at)).orElse(false);
      if (sooner) {
        remember(turn, task, task.kill().get().getCause(), deadline);
        state.deadlines().set(escalation, deadline);
      }
      return;
    }
    remember(turn, task, cause, deadline);
    state.deadlines().cancel(new Due.MaxCompletionTime(container.name()));
    cancelProbes(container);
    if (task.executor().framework().knowsKilling() && cause != TaskKill.Cause.MAX_COMPLETION_TIME) {
      TaskStatus.Builder killing = StatusUpdates.fromExecutor(TaskState.TASK_KILLING);
      task.checks().flatMap(TaskChecks::emptyCheckStatus).ifPresent(killing::setCheckStatus);
      updates.report(turn, task, killing);
    }
    state.deadlines().set(escalation, deadline);
    turn.effect(new AgentEffect.KillContainer(container.id(), grace));
  }

  private void remember(Turn turn, AgentTask task, TaskKill.Cause cause, Instant deadline) {
    task.kill(TaskKill.newBuilder().setCause(cause).setDeadlineMs(deadline.toEpochMilli()).build());
    updates.checkpoint(turn, task);
  }

  /** Goes on with a kill that an earlier life of the agent began. */
  void resume(Turn turn, AgentTask task, Container container) {
    task.kill()
        .ifPresent(
            kill -> {
              Instant deadline = Instant.ofEpochMilli(kill.getDeadlineMs());
              Duration left = Duration.between(turn.now(), deadline);
              state.deadlines().set(new Due.Escalation(container.name()), deadline);
              turn.effect(
                  new AgentEffect.KillContainer(
                      container.id(), left.isNegative() ? Duration.ZERO : left));
            });
  }

  /** Asks an executor to end with all its tasks, and sees to it that it does. */
  void shutdownExecutor(Turn turn, Executor executor) {
    if (executor.isEnding()) {
      return;
    }
    Duration grace = shutdownGracePeriod(executor);
    boolean told = executor.state() == Executor.State.RUNNING;
    executor.state(Executor.State.TERMINATING);
    if (executor.agentRuns()) {
      shutdownTasks(turn, executor, grace);
      if (executor.kind() == ExecutorRun.Kind.DEFAULT && !executor.hasLiveTasks()) {
        executor.state(Executor.State.TERMINATED);
      }
      return;
    }
    if (told) {
      send(turn, executor, Event.newBuilder().setType(Event.Type.SHUTDOWN).build());
      state
          .deadlines()
          .set(new Due.ExecutorShutdown(executor.containerId().getValue()), turn.now().plus(grace));
    } else {
      executor.container().ifPresent(container -> destroy(turn, container));
    }
  }

  private void shutdownTasks(Turn turn, Executor executor, Duration grace) {
    for (AgentTask task : List.copyOf(executor.tasks().values())) {
      if (!task.ended()) {
        task.container()
            .ifPresent(
                container -> {
                  if (container.phase() == Container.Phase.RUNNING) {
                    signal(turn, task, container, grace, TaskKill.Cause.REQUESTED);
                  } else {
                    destroy(turn, container);
                  }
                });
      }
    }
  }

  private Duration shutdownGracePeriod(Executor executor) {
    return executor.info().hasShutdownGracePeriod()
        ? Duration.ofNanos(Math.max(0, executor.info().getShutdownGracePeriod().getNanoseconds()))
        : state.policy().executorShutdownGracePeriod();
  }

  /** Ends everything of a framework; nobody is told of it. */
  void shutdownFramework(Turn turn, Framework framework) {
    if (framework.terminating()) {
      return;
    }
    framework.terminate();
    updates.streams().forget(framework.id());
    for (Executor executor : List.copyOf(framework.executors().values())) {
      shutdownExecutor(turn, executor);
      removals.settle(turn, executor);
    }
    removals.settle(turn, framework);
  }

  /** SIGKILL, again and again until the container has ended. */
  void destroy(Turn turn, Container container) {
    if (container.phase() == Container.Phase.ENDED) {
      return;
    }
    turn.effect(new AgentEffect.DestroyContainer(container.id()));
    state
        .deadlines()
        .set(new Due.DestroyAgain(container.name()), turn.now().plus(AgentPolicy.DESTROY_RETRY));
  }

  private void cancelProbes(Container container) {
    for (Probe.Purpose purpose : Probe.Purpose.values()) {
      state.deadlines().cancel(new Due.Probing(container.name(), purpose));
    }
  }

  static void send(Turn turn, Executor executor, Event event) {
    turn.effect(new AgentEffect.SendToExecutor(executor.framework().id(), executor.id(), event));
  }
}
