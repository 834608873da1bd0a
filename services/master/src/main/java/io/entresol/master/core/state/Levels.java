package io.entresol.master.core.state;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.mesos.v1.TaskState;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much there is of what at some moment.
 *
 * @param agentsActive agents whose resources may be offered
 * @param agentsInactive registered agents whose resources may not be offered
 * @param agentsConnected registered agents that are in touch
 * @param agentsUnreachable agents that were lost and may come back
 * @param agentsRecovered agents of the registry that have not come back to this master
 * @param tasks tasks on registered agents by state
 * @param tasksUnreachable tasks on lost agents that may still run
 */
public record Levels(
    int agentsActive,
    int agentsInactive,
    int agentsConnected,
    int agentsUnreachable,
    int agentsRecovered,
    int frameworksConnected,
    int frameworksDisconnected,
    int offers,
    int operatorStreams,
    Map<TaskState, Long> tasks,
    long tasksUnreachable) {

  public static Levels of(Books books) {
    int active = 0;
    int connected = 0;
    for (Agent agent : books.agents().all()) {
      active += agent.isActive() ? 1 : 0;
      connected += agent.isConnected() ? 1 : 0;
    }
    int listening = 0;
    long unreachable = 0;
    for (Framework framework : books.frameworks().all()) {
      listening += framework.isConnected() ? 1 : 0;
      unreachable +=
          framework.unreachableTasks().values().stream()
              .filter(task -> task.state() == TaskState.TASK_UNREACHABLE)
              .count();
    }
    Map<TaskState, Long> tasks = new EnumMap<>(TaskState.class);
    for (TaskState state : TaskState.values()) {
      tasks.put(state, books.tallies().tasksNow(state));
    }
    return new Levels(
        active,
        books.agents().all().size() - active,
        connected,
        books.agents().unreachable().size(),
        books.agents().recovered().size(),
        listening,
        books.frameworks().all().size() - listening,
        books.offers().size(),
        books.operators().size(),
        tasks,
        unreachable);
  }
}
