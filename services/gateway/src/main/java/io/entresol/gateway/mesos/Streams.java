package io.entresol.gateway.mesos;

import io.entresol.gateway.core.render.OperatorEventForm;
import io.entresol.gateway.core.stream.FrameworkStreamCore;
import io.entresol.gateway.core.stream.StreamEnd;
import io.entresol.gateway.core.stream.StreamPolicy;
import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.gateway.metrics.GatewayMetrics.StreamKind;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.OperatorEvents;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.DeadlineTimer;
import io.entresol.runtime.LeaderInfo;
import io.entresol.runtime.LeaderRole;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The open event streams of one server. Lives on the server's context. */
public final class Streams {
  private record Registered(OpenStream stream, Closeable inbox) {}

  private final ClusterNode node;
  private final Master master;
  private final GatewayMetrics metrics;
  private final StreamEnds ends;
  private final KeptStreams kept;
  private final StreamPolicy policy;
  private final int maxBufferBytes;
  private final Map<String, Registered> open = new HashMap<>();
  private Closeable watch;

  Streams(
      ClusterNode node,
      Master master,
      GatewayMetrics metrics,
      KeptStreams kept,
      StreamPolicy policy,
      int maxBufferBytes) {
    this.node = node;
    this.master = master;
    this.metrics = metrics;
    this.ends = new StreamEnds(node, master, metrics);
    this.kept = kept;
    this.policy = policy;
    this.maxBufferBytes = maxBufferBytes;
  }

  /** Watches the leader, on the caller's context. */
  void start() {
    watch = node.leaders().watch(LeaderRole.MASTER, this::leaderIs);
    node.onRejoined(() -> streams().forEach(OpenStream::rejoined));
  }

  void stop() {
    close(watch);
    streams().forEach(each -> each.end(StreamEnd.STOPPED));
  }

  private void leaderIs(Optional<LeaderInfo> leader) {
    streams().forEach(each -> each.leaderIs(leader));
  }

  private List<OpenStream> streams() {
    return open.values().stream().map(Registered::stream).toList();
  }

  /** Gives a scheduler that subscribes its stream. */
  void subscribe(EventSink<Event> sink, Call call, Optional<String> principal) {
    String id = UUID.randomUUID().toString();
    Outlet<Event> outlet = outlet(sink, id, StreamKind.SCHEDULER);
    FrameworkStreamCore core =
        new FrameworkStreamCore(policy, call, FrameworkStream.epoch(master.leader()));
    FrameworkStream stream =
        new FrameworkStream(this, master, outlet, kept.enter(id, core::said), id, principal, core);
    register(stream, StreamKind.SCHEDULER, node.inbox().frameworkStream(id, stream::received));
    stream.open();
  }

  /** Gives an operator that subscribes its stream. */
  void subscribe(EventSink<io.entresol.mesos.v1.master.Event> sink, Optional<String> principal) {
    String id = UUID.randomUUID().toString();
    EventStream<io.entresol.mesos.v1.master.Event> stream =
        new EventStream<>(
            this,
            outlet(sink, id, StreamKind.OPERATOR),
            StreamKind.OPERATOR,
            id,
            OperatorEventForm::of);
    register(
        stream,
        StreamKind.OPERATOR,
        node.inbox()
            .operatorStream(
                id,
                (OperatorEvents events) ->
                    stream.take(
                        events.getMasterEpoch(),
                        events.getFirstSeq(),
                        events.getEventsList(),
                        events.getLast())));
    stream.open(master.operatorSubscribe(endpoint(id), principal));
  }

  private <E extends com.google.protobuf.Message> Outlet<E> outlet(
      EventSink<E> sink, String id, StreamKind kind) {
    return new Outlet<>(sink, id, kind, metrics, maxBufferBytes);
  }

  private void register(OpenStream stream, StreamKind kind, Closeable inbox) {
    open.put(stream.id(), new Registered(stream, inbox));
    metrics.streamOpened(kind);
  }

  /** The address of a stream that ends in this process. */
  Endpoint endpoint(String streamId) {
    return Endpoint.newBuilder().setNodeId(node.nodeId()).setId(streamId).build();
  }

  /** The streams of the whole process, for calls that name them. */
  KeptStreams kept() {
    return kept;
  }

  /** Called by a stream once, when it has ended. */
  void ended(OpenStream stream, StreamKind kind, StreamEnd reason) {
    Registered registered = open.remove(stream.id());
    if (registered != null) {
      close(registered.inbox);
      metrics.streamEnded(kind, reason.label());
    }
    if (reason.isToldToMaster()) {
      tellEnd(stream.id());
    }
  }

  /** Tells the master that nobody listens at the stream any more. */
  void tellEnd(String streamId) {
    ends.tell(streamId);
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DeadlineTimer timer(Runnable tick) {
    return new DeadlineTimer(node.vertx(), Clock.systemUTC(), tick);
  }

  Instant now() {
    return Instant.now();
  }

  GatewayMetrics metrics() {
    return metrics;
  }
}
