package io.entresol.simulation.cluster;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import java.util.ArrayDeque;
import java.util.Deque;

/** A task on a model agent, and its updates: in order, one outstanding. It outlives the agent. */
final class ModelTask {
  final FrameworkID frameworkId;
  final TaskInfo info;
  final Deque<TaskStatus> updates = new ArrayDeque<>();
  TaskState state = TaskState.TASK_STAGING;

  ModelTask(FrameworkID frameworkId, TaskInfo info) {
    this.frameworkId = frameworkId;
    this.info = info;
  }

  TaskID id() {
    return info.getTaskId();
  }

  boolean isOver() {
    return Truth.isTerminal(state);
  }

  /** Whether the first update is the acknowledged one, which is then dropped. */
  boolean acknowledge(ByteString uuid) {
    if (updates.isEmpty() || !updates.peek().getUuid().equals(uuid)) {
      return false;
    }
    updates.poll();
    return true;
  }
}
