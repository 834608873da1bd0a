package io.entresol.agent.core;

import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.proto.agent.ExecutorRun;

/** Makes the view of a task that masters and operators get. */
final class Tasks {
  private Tasks() {}

  static Task.Builder staging(Executor executor, TaskInfo info) {
    Task.Builder task =
        Task.newBuilder()
            .setName(info.getName())
            .setTaskId(info.getTaskId())
            .setFrameworkId(executor.framework().id())
            .setAgentId(info.getAgentId())
            .setState(TaskState.TASK_STAGING)
            .addAllResources(info.getResourcesList())
            .putAllLimits(info.getLimitsMap());
    if (executor.kind() != ExecutorRun.Kind.COMMAND) {
      task.setExecutorId(executor.id());
    }
    if (info.hasLabels()) {
      task.setLabels(info.getLabels());
    }
    if (info.hasDiscovery()) {
      task.setDiscovery(info.getDiscovery());
    }
    if (info.hasContainer()) {
      task.setContainer(info.getContainer());
    }
    if (info.hasHealthCheck()) {
      task.setHealthCheck(info.getHealthCheck());
    }
    if (info.hasKillPolicy()) {
      task.setKillPolicy(info.getKillPolicy());
    }
    if (info.getCommand().hasUser()) {
      task.setUser(info.getCommand().getUser());
    } else if (info.getExecutor().getCommand().hasUser()) {
      task.setUser(info.getExecutor().getCommand().getUser());
    }
    return task;
  }
}
