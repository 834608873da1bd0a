package io.entresol.agent.container.mesos;

import io.entresol.agent.container.Termination;
import io.entresol.agent.core.WaitStatus;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import java.util.Optional;

/** Tells how a container ended, from its wait status and its control group. */
final class ContainerEnd {
  private static final long BYTES_PER_MEGABYTE = 1L << 20;

  private ContainerEnd() {}

  static Termination of(ExitRecord exit, Optional<ControlGroup> group) {
    boolean outOfMemory =
        !WaitStatus.isSuccess(exit.waitStatus())
            && group.filter(ControlGroup::outOfMemory).isPresent();
    if (!outOfMemory) {
      return new Termination(
          exit.waitStatus(),
          Optional.empty(),
          Optional.empty(),
          "Command " + WaitStatus.describe(exit.waitStatus()));
    }
    var peak = group.get().memoryPeak();
    String most =
        peak.isPresent() ? "; at most " + peak.getAsLong() / BYTES_PER_MEGABYTE + " MB in use" : "";
    return new Termination(
        exit.waitStatus(),
        Optional.of(TaskState.TASK_FAILED),
        Optional.of(TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY),
        "Memory limit exceeded" + most);
  }

  /** Of a container whose supervisor could not write down how it ended. */
  static Termination unseen(String why) {
    return new Termination(
        WaitStatus.KILLED,
        Optional.of(TaskState.TASK_FAILED),
        Optional.of(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED),
        why);
  }
}
