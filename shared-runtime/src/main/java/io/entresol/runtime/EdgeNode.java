package io.entresol.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;

/** A process that is no member of the cluster: without a bus and without ZooKeeper. */
public final class EdgeNode {
  private final Vertx vertx;
  private final PrometheusMeterRegistry meters;

  private EdgeNode(Vertx vertx, PrometheusMeterRegistry meters) {
    this.vertx = vertx;
    this.meters = meters;
  }

  public static EdgeNode start() {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ClusterNode.bindProcessMetrics(meters);
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setMetricsOptions(ClusterNode.metricsOptions()))
            .withMetrics(new MicrometerMetricsFactory(meters))
            .build();
    return new EdgeNode(vertx, meters);
  }

  public Vertx vertx() {
    return vertx;
  }

  public MeterRegistry meters() {
    return meters;
  }

  /** All metrics of this process in the Prometheus text format. */
  public String scrape() {
    return meters.scrape();
  }

  /** Nothing works any more after that. Not to be waited for on one of Vert.x's own threads. */
  public Future<Void> close() {
    return vertx.close().onComplete(ignored -> meters.close());
  }
}
