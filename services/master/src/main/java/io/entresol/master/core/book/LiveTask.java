package io.entresol.master.core.book;

import com.google.protobuf.ByteString;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.Task;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A task that the master knows: what it is, and what was last heard of it. */
public final class LiveTask {
  private final Task identity;
  private final Resources resources;
  private final Framework framework;
  private final List<TaskStatus> statuses = new ArrayList<>(4);
  private TaskState state;
  private TaskState forwardedState;
  private ByteString forwardedUuid;
  private int place = -1;

  /**
   * @param task with the state and statuses that are known of it
   * @param resources its resources, allocated
   */
  public LiveTask(Task task, Resources resources, Framework framework) {
    this.identity =
        task.toBuilder().clearStatuses().clearStatusUpdateState().clearStatusUpdateUuid().build();
    this.resources = resources;
    this.framework = framework;
    this.statuses.addAll(task.getStatusesList());
    this.state = task.getState();
    if (task.hasStatusUpdateState()) {
      forwarded(task.getStatusUpdateState(), task.getStatusUpdateUuid());
    }
  }

  public String id() {
    return identity.getTaskId().getValue();
  }

  /** Name, ids and everything else that never changes. */
  public Task identity() {
    return identity;
  }

  public String agentId() {
    return identity.getAgentId().getValue();
  }

  public Framework framework() {
    return framework;
  }

  public Resources resources() {
    return resources;
  }

  /** The newest state that is known. */
  public TaskState state() {
    return state;
  }

  /** The state that the framework was last sent; the newest one if it was sent none. */
  public TaskState reportedState() {
    return forwardedState == null ? state : forwardedState;
  }

  /** The state of the update that waits for an acknowledgement. */
  public Optional<TaskState> forwardedState() {
    return Optional.ofNullable(forwardedState);
  }

  public boolean wasForwarded(ByteString uuid) {
    return uuid.equals(forwardedUuid);
  }

  public void forwarded(TaskState updateState, ByteString uuid) {
    forwardedState = updateState;
    forwardedUuid = uuid;
  }

  public void setState(TaskState next) {
    state = next;
  }

  /**
   * Remembers a status in place of the last one if that had the same state. Returns whether it had
   * another.
   */
  public boolean remember(TaskStatus status) {
    int last = statuses.size() - 1;
    boolean changed = last < 0 || statuses.get(last).getState() != status.getState();
    if (!changed) {
      statuses.remove(last);
    }
    statuses.add(status.hasData() ? status.toBuilder().clearData().build() : status);
    return changed;
  }

  /** The newest status, or empty if there is none yet. */
  public Optional<TaskStatus> lastStatus() {
    return statuses.isEmpty() ? Optional.empty() : Optional.of(statuses.get(statuses.size() - 1));
  }

  /** Where it runs, as last heard. */
  public Optional<ContainerStatus> containerStatus() {
    return lastStatus().filter(TaskStatus::hasContainerStatus).map(TaskStatus::getContainerStatus);
  }

  public int place() {
    return place;
  }

  void setPlace(int newPlace) {
    place = newPlace;
  }

  public Task toProto() {
    Task.Builder task = identity.toBuilder().setState(state).addAllStatuses(statuses);
    if (forwardedState != null) {
      task.setStatusUpdateState(forwardedState).setStatusUpdateUuid(forwardedUuid);
    }
    return task.build();
  }
}
