package io.entresol.gateway.core.metrics;

import io.entresol.mesos.v1.Metric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The cluster as a whole for Prometheus, out of the leading master's figures: labels where Mesos
 * has names.
 */
public final class ClusterGauges {
  private static final List<String> RESOURCES = List.of("cpus", "gpus", "mem", "disk");
  private static final List<String> AGENT_STATES =
      List.of("active", "inactive", "connected", "disconnected", "unreachable");
  private static final List<String> FRAMEWORK_STATES =
      List.of("active", "inactive", "connected", "disconnected");
  private static final List<String> LIVE_TASK_STATES =
      List.of("staging", "starting", "running", "killing", "unreachable");
  private static final List<String> ENDED_TASK_STATES =
      List.of(
          "finished", "failed", "killed", "lost", "error", "dropped", "gone", "gone_by_operator");

  private final Map<String, Double> figures = new HashMap<>();
  private final StringBuilder page = new StringBuilder();

  private ClusterGauges(List<Metric> metrics) {
    metrics.forEach(metric -> figures.put(metric.getName(), metric.getValue()));
  }

  /**
   * The page.
   *
   * @param metrics the leading master's; empty if there is none
   */
  public static String page(List<Metric> metrics) {
    ClusterGauges gauges = new ClusterGauges(metrics);
    gauges.describe(
        "entresol_cluster_leading_master", "gauge", "Whether a master leads and answers.");
    gauges.page.append("entresol_cluster_leading_master ").append(metrics.isEmpty() ? 0 : 1);
    gauges.page.append('\n');
    if (!metrics.isEmpty()) {
      gauges.writeAll();
    }
    return gauges.page.toString();
  }

  private void writeAll() {
    family(
        "entresol_cluster_resource_total",
        "gauge",
        "What all agents have: CPUs, GPUs, and megabytes.",
        "resource",
        RESOURCES,
        "master/%s_total");
    family(
        "entresol_cluster_resource_used",
        "gauge",
        "What tasks and executors hold of it.",
        "resource",
        RESOURCES,
        "master/%s_used");
    family(
        "entresol_cluster_agents",
        "gauge",
        "Agents by state; an active one is connected too.",
        "state",
        AGENT_STATES,
        "master/slaves_%s");
    family(
        "entresol_cluster_frameworks",
        "gauge",
        "Frameworks by state; an active one is connected too.",
        "state",
        FRAMEWORK_STATES,
        "master/frameworks_%s");
    family(
        "entresol_cluster_tasks",
        "gauge",
        "Tasks that have not ended, by state.",
        "state",
        LIVE_TASK_STATES,
        "master/tasks_%s");
    family(
        "entresol_cluster_tasks_ended_total",
        "counter",
        "Tasks that ended in the leading master's term, by state.",
        "state",
        ENDED_TASK_STATES,
        "master/tasks_%s");
    single(
        "entresol_cluster_offers_outstanding",
        "Offers without an answer.",
        "master/outstanding_offers");
    single(
        "entresol_cluster_master_uptime_seconds",
        "Age of the leading master.",
        "master/uptime_secs");
  }

  private void family(
      String name, String type, String help, String label, List<String> values, String pattern) {
    describe(name, type, help);
    for (String value : values) {
      Double figure = figures.get(pattern.formatted(value));
      if (figure != null) {
        page.append("%s{%s=\"%s\"} ".formatted(name, label, value)).append(figure).append('\n');
      }
    }
  }

  private void single(String name, String help, String figure) {
    Double value = figures.get(figure);
    if (value != null) {
      describe(name, "gauge", help);
      page.append(name).append(' ').append(value).append('\n');
    }
  }

  private void describe(String name, String type, String help) {
    page.append("# HELP ").append(name).append(' ').append(help).append('\n');
    page.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }
}
