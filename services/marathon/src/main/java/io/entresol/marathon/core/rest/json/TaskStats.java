package io.entresol.marathon.core.rest.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.rest.InstanceView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** How an app's tasks are and how long they have run, by how new they are. */
final class TaskStats {
  private TaskStats() {}

  /** A part without tasks is left out. */
  static ObjectNode json(AppSpec app, List<InstanceView> instances, Instant now) {
    Instant scaled = app.versionInfo().lastScalingAt();
    Instant configured = app.versionInfo().lastConfigChangeAt();
    ObjectNode stats = JsonText.object();
    put(
        stats,
        "startedAfterLastScaling",
        instances,
        now,
        instance -> instance.stagedAt().map(at -> !at.isBefore(scaled)).orElse(false));
    put(
        stats,
        "withLatestConfig",
        instances,
        now,
        instance -> !instance.version().isBefore(configured));
    put(
        stats,
        "withOutdatedConfig",
        instances,
        now,
        instance -> instance.version().isBefore(configured));
    put(stats, "totalSummary", instances, now, instance -> true);
    return stats;
  }

  private static void put(
      ObjectNode stats,
      String name,
      List<InstanceView> instances,
      Instant now,
      Predicate<InstanceView> which) {
    List<InstanceView> part = instances.stream().filter(which).toList();
    if (part.isEmpty()) {
      return;
    }
    ObjectNode node = stats.putObject(name).putObject("stats");
    node.putObject("counts")
        .put("staged", part.stream().filter(InstanceView::isStaged).count())
        .put("running", part.stream().filter(InstanceView::isRunning).count())
        .put("healthy", part.stream().filter(InstanceView::isHealthy).count())
        .put("unhealthy", part.stream().filter(InstanceView::isUnhealthy).count());
    double[] seconds =
        part.stream()
            .flatMap(instance -> instance.startedAt().stream())
            .mapToDouble(start -> Duration.between(start, now).toMillis() / 1000.0)
            .sorted()
            .toArray();
    if (seconds.length > 0) {
      double sum = 0;
      for (double each : seconds) {
        sum += each;
      }
      int middle = seconds.length / 2;
      double median =
          seconds.length % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
      node.putObject("lifeTime")
          .put("averageSeconds", sum / seconds.length)
          .put("medianSeconds", median);
    }
  }
}
