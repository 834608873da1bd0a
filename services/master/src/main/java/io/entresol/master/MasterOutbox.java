package io.entresol.master;

import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.FrameworkEvents;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Joins what is sent to the same receiver within one round of the event loop. An idle master's
 * events leave at once, as before; a busy one's, behind which other commands wait already, become
 * fewer and longer messages, which is what all the receivers down to the frameworks gain by. What
 * waits is bounded by that round, and by the length of a message. Used on one context.
 */
final class MasterOutbox {
  private static final int MAX_EVENTS = 500;

  /** The next message of a stream, to the process where it ends. */
  private record Parcel(String nodeId, FrameworkEvents.Builder events) {
    boolean takes(String otherNode, FrameworkEvents more) {
      return nodeId.equals(otherNode)
          && !events.getLast()
          && events.getSubscription() == more.getSubscription()
          && events.getFirstSeq() + events.getEventsCount() == more.getFirstSeq()
          && events.getEventsCount() + more.getEventsCount() <= MAX_EVENTS;
    }
  }

  private final BiConsumer<String, FrameworkEvents> toFramework;
  private final Consumer<AllocatorEvents> toAllocator;
  private final Consumer<Runnable> afterwards;
  private final Map<String, Parcel> frameworks = new LinkedHashMap<>();
  private Optional<AllocatorEvents.Builder> allocator = Optional.empty();
  private boolean scheduled;

  /**
   * An empty one.
   *
   * @param toFramework sends to a process
   * @param afterwards runs something once the event loop has done what waits already
   */
  MasterOutbox(
      BiConsumer<String, FrameworkEvents> toFramework,
      Consumer<AllocatorEvents> toAllocator,
      Consumer<Runnable> afterwards) {
    this.toFramework = toFramework;
    this.toAllocator = toAllocator;
    this.afterwards = afterwards;
  }

  /** Sends events of one term to a stream, soon, and in order. */
  void add(String nodeId, FrameworkEvents events) {
    Parcel parcel = frameworks.get(events.getStreamId());
    if (parcel != null && parcel.takes(nodeId, events)) {
      parcel.events.addAllEvents(events.getEventsList());
      if (events.getLast()) {
        parcel.events.setLast(true);
      }
      return;
    }
    if (parcel != null) {
      toFramework.accept(parcel.nodeId, parcel.events.build());
    }
    frameworks.put(events.getStreamId(), new Parcel(nodeId, events.toBuilder()));
    schedule();
  }

  /** Sends events to the allocator, soon, and in order. */
  void add(AllocatorEvents events) {
    if (allocator.isPresent()) {
      AllocatorEvents.Builder waiting = allocator.get();
      if (waiting.getFirstSeq() + waiting.getEventsCount() == events.getFirstSeq()
          && waiting.getEventsCount() + events.getEventsCount() <= MAX_EVENTS) {
        waiting.addAllEvents(events.getEventsList());
        return;
      }
      toAllocator.accept(waiting.build());
    }
    allocator = Optional.of(events.toBuilder());
    schedule();
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      afterwards.accept(this::flush);
    }
  }

  /** Sends what waits. */
  void flush() {
    scheduled = false;
    allocator.ifPresent(events -> toAllocator.accept(events.build()));
    allocator = Optional.empty();
    frameworks.values().forEach(parcel -> toFramework.accept(parcel.nodeId, parcel.events.build()));
    frameworks.clear();
  }

  /** Forgets what waits: the term is over. */
  void clear() {
    allocator = Optional.empty();
    frameworks.clear();
  }
}
