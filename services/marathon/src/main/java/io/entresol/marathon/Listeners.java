package io.entresol.marathon;

import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.MarathonEvent;
import io.entresol.proto.bus.MarathonEvents;
import io.entresol.proto.bus.ToNode;
import io.entresol.runtime.NodeBus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Those who listen to the events, each through a stream that ends in some process. */
final class Listeners {
  /** One stream. */
  private static final class Listener {
    final Endpoint stream;
    final Set<String> types;
    final String remoteAddress;
    final List<MarathonEvent> unsent = new ArrayList<>();
    long nextSeq = 1;

    Listener(Endpoint stream, Set<String> types, String remoteAddress) {
      this.stream = stream;
      this.types = types;
      this.remoteAddress = remoteAddress;
    }
  }

  private final NodeBus bus;
  private final Map<String, Listener> byStream = new LinkedHashMap<>();

  Listeners(NodeBus bus) {
    this.bus = bus;
  }

  /**
   * @param types which events are wanted; empty is all
   */
  void attach(Endpoint stream, Set<String> types, String remoteAddress) {
    byStream.put(stream.getId(), new Listener(stream, Set.copyOf(types), remoteAddress));
  }

  /** Drops a stream; gives whom it was for, if it was there. */
  Optional<String> detach(String streamId) {
    Listener gone = byStream.remove(streamId);
    return Optional.ofNullable(gone).map(listener -> listener.remoteAddress);
  }

  /** Drops the streams that end in a process which has left; gives whom they were for. */
  List<String> nodeLeft(String nodeId) {
    List<String> streams =
        byStream.values().stream()
            .filter(listener -> listener.stream.getNodeId().equals(nodeId))
            .map(listener -> listener.stream.getId())
            .toList();
    return streams.stream().flatMap(id -> detach(id).stream()).toList();
  }

  void publish(MarathonEvent event) {
    for (Listener listener : byStream.values()) {
      if (listener.types.isEmpty() || listener.types.contains(event.getType())) {
        listener.unsent.add(event);
      }
    }
  }

  /** Sends what has been published since the last time. */
  void flush() {
    byStream.values().stream()
        .filter(listener -> !listener.unsent.isEmpty())
        .forEach(listener -> send(listener, false));
  }

  /** The term is over: all streams end. */
  void close() {
    byStream.values().forEach(listener -> send(listener, true));
    byStream.clear();
  }

  private void send(Listener listener, boolean last) {
    MarathonEvents events =
        MarathonEvents.newBuilder()
            .setStreamId(listener.stream.getId())
            .setFirstSeq(listener.nextSeq)
            .addAllEvents(listener.unsent)
            .setLast(last)
            .build();
    listener.nextSeq += listener.unsent.size();
    listener.unsent.clear();
    bus.tell(listener.stream.getNodeId(), ToNode.newBuilder().setMarathonEvents(events).build());
  }
}
