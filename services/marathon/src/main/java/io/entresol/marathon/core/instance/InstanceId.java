package io.entresol.marathon.core.instance;

import io.entresol.marathon.core.app.AppId;
import java.util.Optional;
import java.util.UUID;

/**
 * The id of an instance: its app and a number of its own, {@code prod_db.instance-<uuid>}. Each of
 * its tasks adds {@code ._app.} and which one it is, from 1.
 */
public record InstanceId(String value) implements Comparable<InstanceId> {
  private static final String TASK = "._app.";

  public static InstanceId of(AppId app, UUID uuid) {
    return new InstanceId(app.safeId() + ".instance-" + uuid);
  }

  /** The instance of a task; empty if the id is not made as ours are. */
  public static Optional<InstanceId> ofTask(String taskId) {
    int end = taskId.lastIndexOf(TASK);
    return end <= 0 || !taskId.contains(".instance-")
        ? Optional.empty()
        : Optional.of(new InstanceId(taskId.substring(0, end)));
  }

  /** The id of the instance's nth task. */
  public String taskId(int incarnation) {
    return value + TASK + incarnation;
  }

  @Override
  public int compareTo(InstanceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
