package io.entresol.gateway.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrometheusPagesTest {
  @Test
  void eachMetricIsDescribedOnceAndEachSampleLabelled() {
    PrometheusPages pages = new PrometheusPages("process");
    pages.add(
        "gateway",
        """
        # HELP jvm_threads Threads.
        # TYPE jvm_threads gauge
        jvm_threads{state="new"} 1.0
        # TYPE up gauge
        up 1
        """);
    pages.add(
        "master",
        """
        # HELP jvm_threads Threads.
        # TYPE jvm_threads gauge
        jvm_threads{state="new"} 2.0
        jvm_threads{} 3.0
        # TYPE other counter
        other_total 5
        """);
    assertThat(pages.text())
        .isEqualTo(
            """
            # HELP jvm_threads Threads.
            # TYPE jvm_threads gauge
            jvm_threads{process="gateway",state="new"} 1.0
            jvm_threads{process="master",state="new"} 2.0
            jvm_threads{process="master"} 3.0
            # TYPE up gauge
            up{process="gateway"} 1
            # TYPE other counter
            other_total{process="master"} 5
            """);
  }

  @Test
  void theClusterIsShownByLabel() {
    String page =
        ClusterGauges.page(
            List.of(metric("master/cpus_total", 8), metric("master/tasks_running", 3)));
    assertThat(page)
        .contains("entresol_cluster_leading_master 1\n")
        .contains("entresol_cluster_resource_total{resource=\"cpus\"} 8.0\n")
        .contains("entresol_cluster_tasks{state=\"running\"} 3.0\n")
        .doesNotContain("resource=\"gpus\"");
  }

  @Test
  void withoutALeaderThereIsNothingButThat() {
    assertThat(ClusterGauges.page(List.of()))
        .contains("entresol_cluster_leading_master 0\n")
        .doesNotContain("resource");
  }

  private static Metric metric(String name, double value) {
    return Metric.newBuilder().setName(name).setValue(value).build();
  }
}
