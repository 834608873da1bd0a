package io.entresol.gateway.core.document;

import io.entresol.mesos.v1.Metric;
import java.util.List;

/** How many agents there are, which {@code /state} says before it lists them. */
public record AgentCounts(double active, double inactive, double unreachable) {
  /** Out of the master's figures. */
  public static AgentCounts of(List<Metric> metrics) {
    return new AgentCounts(
        value(metrics, "master/slaves_active"),
        value(metrics, "master/slaves_inactive"),
        value(metrics, "master/slaves_unreachable"));
  }

  private static double value(List<Metric> metrics, String name) {
    return metrics.stream()
        .filter(metric -> metric.getName().equals(name))
        .mapToDouble(Metric::getValue)
        .findFirst()
        .orElse(0);
  }
}
