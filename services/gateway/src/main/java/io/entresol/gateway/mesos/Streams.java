package io.entresol.gateway.mesos;

import io.entresol.gateway.core.call.SchedulerRequest;
import io.entresol.gateway.core.http.ContentForm;
import io.entresol.gateway.core.render.OperatorEventForm;
import io.entresol.gateway.http.Exchange;
import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.gateway.metrics.GatewayMetrics.StreamKind;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.OperatorEvents;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.LeaderInfo;
import io.entresol.runtime.LeaderRole;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The open event streams of one server; ends them when their master no longer leads. */
final class Streams {
  private record Registered(EventStream<?> stream, Closeable inbox) {}

  private final ClusterNode node;
  private final Master master;
  private final GatewayMetrics metrics;
  private final StreamEnds ends;
  private final int maxBufferBytes;
  private final Map<String, Registered> open = new HashMap<>();
  private Closeable watch;

  Streams(ClusterNode node, Master master, GatewayMetrics metrics, int maxBufferBytes) {
    this.node = node;
    this.master = master;
    this.metrics = metrics;
    this.ends = new StreamEnds(node, master, metrics);
    this.maxBufferBytes = maxBufferBytes;
  }

  /** Watches the leader, on the caller's context. */
  void start() {
    watch = node.leaders().watch(LeaderRole.MASTER, this::leaderIs);
    node.onRejoined(() -> endAll(StreamEnd.REJOINED));
  }

  void stop() {
    close(watch);
    endAll(StreamEnd.STOPPED);
  }

  private void leaderIs(Optional<LeaderInfo> leader) {
    for (Registered each : List.copyOf(open.values())) {
      boolean stays = leader.isPresent() && each.stream.isOf(leader.get().epoch().number());
      if (!stays) {
        each.stream.end(StreamEnd.LEADER_CHANGE);
      }
    }
  }

  private void endAll(StreamEnd reason) {
    List.copyOf(open.values()).forEach(each -> each.stream.end(reason));
  }

  /** Answers a scheduler's subscription with its stream. */
  void subscribe(Exchange exchange, SchedulerRequest request) {
    EventStream<Event> stream =
        stream(exchange, request.answerForm(), StreamKind.SCHEDULER, UnaryOperator.identity());
    register(
        stream,
        StreamKind.SCHEDULER,
        node.inbox()
            .frameworkStream(
                stream.id(),
                (FrameworkEvents events) ->
                    stream.take(
                        events.getMasterEpoch(),
                        events.getFirstSeq(),
                        events.getEventsList(),
                        events.getLast())));
    stream.open(
        master.scheduler(
            SchedulerCall.newBuilder()
                .setCall(request.call())
                .setStream(endpoint(stream.id()))
                .build()));
  }

  /** Answers an operator's subscription with its stream. */
  void subscribe(Exchange exchange, ContentForm form) {
    EventStream<io.entresol.mesos.v1.master.Event> stream =
        stream(exchange, form, StreamKind.OPERATOR, OperatorEventForm::of);
    register(
        stream,
        StreamKind.OPERATOR,
        node.inbox()
            .operatorStream(
                stream.id(),
                (OperatorEvents events) ->
                    stream.take(
                        events.getMasterEpoch(),
                        events.getFirstSeq(),
                        events.getEventsList(),
                        events.getLast())));
    stream.open(master.operatorSubscribe(endpoint(stream.id())));
  }

  private <E extends com.google.protobuf.Message> EventStream<E> stream(
      Exchange exchange, ContentForm form, StreamKind kind, UnaryOperator<E> finish) {
    return new EventStream<>(this, exchange, form, kind, UUID.randomUUID().toString(), finish);
  }

  private void register(EventStream<?> stream, StreamKind kind, Closeable inbox) {
    open.put(stream.id(), new Registered(stream, inbox));
    metrics.streamOpened(kind);
  }

  /** The address of a stream that ends in this process. */
  Endpoint endpoint(String streamId) {
    return Endpoint.newBuilder().setNodeId(node.nodeId()).setId(streamId).build();
  }

  /** Called by a stream once, when it has ended. */
  void ended(EventStream<?> stream, StreamKind kind, StreamEnd reason) {
    Registered registered = open.remove(stream.id());
    if (registered != null) {
      close(registered.inbox);
      metrics.streamEnded(kind, reason.label());
    }
    if (reason.isToldToMaster()) {
      ends.tell(stream.id());
    }
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  GatewayMetrics metrics() {
    return metrics;
  }

  int maxBufferBytes() {
    return maxBufferBytes;
  }
}
