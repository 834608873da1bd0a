package io.entresol.gateway.core.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.gateway.core.render.TaskWriter;
import io.entresol.mesos.v1.Task;
import io.entresol.proto.bus.FrameworkState;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/** The tasks that {@code /tasks} was asked for; of all that match only the first few are kept. */
final class TaskSelection implements Section {
  /** One with no status yet is older than any other. */
  private static final Comparator<Task> BY_FIRST_STATUS =
      Comparator.comparingDouble(
          task ->
              task.getStatusesCount() == 0
                  ? Double.NEGATIVE_INFINITY
                  : task.getStatuses(0).getTimestamp());

  private final TaskFilter filter;
  private final Comparator<Task> order;
  private final PriorityQueue<Task> lastOnTop;

  TaskSelection(TaskFilter filter) {
    this.filter = filter;
    this.order = filter.ascending() ? BY_FIRST_STATUS : BY_FIRST_STATUS.reversed();
    this.lastOnTop = new PriorityQueue<>(order.reversed());
  }

  @Override
  public Set<StateQuery.Part> reads() {
    return Set.of(StateQuery.Part.FRAMEWORKS, StateQuery.Part.TASKS);
  }

  @Override
  public void begin(JsonGenerator json) {
    // Written once it is known which tasks are the first.
  }

  @Override
  public void page(StatePage page, JsonGenerator json) {
    page.getFrameworksList().forEach(this::select);
    page.getCompletedFrameworksList().forEach(this::select);
  }

  private void select(FrameworkState framework) {
    if (!matches(filter.frameworkId(), Frameworks.id(framework))) {
      return;
    }
    select(framework.getTasksList());
    select(framework.getUnreachableTasksList());
    select(framework.getCompletedTasksList());
  }

  private void select(List<Task> tasks) {
    for (Task task : tasks) {
      if (matches(filter.taskId(), task.getTaskId().getValue())) {
        lastOnTop.add(task);
        if (lastOnTop.size() > filter.end()) {
          lastOnTop.remove();
        }
      }
    }
  }

  private static boolean matches(Optional<String> wanted, String id) {
    return wanted.isEmpty() || wanted.get().equals(id);
  }

  @Override
  public void end(JsonGenerator json) throws IOException {
    List<Task> first = new ArrayList<>();
    while (!lastOnTop.isEmpty()) {
      first.add(lastOnTop.remove());
    }
    Collections.reverse(first);
    json.writeArrayFieldStart("tasks");
    for (Task task : first.subList(Math.min(filter.offset(), first.size()), first.size())) {
      TaskWriter.write(task, json);
    }
    json.writeEndArray();
  }
}
