package io.entresol.marathon.core.instance;

import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.TaskStatus.Reason;
import java.util.EnumSet;
import java.util.Set;

/** What is known of one instance's task. */
public enum Condition {
  /** It waits for an offer. */
  SCHEDULED("Scheduled", "TASK_STAGING"),
  /** It is about to be launched, or was, and nothing was heard of it yet. */
  PROVISIONED("Provisioned", "TASK_STAGING"),
  STAGING("Staging", "TASK_STAGING"),
  STARTING("Starting", "TASK_STARTING"),
  RUNNING("Running", "TASK_RUNNING"),
  KILLING("Killing", "TASK_KILLING"),
  KILLED("Killed", "TASK_KILLED"),
  FINISHED("Finished", "TASK_FINISHED"),
  FAILED("Failed", "TASK_FAILED"),
  ERROR("Error", "TASK_ERROR"),
  DROPPED("Dropped", "TASK_DROPPED"),
  GONE("Gone", "TASK_GONE"),
  /** Its agent is out of reach; it still counts as one of the instances wanted. */
  UNREACHABLE("Unreachable", "TASK_UNREACHABLE"),
  /** Out of reach for so long that another was started in its place. */
  UNREACHABLE_INACTIVE("UnreachableInactive", "TASK_UNREACHABLE"),
  /** Nobody knows the task. */
  UNKNOWN("Unknown", "TASK_UNKNOWN");

  private static final Set<Condition> TERMINAL =
      EnumSet.of(KILLED, FINISHED, FAILED, ERROR, DROPPED, GONE, UNKNOWN);
  private static final Set<Condition> FAILURES = EnumSet.of(DROPPED, ERROR, FAILED, GONE, FINISHED);

  /** Reasons of a lost task that may still come back. */
  private static final Set<Reason> MAY_COME_BACK =
      EnumSet.of(
          Reason.REASON_RECONCILIATION,
          Reason.REASON_AGENT_DISCONNECTED,
          Reason.REASON_AGENT_REMOVED);

  private final String text;
  private final String taskState;

  Condition(String text, String taskState) {
    this.text = text;
    this.taskState = taskState;
  }

  /** As in events and records. */
  public String text() {
    return text;
  }

  /** The Mesos task state that clients are shown. */
  public String taskState() {
    return taskState;
  }

  /** Whether the task has ended for good. */
  public boolean isTerminal() {
    return TERMINAL.contains(this);
  }

  /** Whether a task may be there, and takes one of the places of its app. */
  public boolean isActive() {
    return !isTerminal() && this != SCHEDULED && this != UNREACHABLE_INACTIVE;
  }

  public boolean isUnreachable() {
    return this == UNREACHABLE || this == UNREACHABLE_INACTIVE;
  }

  /** Whether the next launch of the app must wait. A task that was killed is no failure. */
  public boolean isFailure() {
    return FAILURES.contains(this);
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException if there is no such condition
   */
  public static Condition of(String text) {
    for (Condition condition : values()) {
      if (condition.text.equals(text)) {
        return condition;
      }
    }
    throw new IllegalArgumentException("no such condition: " + text);
  }

  /** What a status update says. */
  public static Condition of(TaskStatus status) {
    TaskState state = status.getState();
    return switch (state) {
      case TASK_STAGING -> STAGING;
      case TASK_STARTING -> STARTING;
      case TASK_RUNNING -> RUNNING;
      case TASK_KILLING -> KILLING;
      case TASK_KILLED -> KILLED;
      case TASK_FINISHED -> FINISHED;
      case TASK_FAILED -> FAILED;
      case TASK_ERROR -> ERROR;
      case TASK_DROPPED -> DROPPED;
      case TASK_GONE, TASK_GONE_BY_OPERATOR -> GONE;
      case TASK_UNREACHABLE -> UNREACHABLE;
      case TASK_UNKNOWN -> UNKNOWN;
      case TASK_LOST -> ofLost(status.getReason());
    };
  }

  private static Condition ofLost(Reason reason) {
    if (MAY_COME_BACK.contains(reason)) {
      return UNREACHABLE;
    }
    return reason == Reason.REASON_TASK_UNKNOWN ? UNKNOWN : GONE;
  }
}
