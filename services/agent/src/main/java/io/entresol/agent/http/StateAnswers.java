package io.entresol.agent.http;

import io.entresol.agent.core.AgentState;
import io.entresol.agent.core.AgentState.OfExecutor;
import io.entresol.agent.core.AgentState.OfFramework;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.agent.Response;
import io.entresol.proto.agent.ExecutorRun;
import java.util.List;

/** What the operator API answers about frameworks, executors and tasks. */
final class StateAnswers {
  private StateAnswers() {}

  static void frameworks(AgentState state, Response.GetFrameworks.Builder answer) {
    state.frameworks().forEach(f -> answer.addFrameworksBuilder().setFrameworkInfo(f.info()));
    state
        .completedFrameworks()
        .forEach(f -> answer.addCompletedFrameworksBuilder().setFrameworkInfo(f.info()));
  }

  static void executors(AgentState state, Response.GetExecutors.Builder answer) {
    for (OfFramework framework : state.frameworks()) {
      framework.executors().forEach(e -> answer.addExecutorsBuilder().setExecutorInfo(e.info()));
    }
    for (List<OfFramework> frameworks : List.of(state.frameworks(), state.completedFrameworks())) {
      for (OfFramework framework : frameworks) {
        framework
            .completedExecutors()
            .forEach(e -> answer.addCompletedExecutorsBuilder().setExecutorInfo(e.info()));
      }
    }
  }

  static void tasks(AgentState state, Response.GetTasks.Builder answer) {
    for (OfFramework framework : state.frameworks()) {
      for (OfExecutor executor : framework.executors()) {
        executor.queued().forEach(task -> answer.addQueuedTasks(queued(framework, executor, task)));
        answer.addAllLaunchedTasks(executor.launched());
        answer.addAllTerminatedTasks(executor.terminated());
        answer.addAllCompletedTasks(executor.completed());
      }
    }
    for (List<OfFramework> frameworks : List.of(state.frameworks(), state.completedFrameworks())) {
      for (OfFramework framework : frameworks) {
        for (OfExecutor executor : framework.completedExecutors()) {
          answer.addAllCompletedTasks(executor.completed());
        }
      }
    }
  }

  private static Task queued(OfFramework framework, OfExecutor executor, TaskInfo info) {
    Task.Builder task =
        Task.newBuilder()
            .setName(info.getName())
            .setTaskId(info.getTaskId())
            .setFrameworkId(framework.info().getId())
            .setAgentId(info.getAgentId())
            .setState(TaskState.TASK_STAGING)
            .addAllResources(info.getResourcesList());
    if (executor.kind() != ExecutorRun.Kind.COMMAND) {
      task.setExecutorId(executor.info().getExecutorId());
    }
    return task.build();
  }

  static void state(AgentState state, Response.GetState.Builder answer) {
    tasks(state, answer.getGetTasksBuilder());
    executors(state, answer.getGetExecutorsBuilder());
    frameworks(state, answer.getGetFrameworksBuilder());
  }
}
