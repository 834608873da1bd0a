package io.entresol.gateway.grpc;

import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.proto.edge.FromAgent;
import io.entresol.proto.edge.ToAgent;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.LeaderInfo;
import io.entresol.runtime.LeaderRole;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The agents at the edge that are connected here. Lives on the server's context. */
final class AgentStreams {
  private static final long BEAT_MS = 10_000;

  /** To say to all agents at once that this side lives would take seconds if they are many. */
  private static final int BEAT_PARTS = 100;

  private final ClusterNode node;
  private final GatewayMetrics metrics;
  private final int maxBufferBytes;
  private final Set<AgentStream> all = new LinkedHashSet<>();
  private final List<Set<AgentStream>> parts = new ArrayList<>();
  private final Map<String, AgentStream> byEndpoint = new HashMap<>();
  private Closeable watch;
  private long timer;
  private int nextPart;
  private int nextBeat;

  AgentStreams(ClusterNode node, GatewayMetrics metrics, int maxBufferBytes) {
    this.node = node;
    this.metrics = metrics;
    this.maxBufferBytes = maxBufferBytes;
    for (int part = 0; part < BEAT_PARTS; part++) {
      parts.add(new LinkedHashSet<>());
    }
  }

  void start() {
    watch = node.leaders().watch(LeaderRole.MASTER, leader -> named(each -> each.leaderIs(leader)));
    node.onRejoined(() -> named(AgentStream::rejoined));
    timer = node.vertx().setPeriodic(BEAT_MS / BEAT_PARTS, ignored -> beat());
  }

  void stop() {
    node.vertx().cancelTimer(timer);
    try {
      watch.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List.copyOf(all).forEach(each -> each.end(GrpcStatus.UNAVAILABLE, "the gateway stops"));
  }

  private void named(Consumer<AgentStream> action) {
    List.copyOf(byEndpoint.values()).forEach(action);
  }

  private void beat() {
    List.copyOf(parts.get(nextBeat)).forEach(AgentStream::beat);
    nextBeat = (nextBeat + 1) % BEAT_PARTS;
  }

  /** A new stream; it waits for the agent's name. */
  void connect(GrpcServerRequest<FromAgent, ToAgent> request) {
    AgentStream stream = new AgentStream(node, this, request, maxBufferBytes, nextPart);
    all.add(stream);
    parts.get(nextPart).add(stream);
    nextPart = (nextPart + 1) % BEAT_PARTS;
    stream.open();
  }

  Optional<LeaderInfo> leader() {
    return node.leaders().leader(LeaderRole.MASTER);
  }

  /** Ends an earlier stream of the endpoint, if there is one: its agent has come back. */
  void endOf(String endpointId) {
    AgentStream earlier = byEndpoint.get(endpointId);
    if (earlier != null) {
      earlier.end(GrpcStatus.ABORTED, "the agent has connected again");
    }
  }

  void opened(AgentStream stream) {
    byEndpoint.put(stream.endpointId().orElseThrow(), stream);
    metrics.edgeAgents(byEndpoint.size());
  }

  void closed(AgentStream stream) {
    all.remove(stream);
    parts.get(stream.part()).remove(stream);
    stream.endpointId().ifPresent(id -> byEndpoint.remove(id, stream));
    metrics.edgeAgents(byEndpoint.size());
  }
}
