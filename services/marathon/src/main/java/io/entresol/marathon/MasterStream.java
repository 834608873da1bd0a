package io.entresol.marathon;

import io.entresol.marathon.core.MarathonCore;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.proto.bus.StreamClosed;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.MasterBus;
import io.vertx.core.Future;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls to the master, and the streams on which its events come back. */
final class MasterStream {
  private static final Logger LOG = LoggerFactory.getLogger(MasterStream.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int FIRST_REFUSAL = 300;

  /** How the master answers a call of a framework that it does not know as subscribed. */
  private static final int NOT_SUBSCRIBED = 403;

  private final ClusterNode node;
  private final BiConsumer<String, Term.Command> commands;
  private final MarathonCore core;
  private final Optional<String> principal;
  private final Map<String, Closeable> streams = new HashMap<>();

  /**
   * @param commands runs a command of the core, with its name
   * @param principal as whom it calls; empty for nobody in particular
   */
  MasterStream(
      ClusterNode node,
      BiConsumer<String, Term.Command> commands,
      MarathonCore core,
      Optional<String> principal) {
    this.node = node;
    this.commands = commands;
    this.core = core;
    this.principal = principal;
  }

  void open(String streamId, Call call) {
    streams.put(
        streamId,
        node.inbox()
            .frameworkStream(
                streamId,
                events -> commands.accept("received", now -> core.received(events, now))));
    ask(streamId, call)
        .onSuccess(
            reply -> {
              if (reply.getStatus() != OK) {
                LOG.warn("The master refuses the subscription: {}", reply.getMessage());
              }
              answered(streamId, reply.getStatus() == OK);
            })
        .onFailure(
            failure -> {
              LOG.info("The master does not answer the subscription: {}", failure.getMessage());
              answered(streamId, false);
            });
  }

  private void answered(String streamId, boolean accepted) {
    commands.accept("subscribeAnswered", now -> core.subscribeAnswered(streamId, accepted, now));
  }

  void call(String streamId, Call call) {
    ask(streamId, call)
        .onSuccess(
            reply -> {
              if (reply.getStatus() >= FIRST_REFUSAL) {
                LOG.warn("The master refuses {}: {}", call.getType(), reply.getMessage());
                failed(streamId, call, reply.getStatus() != NOT_SUBSCRIBED);
              }
            })
        .onFailure(
            failure -> {
              LOG.info("The master does not answer {}: {}", call.getType(), failure.getMessage());
              failed(streamId, call, false);
            });
  }

  private void failed(String streamId, Call call, boolean isAnswered) {
    commands.accept("callFailed", now -> core.callFailed(streamId, call, isAnswered, now));
  }

  private Future<CallReply> ask(String streamId, Call call) {
    SchedulerCall.Builder message =
        SchedulerCall.newBuilder().setCall(call).setStream(endpoint(streamId));
    principal.ifPresent(message::setPrincipal);
    return node.masterBus()
        .ask(ToMaster.newBuilder().setGuard(MasterBus.OWN).setSchedulerCall(message), TIMEOUT)
        .map(MasterReply::getCall);
  }

  private Endpoint endpoint(String streamId) {
    return Endpoint.newBuilder().setNodeId(node.nodeId()).setId(streamId).build();
  }

  /** Ends a stream; the master is told, as far as there is one. */
  void close(String streamId) {
    Closeable stream = streams.remove(streamId);
    if (stream == null) {
      return;
    }
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    node.masterBus()
        .tell(
            ToMaster.newBuilder()
                .setStreamClosed(StreamClosed.newBuilder().setStream(endpoint(streamId))));
  }

  void close() {
    List.copyOf(streams.keySet()).forEach(this::close);
  }
}
