package io.entresol.agent.core;

import io.entresol.mesos.v1.KillPolicy;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.agent.TaskKill;
import io.entresol.proto.bus.AcknowledgeUpdate;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.DrainAgent;
import io.entresol.proto.bus.KillTask;
import io.entresol.proto.bus.ReconcileTasks;
import io.entresol.proto.bus.RegistrationRefused;
import io.entresol.proto.bus.ShutdownExecutor;
import io.entresol.proto.bus.ShutdownFramework;
import io.entresol.proto.bus.UpdateFramework;
import java.util.List;
import java.util.Optional;

/** Obeys the leading master. */
final class MasterCommands {
  private final CoreState state;
  private final Registration registration;
  private final Launches launches;
  private final StatusUpdates updates;
  private final Removals removals;
  private final Kills kills;
  private final ExecutorCalls executorCalls;
  private final OperationLedger operations;
  private final Farewell farewell;

  MasterCommands(
      CoreState state,
      Registration registration,
      Launches launches,
      StatusUpdates updates,
      Removals removals,
      Kills kills,
      ExecutorCalls executorCalls,
      OperationLedger operations,
      Farewell farewell) {
    this.state = state;
    this.registration = registration;
    this.launches = launches;
    this.updates = updates;
    this.removals = removals;
    this.kills = kills;
    this.executorCalls = executorCalls;
    this.operations = operations;
    this.farewell = farewell;
  }

  void obey(Turn turn, AgentCommand command) {
    if (!registration.fromLeader(command)) {
      return;
    }
    switch (command.getCommandCase()) {
      case REGISTERED ->
          registration.registered(
              turn,
              command.getSeq(),
              command.getRegistered().getAgentId(),
              command.getRegistered().getTotalPingTimeoutMs(),
              false);
      case REREGISTERED ->
          registration.registered(
              turn,
              command.getSeq(),
              command.getReregistered().getAgentId(),
              command.getReregistered().getTotalPingTimeoutMs(),
              true);
      case REFUSED -> refused(turn, command.getRefused());
      case PING -> registration.pinged(turn, command, command.getPing());
      case SHUTDOWN ->
          farewell.terminate(
              turn, "The master shuts this agent down: " + command.getShutdown().getMessage());
      case RUN_TASK,
          RUN_TASK_GROUP,
          KILL_TASK,
          ACKNOWLEDGE_UPDATE,
          SHUTDOWN_FRAMEWORK,
          SHUTDOWN_EXECUTOR,
          SCHEDULER_MESSAGE,
          UPDATE_FRAMEWORK,
          APPLY_OPERATION,
          ACKNOWLEDGE_OPERATION,
          DRAIN,
          RECONCILE_TASKS -> {
        if (registration.accepts(turn, command)) {
          numbered(turn, command);
        }
      }
      case COMMAND_NOT_SET -> turn.note("Ignored a command of a kind that is not known");
    }
  }

  private void numbered(Turn turn, AgentCommand command) {
    switch (command.getCommandCase()) {
      case RUN_TASK -> launches.runTask(turn, command.getRunTask());
      case RUN_TASK_GROUP -> launches.runTaskGroup(turn, command.getRunTaskGroup());
      case KILL_TASK -> killTask(turn, command.getKillTask());
      case ACKNOWLEDGE_UPDATE -> acknowledge(turn, command.getAcknowledgeUpdate());
      case SHUTDOWN_FRAMEWORK -> shutdownFramework(turn, command.getShutdownFramework());
      case SHUTDOWN_EXECUTOR -> shutdownExecutor(turn, command.getShutdownExecutor());
      case SCHEDULER_MESSAGE -> executorCalls.schedulerMessage(turn, command.getSchedulerMessage());
      case UPDATE_FRAMEWORK -> updateFramework(turn, command.getUpdateFramework());
      case APPLY_OPERATION -> operations.apply(turn, command.getApplyOperation());
      case ACKNOWLEDGE_OPERATION -> operations.acknowledge(turn, command.getAcknowledgeOperation());
      case DRAIN -> drain(turn, command.getDrain());
      case RECONCILE_TASKS -> reconcile(turn, command.getReconcileTasks());
      case REGISTERED, REREGISTERED, REFUSED, PING, SHUTDOWN, COMMAND_NOT_SET ->
          throw new IllegalStateException("not numbered: " + command.getCommandCase());
    }
  }

  private void refused(Turn turn, RegistrationRefused refused) {
    if (refused.getShutdown()) {
      farewell.terminate(turn, "The master refuses this agent for good: " + refused.getMessage());
    } else {
      turn.note("The master refuses this agent for now: " + refused.getMessage());
    }
  }

  private void killTask(Turn turn, KillTask kill) {
    Optional<AgentTask> task =
        Optional.ofNullable(state.frameworks().get(kill.getFrameworkId()))
            .flatMap(framework -> framework.task(kill.getTaskId()));
    if (task.isEmpty()) {
      turn.note("Ignored the kill of task " + kill.getTaskId().getValue() + ", which is not here");
      return;
    }
    Optional<KillPolicy> policy =
        kill.hasKillPolicy() ? Optional.of(kill.getKillPolicy()) : Optional.empty();
    kills.killTask(turn, task.get(), policy, TaskKill.Cause.REQUESTED);
    removals.settle(turn, task.get().executor());
  }

  private void acknowledge(Turn turn, AcknowledgeUpdate acknowledgement) {
    updates.acknowledge(turn, acknowledgement).ifPresent(task -> removals.completeTask(turn, task));
    Framework framework = state.frameworks().get(acknowledgement.getFrameworkId());
    if (framework != null) {
      removals.settle(turn, framework);
    }
  }

  private void shutdownFramework(Turn turn, ShutdownFramework shutdown) {
    Framework framework = state.frameworks().get(shutdown.getFrameworkId());
    if (framework != null) {
      kills.shutdownFramework(turn, framework);
    }
  }

  private void shutdownExecutor(Turn turn, ShutdownExecutor shutdown) {
    Framework framework = state.frameworks().get(shutdown.getFrameworkId());
    Executor executor =
        framework == null ? null : framework.executors().get(shutdown.getExecutorId());
    if (executor != null) {
      kills.shutdownExecutor(turn, executor);
    }
  }

  private void updateFramework(Turn turn, UpdateFramework update) {
    Framework framework = state.frameworks().get(update.getFramework().getId());
    if (framework == null) {
      return;
    }
    boolean recorded = state.checkpoints(framework);
    framework.update(update.getFramework());
    // Whether its work is recorded was decided when it began, and stays so.
    if (recorded && state.checkpoints(framework)) {
      turn.put(RecordKeys.framework(state.agentId().getValue(), framework), framework.info());
    }
  }

  private void drain(Turn turn, DrainAgent drain) {
    state.drain(Optional.of(drain.getConfig()));
    turn.put(RecordKeys.drain(state.agentId().getValue()), drain.getConfig());
    KillPolicy.Builder policy = KillPolicy.newBuilder();
    for (Framework framework : state.frameworks().values()) {
      for (Executor executor : framework.executors().values()) {
        for (AgentTask task : List.copyOf(executor.tasks().values())) {
          Optional<KillPolicy> limit =
              drain.getConfig().hasMaxGracePeriod() && !executor.agentRuns()
                  ? Optional.of(
                      policy.setGracePeriod(drain.getConfig().getMaxGracePeriod()).build())
                  : Optional.empty();
          kills.killTask(turn, task, limit, TaskKill.Cause.REQUESTED);
        }
      }
    }
  }

  /** The master believes in tasks that are not here. */
  private void reconcile(Turn turn, ReconcileTasks reconcile) {
    Framework framework = state.frameworks().get(reconcile.getFrameworkId());
    for (TaskID id : reconcile.getTaskIdsList()) {
      if (framework == null || framework.task(id).isEmpty()) {
        updates.reportStray(
            turn,
            reconcile.getFrameworkId(),
            StatusUpdates.fromAgent(
                    reconcile.getPartitionAware() ? TaskState.TASK_DROPPED : TaskState.TASK_LOST,
                    TaskStatus.Reason.REASON_RECONCILIATION,
                    "Reconciliation: the task is not known to the agent")
                .setTaskId(id));
      }
    }
  }
}
