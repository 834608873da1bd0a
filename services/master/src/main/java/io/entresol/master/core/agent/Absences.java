package io.entresol.master.core.agent;

import com.google.protobuf.ByteString;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.LiveTask;
import io.entresol.master.core.book.PendingOperation;
import io.entresol.master.core.operation.Operations;
import io.entresol.master.core.task.Tasks;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.OperationState;
import io.entresol.mesos.v1.TaskID;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.ReconcileTasks;
import io.entresol.proto.bus.ReregisterAgent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what the books have on an agent and the agent has not: commands were lost. */
final class Absences {
  private final Books books;
  private final Tasks tasks;
  private final Operations operations;

  Absences(Books books, Tasks tasks, Operations operations) {
    this.books = books;
    this.tasks = tasks;
    this.operations = operations;
  }

  /** What an agent says that it has. */
  record Present(
      Set<Agent.TaskKey> tasks, Set<Agent.TaskKey> executors, Set<ByteString> operations) {
    static final Present NOTHING = new Present(Set.of(), Set.of(), Set.of());

    static Present of(ReregisterAgent report) {
      Set<Agent.TaskKey> tasks = new HashSet<>();
      report
          .getTasksList()
          .forEach(
              task ->
                  tasks.add(
                      new Agent.TaskKey(
                          task.getFrameworkId().getValue(), task.getTaskId().getValue())));
      Set<Agent.TaskKey> executors = new HashSet<>();
      report
          .getExecutorsList()
          .forEach(
              executor ->
                  executors.add(
                      new Agent.TaskKey(
                          executor.getFrameworkId().getValue(),
                          executor.getInfo().getExecutorId().getValue())));
      Set<ByteString> operations = new HashSet<>();
      report
          .getOperationsList()
          .forEach(operation -> operations.add(operation.getUuid().getValue()));
      return new Present(tasks, executors, operations);
    }
  }

  /** The agent is asked about tasks; executors are ended, and operations are dropped. */
  void reconcile(Turn turn, Agent agent, Present present) {
    Map.copyOf(agent.tasks()).keySet().forEach(id -> askAfter(turn, agent, id, present));
    for (String frameworkId : List.copyOf(agent.executors().keySet())) {
      Framework framework = books.frameworks().get(frameworkId);
      List.copyOf(agent.executors().get(frameworkId).keySet()).stream()
          .filter(id -> !present.executors().contains(new Agent.TaskKey(frameworkId, id)))
          .forEach(id -> tasks.removeExecutor(turn, agent, framework, id));
    }
    for (PendingOperation operation : List.copyOf(agent.operations().values())) {
      if (!present.operations().contains(operation.uuid())) {
        operations.end(
            turn,
            operation,
            OperationState.OPERATION_DROPPED,
            "the operation is unknown to the agent");
      }
    }
  }

  private void askAfter(Turn turn, Agent agent, String frameworkId, Present present) {
    Framework framework = books.frameworks().get(frameworkId);
    List<TaskID> missing =
        agent.tasksOf(frameworkId).stream()
            .filter(task -> !present.tasks().contains(new Agent.TaskKey(frameworkId, task.id())))
            .map(LiveTask::identity)
            .map(identity -> identity.getTaskId())
            .toList();
    if (!missing.isEmpty()) {
      turn.toAgent(
          agent,
          AgentCommand.newBuilder()
              .setReconcileTasks(
                  ReconcileTasks.newBuilder()
                      .setFrameworkId(framework.protoId())
                      .addAllTaskIds(missing)
                      .setPartitionAware(framework.isPartitionAware())));
    }
  }
}
