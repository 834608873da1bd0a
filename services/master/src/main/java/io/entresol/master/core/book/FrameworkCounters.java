package io.entresol.master.core.book;

import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.TaskStates;
import java.util.EnumMap;
import java.util.Map;

/** What one framework did, counted since the master's term began. */
public final class FrameworkCounters {
  private final Map<Call.Type, Long> calls = new EnumMap<>(Call.Type.class);
  private final Map<Event.Type, Long> events = new EnumMap<>(Event.Type.class);
  private final Map<Offer.Operation.Type, Long> operations =
      new EnumMap<>(Offer.Operation.Type.class);
  private final Map<TaskState, Long> ended = new EnumMap<>(TaskState.class);
  private final Map<TaskState, Long> active = new EnumMap<>(TaskState.class);
  private long offersSent;
  private long offersAccepted;
  private long offersDeclined;
  private long offersRescinded;

  public void called(Call.Type type) {
    calls.merge(type, 1L, Long::sum);
  }

  public void sent(Event.Type type) {
    events.merge(type, 1L, Long::sum);
  }

  public void operated(Offer.Operation.Type type) {
    operations.merge(type, 1L, Long::sum);
  }

  /** A task entered a state. */
  public void entered(TaskState state) {
    (TaskStates.isTerminal(state) ? ended : active).merge(state, 1L, Long::sum);
  }

  /** A task that had not ended left a state. */
  public void left(TaskState state) {
    if (!TaskStates.isTerminal(state)) {
      active.merge(state, -1L, Long::sum);
    }
  }

  public void offersSent(int count) {
    offersSent += count;
  }

  public void offersAccepted(int count) {
    offersAccepted += count;
  }

  public void offersDeclined(int count) {
    offersDeclined += count;
  }

  public void offerRescinded() {
    offersRescinded++;
  }

  public long calls(Call.Type type) {
    return calls.getOrDefault(type, 0L);
  }

  public long events(Event.Type type) {
    return events.getOrDefault(type, 0L);
  }

  public long operations(Offer.Operation.Type type) {
    return operations.getOrDefault(type, 0L);
  }

  /** Tasks that are in a state now, or ever ended in it. */
  public long tasks(TaskState state) {
    return (TaskStates.isTerminal(state) ? ended : active).getOrDefault(state, 0L);
  }

  public long offersSent() {
    return offersSent;
  }

  public long offersAccepted() {
    return offersAccepted;
  }

  public long offersDeclined() {
    return offersDeclined;
  }

  public long offersRescinded() {
    return offersRescinded;
  }
}
