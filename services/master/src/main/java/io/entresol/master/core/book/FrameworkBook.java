package io.entresol.master.core.book;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All frameworks: those that live, and the last of those that have ended. */
public final class FrameworkBook {
  private final Map<String, Framework> live = new LinkedHashMap<>();
  private final Roster<Framework> roster = new Roster<>();
  private final Map<String, Framework> byStream = new HashMap<>();
  private final Map<String, Set<Framework>> byNode = new HashMap<>();
  private final Map<String, Framework> completed = new LinkedHashMap<>();

  public Collection<Framework> all() {
    return live.values();
  }

  /** The same frameworks, for reading in pages. */
  public Roster<Framework> roster() {
    return roster;
  }

  /** The framework that lives, or null. */
  public Framework get(String frameworkId) {
    return live.get(frameworkId);
  }

  /** The framework whose stream that is, or null. */
  public Framework ofStream(String streamId) {
    return byStream.get(streamId);
  }

  public List<Framework> onNode(String nodeId) {
    return List.copyOf(byNode.getOrDefault(nodeId, Set.of()));
  }

  public void add(Framework framework) {
    live.put(framework.id(), framework);
    framework.setPlace(roster.add(framework));
  }

  public void connect(Framework framework, EventStream stream) {
    disconnect(framework);
    framework.connect(stream);
    byStream.put(stream.id(), framework);
    byNode.computeIfAbsent(stream.nodeId(), node -> new LinkedHashSet<>()).add(framework);
  }

  public void disconnect(Framework framework) {
    EventStream stream = framework.stream();
    if (stream == null) {
      return;
    }
    byStream.remove(stream.id());
    Set<Framework> onNode = byNode.get(stream.nodeId());
    if (onNode != null && onNode.remove(framework) && onNode.isEmpty()) {
      byNode.remove(stream.nodeId());
    }
    framework.disconnect();
  }

  /** The framework has ended: its id is refused as long as it is remembered. */
  public void complete(Framework framework, int limit) {
    live.remove(framework.id());
    roster.remove(framework.place());
    completed.put(framework.id(), framework);
    while (completed.size() > limit) {
      completed.remove(completed.keySet().iterator().next());
    }
  }

  public boolean isCompleted(String frameworkId) {
    return completed.containsKey(frameworkId);
  }

  /** Ended frameworks, oldest first. */
  public Collection<Framework> completed() {
    return completed.values();
  }
}
