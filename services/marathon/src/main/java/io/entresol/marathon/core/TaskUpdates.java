package io.entresol.marathon.core;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.event.Events;
import io.entresol.marathon.core.health.HealthChecks;
import io.entresol.marathon.core.instance.Condition;
import io.entresol.marathon.core.instance.Goal;
import io.entresol.marathon.core.instance.Instance;
import io.entresol.marathon.core.instance.InstanceId;
import io.entresol.marathon.core.instance.Instances;
import io.entresol.marathon.core.instance.Observation;
import io.entresol.marathon.core.link.MasterLink;
import io.entresol.marathon.core.link.OfferFlow;
import io.entresol.marathon.core.queue.Backoffs;
import io.entresol.marathon.core.queue.LaunchTokens;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.TaskStatus.Reason;
import io.entresol.mesos.v1.scheduler.Call;
import java.util.Optional;
import java.util.function.Function;

/** What is heard of tasks. An update is acknowledged only once what it says is stored. */
final class TaskUpdates {
  private final Instances instances;
  private final Function<Instance, Optional<AppSpec>> specs;
  private final MasterLink link;
  private final OfferFlow flow;
  private final Endings endings;
  private final InstanceTimes times;
  private final HealthChecks health;
  private final Backoffs backoffs;
  private final LaunchTokens tokens;
  private final TaskFailures failures;

  TaskUpdates(CoreParts parts) {
    instances = parts.instances;
    specs = parts::specOf;
    link = parts.link;
    flow = parts.flow;
    endings = parts.endings;
    times = parts.times;
    health = parts.health;
    backoffs = parts.backoffs;
    tokens = parts.tokens;
    failures = parts.failures;
  }

  void received(TaskStatus status, Turn turn) {
    Optional<Instance> instance = instances.ofTask(status.getTaskId().getValue());
    if (instance.isPresent()) {
      update(instance.get(), status, turn);
    } else {
      ofStranger(status, turn);
    }
    acknowledge(status, turn);
  }

  private void update(Instance before, TaskStatus status, Turn turn) {
    Instance after = Observation.apply(before, status, turn.now());
    if (after.equals(before)) {
      return;
    }
    boolean moved = after.condition() != before.condition();
    if (after.condition().isTerminal()) {
      ended(after, status, turn);
    } else if (after.condition().isUnreachable() && after.goal() == Goal.DECOMMISSIONED) {
      endings.forget(after, turn);
    } else {
      instances.put(after, turn);
      times.set(after);
      if (moved && after.isRunning()) {
        tokens.giveBack();
        health.watch(after, turn);
      }
    }
    if (moved) {
      String state = status.getState().name();
      turn.publish(Events.statusUpdate(after, state, status.getMessage(), turn.now()));
      turn.publish(Events.instanceChanged(after, turn.now()));
    }
    if (!after.healthy().equals(before.healthy())) {
      turn.publish(Events.instanceHealthChanged(after, after.healthy(), turn.now()));
      turn.publish(Events.healthStatusChanged(after, after.healthy().orElse(false), turn.now()));
    }
  }

  private void ended(Instance instance, TaskStatus status, Turn turn) {
    endings.forget(instance, turn);
    if (status.getReason() == Reason.REASON_AGENT_DRAINING) {
      backoffs.reset(instance.app());
    } else if (instance.condition().isFailure()) {
      specs.apply(instance).ifPresent(spec -> backoffs.failed(spec, turn.now()));
    }
    if (instance.condition() != Condition.KILLED && instance.condition() != Condition.FINISHED) {
      failures.record(instance, status, turn);
    }
    // It may have stood in the way of another: a port, a place, a constraint.
    flow.mayFitNow(turn);
  }

  /** A task that was given up, or of which a lost framework id has left no record. */
  private void ofStranger(TaskStatus status, Turn turn) {
    String taskId = status.getTaskId().getValue();
    Condition condition = Condition.of(status);
    if (condition.isTerminal()) {
      endings.strangerEnded(taskId, turn);
      Optional<AppId> app = AppId.ofTask(taskId);
      InstanceId.ofTask(taskId)
          .filter(id -> app.isPresent())
          .ifPresent(
              id ->
                  turn.publish(
                      Events.unknownInstanceTerminated(
                          id.value(), app.get(), condition.text(), turn.now())));
    } else if (!condition.isUnreachable()) {
      endings.killStranger(taskId, status.getAgentId().getValue(), turn);
    }
  }

  private void acknowledge(TaskStatus status, Turn turn) {
    if (!status.hasUuid() || !status.hasAgentId()) {
      return;
    }
    Call.Acknowledge.Builder acknowledge =
        Call.Acknowledge.newBuilder()
            .setAgentId(status.getAgentId())
            .setTaskId(status.getTaskId())
            .setUuid(status.getUuid());
    link.call(Call.newBuilder().setType(Call.Type.ACKNOWLEDGE).setAcknowledge(acknowledge), turn);
  }
}
