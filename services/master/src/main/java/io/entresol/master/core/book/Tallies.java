package io.entresol.master.core.book;

import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OperationState;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.proto.TaskStates;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts since the master's term began, and how many tasks are in each state now. */
public final class Tallies {
  /** A kind of operation in a state. */
  public record OperationKey(Offer.Operation.Type type, OperationState state)
      implements Comparable<OperationKey> {
    @Override
    public int compareTo(OperationKey other) {
      int byType = type.compareTo(other.type);
      return byType != 0 ? byType : state.compareTo(other.state);
    }
  }

  private final MasterMetrics metrics;
  private final Map<Tally, Long> counts = new EnumMap<>(Tally.class);
  private final Map<TaskState, Long> tasksNow = new EnumMap<>(TaskState.class);
  private final Map<TaskState, Long> tasksEnded = new EnumMap<>(TaskState.class);
  private final Map<String, Long> reasons = new TreeMap<>();
  private final Map<OperationKey, Long> operations = new TreeMap<>();

  public Tallies(MasterMetrics metrics) {
    this.metrics = metrics;
  }

  public void count(Tally tally) {
    counts.merge(tally, 1L, Long::sum);
    metrics.counted(tally);
  }

  public long get(Tally tally) {
    return counts.getOrDefault(tally, 0L);
  }

  public void taskEntered(TaskState state) {
    tasksNow.merge(state, 1L, Long::sum);
  }

  public void taskLeft(TaskState state) {
    tasksNow.merge(state, -1L, Long::sum);
  }

  /** Tasks that the master holds in that state. */
  public long tasksNow(TaskState state) {
    return tasksNow.getOrDefault(state, 0L);
  }

  /** A task ended, or was lost sight of. */
  public void taskEnded(TaskStatus status) {
    metrics.taskEnded(status.getState());
    if (TaskStates.isTerminal(status.getState())) {
      tasksEnded.merge(status.getState(), 1L, Long::sum);
    }
    if (status.hasReason()) {
      reasons.merge(reasonMetric(status), 1L, Long::sum);
    }
  }

  public long tasksEnded(TaskState state) {
    return tasksEnded.getOrDefault(state, 0L);
  }

  /** Ended tasks by metric name, for each state, source and reason that occurred. */
  public Map<String, Long> reasons() {
    return reasons;
  }

  private static String reasonMetric(TaskStatus status) {
    String source =
        switch (status.getSource()) {
          case SOURCE_MASTER -> "source_master";
          case SOURCE_AGENT -> "source_slave";
          case SOURCE_EXECUTOR -> "source_executor";
        };
    String reason =
        status.getReason().name().toLowerCase(Locale.ROOT).replace("reason_agent", "reason_slave");
    return "master/"
        + status.getState().name().toLowerCase(Locale.ROOT)
        + "/"
        + source
        + "/"
        + reason;
  }

  public void offersMade(int offers) {
    metrics.offersMade(offers);
  }

  public void offerRefused(OfferRefusal refusal) {
    metrics.offerRefused(refusal);
  }

  public void operationEntered(Offer.Operation.Type type, OperationState state) {
    operations.merge(new OperationKey(type, state), 1L, Long::sum);
  }

  public void operationLeft(Offer.Operation.Type type, OperationState state) {
    operations.merge(new OperationKey(type, state), -1L, Long::sum);
  }

  public long operations(Offer.Operation.Type type, OperationState state) {
    return operations.getOrDefault(new OperationKey(type, state), 0L);
  }
}
