package io.entresol.simulation.load;

import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.ClusterNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Straight on the bus, as the gateway itself and Marathon are. */
final class BusSchedulerLink implements SchedulerLink {
  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
  private static final int FIRST_REFUSAL = 300;

  private final ClusterNode node;
  private final Endpoint stream;
  private Listener listener;
  private Optional<Closeable> inbox = Optional.empty();
  private long nextSeq = 1;

  BusSchedulerLink(ClusterNode node) {
    this.node = node;
    this.stream =
        Endpoint.newBuilder().setNodeId(node.nodeId()).setId(UUID.randomUUID().toString()).build();
  }

  @Override
  public void subscribe(Call call, Listener hears) {
    listener = hears;
    inbox = Optional.of(node.inbox().frameworkStream(stream.getId(), this::receive));
    call(call);
  }

  private void receive(FrameworkEvents events) {
    if (events.getFirstSeq() != nextSeq) {
      listener.failed(Call.Type.SUBSCRIBE, "events from " + nextSeq + " on were lost");
    }
    nextSeq = events.getFirstSeq() + events.getEventsCount();
    events.getEventsList().forEach(listener::happened);
  }

  @Override
  public void call(Call call) {
    node.masterBus()
        .ask(
            ToMaster.newBuilder()
                .setSchedulerCall(SchedulerCall.newBuilder().setCall(call).setStream(stream)),
            CALL_LIMIT)
        .onSuccess(
            reply -> {
              if (reply.getCall().getStatus() >= FIRST_REFUSAL) {
                listener.failed(
                    call.getType(),
                    reply.getCall().getStatus() + " " + reply.getCall().getMessage());
              }
            })
        .onFailure(failure -> listener.failed(call.getType(), failure.toString()));
  }

  @Override
  public void close() {
    try {
      if (inbox.isPresent()) {
        inbox.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
