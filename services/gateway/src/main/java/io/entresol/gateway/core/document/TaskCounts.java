package io.entresol.gateway.core.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskState;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many tasks are in each state, of an agent or a framework. */
final class TaskCounts {
  static final TaskCounts NONE = new TaskCounts();

  /** The states that {@code /state-summary} counts, in its order; others are left out. */
  private static final List<TaskState> COUNTED =
      List.of(
          TaskState.TASK_STAGING,
          TaskState.TASK_STARTING,
          TaskState.TASK_RUNNING,
          TaskState.TASK_KILLING,
          TaskState.TASK_FINISHED,
          TaskState.TASK_KILLED,
          TaskState.TASK_FAILED,
          TaskState.TASK_LOST,
          TaskState.TASK_ERROR,
          TaskState.TASK_UNREACHABLE);

  private final Map<TaskState, Integer> counts = new EnumMap<>(TaskState.class);

  void count(Task task) {
    counts.merge(task.getState(), 1, Integer::sum);
  }

  void writeFields(JsonGenerator json) throws IOException {
    for (TaskState state : COUNTED) {
      json.writeNumberField(state.name(), counts.getOrDefault(state, 0));
    }
  }
}
