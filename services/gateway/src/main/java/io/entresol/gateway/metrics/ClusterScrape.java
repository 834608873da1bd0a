package io.entresol.gateway.metrics;

import io.entresol.gateway.core.metrics.ClusterGauges;
import io.entresol.gateway.core.metrics.PrometheusPages;
import io.entresol.mesos.v1.Metric;
import io.entresol.proto.bus.ScrapeRequest;
import io.entresol.proto.bus.ToNode;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.LeaderInfo;
import io.entresol.runtime.LeaderRole;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Prometheus page of a gateway: itself, the processes of the leaders, and the cluster as a
 * whole. The label {@code process} says which services lead in the process of a sample.
 */
public final class ClusterScrape {
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Logger LOG = LoggerFactory.getLogger(ClusterScrape.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String SELF = "gateway";

  private final ClusterNode node;
  private final Supplier<Future<List<Metric>>> masterFigures;

  public ClusterScrape(ClusterNode node, Supplier<Future<List<Metric>>> masterFigures) {
    this.node = node;
    this.masterFigures = masterFigures;
  }

  /** The page; what cannot be had is left out. */
  public Future<byte[]> page() {
    PrometheusPages pages = new PrometheusPages("process");
    pages.add(SELF, node.scrape());
    List<Future<?>> waiting = new ArrayList<>();
    leadersElsewhere()
        .forEach(
            (nodeId, roles) ->
                waiting.add(
                    scrape(node, nodeId)
                        .onSuccess(text -> pages.add(roles, text))
                        .onFailure(failure -> LOG.warn("No metrics of {}", roles, failure))));
    Future<String> cluster =
        leader(LeaderRole.MASTER).isEmpty()
            ? Future.succeededFuture(ClusterGauges.page(List.of()))
            : masterFigures
                .get()
                .map(ClusterGauges::page)
                .otherwise(failure -> ClusterGauges.page(List.of()));
    waiting.add(cluster);
    return Future.join(waiting)
        .transform(
            ignored ->
                Future.succeededFuture(
                    (pages.text() + cluster.result()).getBytes(StandardCharsets.UTF_8)));
  }

  /** The metrics of a process. */
  public static Future<String> scrape(ClusterNode node, String nodeId) {
    return node.nodeBus()
        .ask(
            nodeId,
            ToNode.newBuilder().setScrape(ScrapeRequest.getDefaultInstance()).build(),
            TIMEOUT)
        .map(reply -> reply.getScrape().getText());
  }

  private Optional<LeaderInfo> leader(LeaderRole role) {
    return node.leaders().leader(role);
  }

  /** Node ids with the roles that are led there, as {@code master+allocator}. */
  private Map<String, String> leadersElsewhere() {
    Map<String, String> roles = new LinkedHashMap<>();
    for (LeaderRole role : LeaderRole.values()) {
      leader(role)
          .filter(leader -> !leader.nodeId().equals(node.nodeId()))
          .ifPresent(
              leader -> roles.merge(leader.nodeId(), role.id(), (some, more) -> some + "+" + more));
    }
    return roles;
  }
}
