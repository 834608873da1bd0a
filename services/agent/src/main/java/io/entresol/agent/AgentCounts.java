package io.entresol.agent;

import io.entresol.agent.core.AgentMetrics;
import io.entresol.mesos.v1.TaskState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The core's counters, as Micrometer has them. */
final class AgentCounts implements AgentMetrics {
  private final Map<TaskState, Counter> tasks = new EnumMap<>(TaskState.class);
  private final Counter launchErrors;
  private final Counter executorsTerminated;
  private final Counter validUpdates;
  private final Counter invalidUpdates;
  private final Counter validMessages;
  private final Counter invalidMessages;
  private final Counter reregistrations;
  private final Counter fetched;
  private final Counter notFetched;

  AgentCounts(MeterRegistry meters) {
    for (TaskState state : TaskState.values()) {
      tasks.put(
          state,
          meters.counter(
              "entresol_agent_tasks_ended_total",
              "state",
              state.name().substring("TASK_".length()).toLowerCase(Locale.ROOT)));
    }
    launchErrors = meters.counter("entresol_agent_container_launch_errors_total");
    executorsTerminated = meters.counter("entresol_agent_executors_terminated_total");
    validUpdates = meters.counter("entresol_agent_status_updates_total", "valid", "true");
    invalidUpdates = meters.counter("entresol_agent_status_updates_total", "valid", "false");
    validMessages = meters.counter("entresol_agent_framework_messages_total", "valid", "true");
    invalidMessages = meters.counter("entresol_agent_framework_messages_total", "valid", "false");
    fetched = meters.counter("entresol_agent_fetches_total", "outcome", "succeeded");
    notFetched = meters.counter("entresol_agent_fetches_total", "outcome", "failed");
    reregistrations = meters.counter("entresol_agent_reregistrations_total");
  }

  @Override
  public void taskEnded(TaskState state) {
    tasks.get(state).increment();
  }

  @Override
  public void launchFailed() {
    launchErrors.increment();
  }

  @Override
  public void executorEnded() {
    executorsTerminated.increment();
  }

  @Override
  public void updateAccepted() {
    validUpdates.increment();
  }

  @Override
  public void updateRefused() {
    invalidUpdates.increment();
  }

  @Override
  public void messageAccepted() {
    validMessages.increment();
  }

  @Override
  public void messageRefused() {
    invalidMessages.increment();
  }

  @Override
  public void reregistered() {
    reregistrations.increment();
  }

  /** A container's files and image were there, and it started. */
  void fetched() {
    fetched.increment();
  }

  /** Something that a container needs was not to be had. */
  void notFetched() {
    notFetched.increment();
  }

  /** By the names of {@code /metrics/snapshot}. */
  Map<String, Double> byName() {
    Map<String, Double> figures = new TreeMap<>();
    figures.put("containerizer/fetcher/task_fetches_succeeded", fetched.count());
    figures.put("containerizer/fetcher/task_fetches_failed", notFetched.count());
    figures.put("slave/container_launch_errors", launchErrors.count());
    figures.put("slave/executors_terminated", executorsTerminated.count());
    figures.put("slave/valid_status_updates", validUpdates.count());
    figures.put("slave/invalid_status_updates", invalidUpdates.count());
    figures.put("slave/valid_framework_messages", validMessages.count());
    figures.put("slave/invalid_framework_messages", invalidMessages.count());
    figures.put("slave/tasks_finished", tasks.get(TaskState.TASK_FINISHED).count());
    figures.put("slave/tasks_failed", tasks.get(TaskState.TASK_FAILED).count());
    figures.put("slave/tasks_killed", tasks.get(TaskState.TASK_KILLED).count());
    figures.put("slave/tasks_lost", tasks.get(TaskState.TASK_LOST).count());
    figures.put("slave/tasks_gone", tasks.get(TaskState.TASK_GONE).count());
    return figures;
  }
}
