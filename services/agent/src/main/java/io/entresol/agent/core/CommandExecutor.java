package io.entresol.agent.core;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.DurationInfo;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.proto.ProtoResources;

/**
 * The executor that a task with a command appears to have. No process stands behind it: the agent
 * plays its part.
 */
final class CommandExecutor {
  private static final int NAME_LIMIT = 15;
  private static final Resources OVERHEAD =
      Resources.scalar("cpus", 0.1).plus(Resources.scalar("mem", 32));

  /** A shutdown waits a little longer than the task's own grace period. */
  private static final long SHUTDOWN_SLACK_NANOS = 2_000_000_000L;

  private CommandExecutor() {}

  static ExecutorInfo info(FrameworkInfo framework, TaskInfo task) {
    ExecutorInfo.Builder executor =
        ExecutorInfo.newBuilder()
            .setExecutorId(ExecutorID.newBuilder().setValue(task.getTaskId().getValue()))
            .setFrameworkId(framework.getId())
            .setCommand(
                CommandInfo.newBuilder()
                    .addAllUris(task.getCommand().getUrisList())
                    .setShell(false))
            .addAllResources(ProtoResources.toProto(overhead(task)))
            .setName(
                "Command Executor (Task: "
                    + task.getTaskId().getValue()
                    + ") (Command: "
                    + description(task.getCommand())
                    + ")")
            .setSource(task.getTaskId().getValue());
    if (task.hasContainer()) {
      executor.setContainer(task.getContainer());
    }
    if (task.hasLabels()) {
      executor.setLabels(task.getLabels());
    }
    if (task.hasDiscovery()) {
      executor.setDiscovery(task.getDiscovery());
    }
    if (task.getKillPolicy().hasGracePeriod()) {
      executor.setShutdownGracePeriod(
          DurationInfo.newBuilder()
              .setNanoseconds(
                  task.getKillPolicy().getGracePeriod().getNanoseconds() + SHUTDOWN_SLACK_NANOS));
    }
    return executor.build();
  }

  private static Resources overhead(TaskInfo task) {
    return task.getResourcesList().stream()
        .filter(Resource::hasAllocationInfo)
        .findFirst()
        .map(resource -> OVERHEAD.allocatedTo(resource.getAllocationInfo().getRole()))
        .orElse(OVERHEAD);
  }

  private static String description(CommandInfo command) {
    if (command.getShell()) {
      return command.hasValue() ? "sh -c '" + shortened(command.getValue()) + "'" : "NO COMMAND";
    }
    if (!command.hasValue()) {
      return "NO EXECUTABLE";
    }
    return "["
        + shortened(command.getValue() + ", " + String.join(", ", command.getArgumentsList()))
        + "]";
  }

  private static String shortened(String text) {
    return text.length() > NAME_LIMIT ? text.substring(0, NAME_LIMIT - 3) + "..." : text;
  }
}
