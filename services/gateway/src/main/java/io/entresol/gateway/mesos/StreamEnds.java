package io.entresol.gateway.mesos;

import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.proto.bus.Endpoint;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.LeaderInfo;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the master that a stream has ended here, until it has heard of it: it holds offers and a
 * framework's place for the other end. A new master knows nothing of the stream and need not hear.
 */
final class StreamEnds {
  private static final Logger LOG = LoggerFactory.getLogger(StreamEnds.class);
  private static final int MAX_TRIES = 10;
  private static final long FIRST_PAUSE_MS = 200;
  private static final long MAX_PAUSE_MS = 10_000;

  private final ClusterNode node;
  private final Master master;
  private final GatewayMetrics metrics;

  StreamEnds(ClusterNode node, Master master, GatewayMetrics metrics) {
    this.node = node;
    this.master = master;
    this.metrics = metrics;
  }

  void tell(String streamId) {
    Endpoint stream = Endpoint.newBuilder().setNodeId(node.nodeId()).setId(streamId).build();
    attempt(stream, master.leader(), 1, FIRST_PAUSE_MS);
  }

  private void attempt(Endpoint stream, Optional<LeaderInfo> told, int tries, long pauseMs) {
    master.streamClosed(stream).onFailure(failure -> retry(stream, told, tries, pauseMs, failure));
  }

  private void retry(
      Endpoint stream, Optional<LeaderInfo> told, int tries, long pauseMs, Throwable failure) {
    Optional<LeaderInfo> leader = master.leader();
    boolean anotherLeads = told.isPresent() && leader.isPresent() && !leader.equals(told);
    if (anotherLeads) {
      return;
    }
    if (tries >= MAX_TRIES) {
      metrics.streamEndUntold();
      LOG.warn("No master took the end of stream {}: {}", stream.getId(), failure.getMessage());
      return;
    }
    node.vertx()
        .setTimer(
            pauseMs,
            ignored ->
                attempt(
                    stream,
                    told.isPresent() ? told : leader,
                    tries + 1,
                    Math.min(2 * pauseMs, MAX_PAUSE_MS)));
  }
}
