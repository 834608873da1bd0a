package io.entresol.master.core.book;

import io.entresol.proto.bus.Endpoint;

/** A framework's or operator's open stream: where it ends, and how many events it was sent. */
public final class EventStream {
  private final String nodeId;
  private final String id;
  private final long subscription;
  private long nextSeq = 1;

  public EventStream(Endpoint endpoint) {
    this(endpoint, 0);
  }

  /**
   * A stream from its first event.
   *
   * @param subscription how often its other end has subscribed by now; 0 if it does not count
   */
  public EventStream(Endpoint endpoint, long subscription) {
    this.nodeId = endpoint.getNodeId();
    this.id = endpoint.getId();
    this.subscription = subscription;
  }

  public String nodeId() {
    return nodeId;
  }

  public String id() {
    return id;
  }

  /** How often its other end has subscribed; 0 if that does not count. */
  public long subscription() {
    return subscription;
  }

  /** Numbers events: returns the number of the first. */
  public long take(int events) {
    long first = nextSeq;
    nextSeq += events;
    return first;
  }
}
