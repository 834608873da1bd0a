package io.entresol.master.core.book;

import io.entresol.proto.bus.Endpoint;

/** A framework's or operator's open stream: where it ends, and how many events it was sent. */
public final class EventStream {
  private final String nodeId;
  private final String id;
  private long nextSeq = 1;

  public EventStream(Endpoint endpoint) {
    this.nodeId = endpoint.getNodeId();
    this.id = endpoint.getId();
  }

  public String nodeId() {
    return nodeId;
  }

  public String id() {
    return id;
  }

  /** Numbers events: returns the number of the first. */
  public long take(int events) {
    long first = nextSeq;
    nextSeq += events;
    return first;
  }
}
