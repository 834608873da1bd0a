package io.entresol.marathon.core.instance;

/** What is wanted of one instance. Written only by Marathon, never by what is observed. */
public enum Goal {
  RUNNING("Running"),
  /** No task, but its reservation and volumes are kept for the next one. */
  STOPPED("Stopped"),
  /** No task ever again: it is forgotten once its task has ended. */
  DECOMMISSIONED("Decommissioned");

  private final String text;

  Goal(String text) {
    this.text = text;
  }

  /** As in records. */
  public String text() {
    return text;
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException if there is no such goal
   */
  public static Goal of(String text) {
    for (Goal goal : values()) {
      if (goal.text.equals(text)) {
        return goal;
      }
    }
    throw new IllegalArgumentException("no such goal: " + text);
  }
}
