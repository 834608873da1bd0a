package io.entresol.runtime;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** {@code /metrics}, {@code /health/live} and {@code /health/ready}, the same on every service. */
public final class HealthRoutes {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private HealthRoutes() {}

  public static void mount(Router router, ClusterNode node, Supplier<HealthState> health) {
    mount(router, node::scrape, health);
  }

  /**
   * The same for a process that may be no member of the cluster.
   *
   * @param scrape the process's metrics in the Prometheus text format
   */
  public static void mount(Router router, Supplier<String> scrape, Supplier<HealthState> health) {
    router
        .get("/metrics")
        .handler(
            context -> context.response().putHeader("Content-Type", PROMETHEUS).end(scrape.get()));
    mountHealth(router, health);
  }

  /** Only the two health routes, for services that answer {@code /metrics} themselves. */
  public static void mountHealth(Router router, Supplier<HealthState> health) {
    router.get("/health/live").handler(context -> answer(context, HealthState.ready("alive")));
    router.get("/health/ready").handler(context -> answer(context, health.get()));
  }

  private static void answer(RoutingContext context, HealthState health) {
    context
        .response()
        .setStatusCode(health.ready() ? 200 : 503)
        .putHeader("Content-Type", "application/json")
        .end(
            new JsonObject()
                .put("status", health.ready() ? "UP" : "DOWN")
                .put("reason", health.reason())
                .toBuffer());
  }
}
