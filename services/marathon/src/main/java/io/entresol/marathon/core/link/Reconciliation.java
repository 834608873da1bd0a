package io.entresol.marathon.core.link;

import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.scheduler.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Asks the master for the latest states: of all tasks that are known, which finds those that are
 * gone, then of all that it knows, which finds those that we do not.
 */
public final class Reconciliation {
  private final MasterLink link;
  private final Duration initialDelay;
  private final Duration interval;
  private Optional<Instant> deadline = Optional.empty();

  public Reconciliation(MasterLink link, Duration initialDelay, Duration interval) {
    this.link = link;
    this.initialDelay = initialDelay;
    this.interval = interval;
  }

  /** A new subscription: agents get some time to find the master too. */
  public void subscribed(Turn turn) {
    deadline = Optional.of(turn.now().plus(initialDelay));
  }

  /** It is not known whether a call arrived: what it was about is asked for soon. */
  public void doubtful(Turn turn) {
    Instant soon = turn.now().plus(initialDelay);
    if (deadline.isEmpty() || soon.isBefore(deadline.get())) {
      deadline = Optional.of(soon);
    }
  }

  public Optional<Instant> nextDeadline() {
    return deadline;
  }

  public void tick(Collection<Instance> known, Turn turn) {
    if (deadline.isEmpty() || deadline.get().isAfter(turn.now())) {
      return;
    }
    deadline = Optional.of(turn.now().plus(interval));
    Call.Reconcile.Builder explicit = Call.Reconcile.newBuilder();
    known.forEach(instance -> explicit.addTasks(task(instance)));
    if (explicit.getTasksCount() > 0) {
      send(explicit, turn);
    }
    send(Call.Reconcile.newBuilder(), turn);
  }

  private void send(Call.Reconcile.Builder reconcile, Turn turn) {
    link.call(Call.newBuilder().setType(Call.Type.RECONCILE).setReconcile(reconcile), turn);
  }

  private static Call.Reconcile.Task task(Instance instance) {
    return Call.Reconcile.Task.newBuilder()
        .setTaskId(TaskID.newBuilder().setValue(instance.taskId()))
        .setAgentId(AgentID.newBuilder().setValue(instance.placement().agentId()))
        .build();
  }
}
