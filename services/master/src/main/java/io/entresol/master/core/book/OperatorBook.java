package io.entresol.master.core.book;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operators that follow the cluster's events. */
public final class OperatorBook {
  private final Map<String, EventStream> streams = new LinkedHashMap<>();

  public Collection<EventStream> all() {
    return streams.values();
  }

  public boolean isEmpty() {
    return streams.isEmpty();
  }

  public int size() {
    return streams.size();
  }

  /** The stream, or null if it is not open. */
  public EventStream get(String streamId) {
    return streams.get(streamId);
  }

  public EventStream oldest() {
    return streams.values().iterator().next();
  }

  public void add(EventStream stream) {
    streams.put(stream.id(), stream);
  }

  public void remove(EventStream stream) {
    streams.remove(stream.id());
  }

  public List<EventStream> onNode(String nodeId) {
    return streams.values().stream().filter(stream -> stream.nodeId().equals(nodeId)).toList();
  }
}
