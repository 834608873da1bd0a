package io.entresol.agent.http;

import io.entresol.agent.core.AgentState;
import io.entresol.agent.core.AgentState.ExecutorPhase;
import io.entresol.agent.core.AgentState.OfExecutor;
import io.entresol.agent.core.AgentState.OfFramework;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The agent's figures under the names of Mesos, sorted. */
final class MetricsSnapshot {
  private static final List<String> RESOURCES = List.of("cpus", "disk", "gpus", "mem");

  /** What Mesos counts in parts of it that the agent does not have: there is nothing to count. */
  private static final List<String> NOTHING =
      List.of(
          "containerizer/mesos/container_destroy_errors",
          "containerizer/mesos/provisioner/bind/remove_rootfs_errors",
          "containerizer/mesos/provisioner/remove_container_errors",
          "gc/path_removals_failed",
          "gc/path_removals_pending",
          "gc/path_removals_succeeded",
          "resource_provider_manager/events/disconnect",
          "resource_provider_manager/events/subscribe",
          "resource_provider_manager/subscribed",
          "slave/executor_directory_max_allowed_age_secs",
          "slave/executors_preempted",
          "slave/recovery_errors");

  private final Map<String, Double> figures = new TreeMap<>();

  private MetricsSnapshot() {}

  static Map<String, Double> of(AgentView agent, Instant now) {
    MetricsSnapshot snapshot = new MetricsSnapshot();
    AgentState state = agent.state();
    NOTHING.forEach(name -> snapshot.figures.put(name, 0.0));
    snapshot.figures.putAll(SystemFigures.read());
    snapshot.figures.putAll(agent.counters());
    snapshot.resources(state.total(), StateJson.allocated(state));
    snapshot.executors(state);
    snapshot.tasks(state);
    snapshot.put("registered", state.registered() ? 1 : 0);
    snapshot.put("frameworks_active", state.frameworks().size());
    snapshot.put("uptime_secs", Duration.between(agent.started(), now).toNanos() / 1e9);
    agent.recoverySeconds().ifPresent(seconds -> snapshot.put("recovery_time_secs", seconds));
    return snapshot.figures;
  }

  private void put(String name, double value) {
    figures.put("slave/" + name, value);
  }

  private void resources(Resources total, Resources used) {
    for (String name : RESOURCES) {
      amounts(name, total.nonRevocable(), used.nonRevocable());
      amounts(name + "_revocable", total.revocable(), used.revocable(), name);
    }
  }

  private void amounts(String name, Resources total, Resources used) {
    amounts(name, total, used, name);
  }

  private void amounts(String label, Resources total, Resources used, String name) {
    double all = total.scalarMilli(name) / 1000.0;
    double taken = used.scalarMilli(name) / 1000.0;
    put(label + "_total", all);
    put(label + "_used", taken);
    put(label + "_percent", all == 0 ? 0 : taken / all);
  }

  private void executors(AgentState state) {
    Map<ExecutorPhase, Integer> phases = new EnumMap<>(ExecutorPhase.class);
    for (OfFramework framework : state.frameworks()) {
      for (OfExecutor executor : framework.executors()) {
        phases.merge(executor.phase(), 1, Integer::sum);
      }
    }
    put("executors_registering", phases.getOrDefault(ExecutorPhase.REGISTERING, 0));
    put("executors_running", phases.getOrDefault(ExecutorPhase.RUNNING, 0));
    put("executors_terminating", phases.getOrDefault(ExecutorPhase.TERMINATING, 0));
  }

  private void tasks(AgentState state) {
    int staging = 0;
    Map<TaskState, Integer> live = new TreeMap<>();
    for (OfFramework framework : state.frameworks()) {
      for (OfExecutor executor : framework.executors()) {
        staging += executor.queued().size();
        for (Task task : executor.launched()) {
          live.merge(task.getState(), 1, Integer::sum);
        }
      }
    }
    live.merge(TaskState.TASK_STAGING, staging, Integer::sum);
    for (TaskState each :
        List.of(
            TaskState.TASK_STAGING,
            TaskState.TASK_STARTING,
            TaskState.TASK_RUNNING,
            TaskState.TASK_KILLING)) {
      put(
          each.name().toLowerCase(Locale.ROOT).replace("task_", "tasks_"),
          live.getOrDefault(each, 0));
    }
  }
}
