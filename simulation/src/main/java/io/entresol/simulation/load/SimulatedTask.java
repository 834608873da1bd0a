package io.entresol.simulation.load;

import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;

/** A task that an agent pretends to run. */
final class SimulatedTask {
  final FrameworkID frameworkId;
  final TaskInfo info;

  TaskState state = TaskState.TASK_STAGING;

  /** The update that is not acknowledged yet; null if there is none. */
  TaskStatus outstanding;

  /** When the outstanding update was first and last sent. */
  long firstSentNanos;

  long lastSentNanos;

  /** How long after that it is to be sent again. */
  long repeatAfterNanos;

  SimulatedTask(FrameworkID frameworkId, TaskInfo info) {
    this.frameworkId = frameworkId;
    this.info = info;
  }

  String key() {
    return key(frameworkId.getValue(), info.getTaskId().getValue());
  }

  static String key(String frameworkId, String taskId) {
    return frameworkId + "/" + taskId;
  }
}
