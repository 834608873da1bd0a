package io.entresol.simulation.cluster;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.TaskState;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What nobody in the cluster knows as a whole; a contradiction in it is a broken invariant. */
final class Truth {
  private static final Set<TaskState> TERMINAL =
      EnumSet.of(
          TaskState.TASK_FINISHED,
          TaskState.TASK_FAILED,
          TaskState.TASK_KILLED,
          TaskState.TASK_ERROR,
          TaskState.TASK_LOST,
          TaskState.TASK_DROPPED,
          TaskState.TASK_GONE,
          TaskState.TASK_GONE_BY_OPERATOR);

  private static final Set<TaskState> NEVER_RAN =
      EnumSet.of(TaskState.TASK_DROPPED, TaskState.TASK_GONE, TaskState.TASK_GONE_BY_OPERATOR);

  private final Set<ByteString> delivered = new HashSet<>();
  private final Map<String, String> startedOn = new HashMap<>();
  private final Map<String, TaskState> ended = new HashMap<>();

  static boolean isTerminal(TaskState state) {
    return TERMINAL.contains(state);
  }

  /** A framework has received an update. */
  void delivered(String task, TaskState state, ByteString uuid) {
    if (!uuid.isEmpty()) {
      delivered.add(uuid);
    }
    if (isTerminal(state)) {
      TaskState before = ended.putIfAbsent(task, state);
      require(
          before == null || before == state || isNeverStarted(task, before, state),
          "task " + task + " ended as " + before + " and then as " + state);
    }
  }

  /**
   * The master answers from what it knows when a framework asks for a task that its agent has just
   * reported as dropped. Both say that it never ran.
   */
  private boolean isNeverStarted(String task, TaskState before, TaskState state) {
    return !startedOn.containsKey(task) && NEVER_RAN.contains(before) && NEVER_RAN.contains(state);
  }

  /** An agent believes that an update was acknowledged. */
  void acknowledged(String task, ByteString uuid) {
    require(delivered.contains(uuid), "an update of " + task + " was acknowledged undelivered");
  }

  /** An agent starts a task. */
  void started(String task, String agent) {
    String before = startedOn.putIfAbsent(task, agent);
    require(before == null, "task " + task + " was started on " + before + " and on " + agent);
    require(!ended.containsKey(task), "task " + task + " was started after it had ended");
  }

  /** How the task ended, as its framework was told; null if it was not. */
  TaskState ended(String task) {
    return ended.get(task);
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
