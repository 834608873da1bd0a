package io.entresol.master;

import io.entresol.master.core.state.Waiting;
import io.entresol.proto.bus.ToMaster;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What has come for the master and waits for its turn. What the allocator says goes first: offers,
 * and above all the snapshot that a new allocator waits for, are not to stand behind a hundred
 * thousand status updates. All else keeps its order.
 *
 * <p>Messages are handled in rounds, so that those that arrive meanwhile can be sorted, and what a
 * round sends can be joined. Used on one context.
 *
 * @param <M> a message
 */
final class MasterInbox<M> {
  /** An agent that gets no answer repeats what it said; a client is told to come again. */
  static final int MAX_WAITING = 250_000;

  private static final int MAX_ROUND = 100;

  /** From whom a message is. */
  enum Source {
    /** The allocator, or somebody who asks for figures. */
    ALLOCATOR,
    /** A framework or an operator. */
    CLIENT,
    AGENT;

    static Source of(ToMaster.MessageCase message) {
      return switch (message) {
        case OFFER_BATCH, SNAPSHOT_REQUEST, METRICS_QUERY -> ALLOCATOR;
        case AGENT_MESSAGE -> AGENT;
        case SCHEDULER_CALL,
            STREAM_CLOSED,
            OPERATOR_CALL,
            OPERATOR_SUBSCRIBE,
            STATE_QUERY,
            MESSAGE_NOT_SET ->
            CLIENT;
      };
    }
  }

  private record Entry<M>(Source source, M message) {}

  private final Consumer<M> handler;
  private final Consumer<Runnable> afterwards;
  private final Deque<Entry<M>> first = new ArrayDeque<>();
  private final Deque<Entry<M>> rest = new ArrayDeque<>();
  private int fromAgents;
  private boolean scheduled;

  /**
   * An empty one.
   *
   * @param handler takes a message whose turn has come
   * @param afterwards runs something once the event loop has done what waits already
   */
  MasterInbox(Consumer<M> handler, Consumer<Runnable> afterwards) {
    this.handler = handler;
    this.afterwards = afterwards;
  }

  /**
   * Takes a message in.
   *
   * @return false if too much waits already: it is not taken
   */
  boolean add(Source source, M message) {
    if (first.size() + rest.size() >= MAX_WAITING) {
      return false;
    }
    (source == Source.ALLOCATOR ? first : rest).add(new Entry<>(source, message));
    if (source == Source.AGENT) {
      fromAgents++;
    }
    schedule();
    return true;
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      afterwards.accept(this::round);
    }
  }

  private void round() {
    scheduled = false;
    for (int i = 0; i < MAX_ROUND; i++) {
      Entry<M> next = next();
      if (next == null) {
        return;
      }
      handler.accept(next.message());
    }
    if (!first.isEmpty() || !rest.isEmpty()) {
      schedule();
    }
  }

  private Entry<M> next() {
    Entry<M> entry = first.isEmpty() ? rest.poll() : first.poll();
    if (entry != null && entry.source() == Source.AGENT) {
      fromAgents--;
    }
    return entry;
  }

  Waiting waiting() {
    return new Waiting(first.size(), rest.size() - fromAgents, fromAgents);
  }

  /**
   * Empties it: the term is over.
   *
   * @param left told of each message that nobody has handled
   */
  void clear(Consumer<M> left) {
    Entry<M> entry = next();
    while (entry != null) {
      left.accept(entry.message());
      entry = next();
    }
  }
}
