package io.entresol.master.core.scheduler;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.task.TaskReconciliation;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.KillTask;
import io.entresol.proto.bus.SchedulerMessage;
import io.entresol.proto.bus.ShutdownExecutor;

/** Hands on what frameworks want of their tasks and executors. */
final class TaskCalls {
  private final Books books;
  private final TaskReconciliation reconciliation;

  TaskCalls(Books books, TaskReconciliation reconciliation) {
    this.books = books;
    this.reconciliation = reconciliation;
  }

  /** A kill of a task that is not known is answered with what would be said of it. */
  void kill(Turn turn, Framework framework, Call.Kill call) {
    books.tallies().count(Tally.MESSAGES_KILL_TASK);
    LiveTask task = framework.task(call.getTaskId().getValue());
    if (task == null) {
      Call.Reconcile.Task.Builder asked =
          Call.Reconcile.Task.newBuilder().setTaskId(call.getTaskId());
      if (call.hasAgentId()) {
        asked.setAgentId(call.getAgentId());
      }
      reconciliation.answer(turn, framework, asked.build());
      return;
    }
    if (call.hasAgentId() && !call.getAgentId().getValue().equals(task.agentId())) {
      books.tallies().count(Tally.DROPPED_MESSAGES);
      return;
    }
    Agent agent = books.agents().get(task.agentId());
    agent.killedTasks().add(new Agent.TaskKey(framework.id(), task.id()));
    if (agent.isConnected()) {
      KillTask.Builder kill =
          KillTask.newBuilder().setFrameworkId(framework.protoId()).setTaskId(call.getTaskId());
      if (call.hasKillPolicy()) {
        kill.setKillPolicy(call.getKillPolicy());
      }
      turn.toAgent(agent, AgentCommand.newBuilder().setKillTask(kill));
    }
  }

  void shutDown(Turn turn, Framework framework, Call.Shutdown call) {
    Agent agent = books.agents().get(call.getAgentId().getValue());
    if (agent == null) {
      books.tallies().count(Tally.DROPPED_MESSAGES);
      return;
    }
    turn.toAgent(
        agent,
        AgentCommand.newBuilder()
            .setShutdownExecutor(
                ShutdownExecutor.newBuilder()
                    .setFrameworkId(framework.protoId())
                    .setExecutorId(call.getExecutorId())));
  }

  void message(Turn turn, Framework framework, Call.Message call) {
    books.tallies().count(Tally.MESSAGES_FRAMEWORK_TO_EXECUTOR);
    Agent agent = books.agents().get(call.getAgentId().getValue());
    if (agent == null || !agent.isConnected()) {
      books.tallies().count(Tally.INVALID_FRAMEWORK_TO_EXECUTOR_MESSAGES);
      return;
    }
    turn.toAgent(
        agent,
        AgentCommand.newBuilder()
            .setSchedulerMessage(
                SchedulerMessage.newBuilder()
                    .setFrameworkId(framework.protoId())
                    .setExecutorId(call.getExecutorId())
                    .setData(call.getData())));
    books.tallies().count(Tally.VALID_FRAMEWORK_TO_EXECUTOR_MESSAGES);
  }
}
