package io.entresol.driver.core;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.Filters;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.Request;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.OfferConstraints;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The calls of a scheduler, without the framework's id, and what is said in a master's place. */
final class SchedulerCalls {
  private static final int DEFAULT_PORT = 5050;

  private final DriverClock clock;

  SchedulerCalls(DriverClock clock) {
    this.clock = clock;
  }

  static Call subscribe(
      FrameworkInfo framework,
      Collection<String> suppressedRoles,
      Optional<OfferConstraints> constraints) {
    Call.Subscribe.Builder subscribe =
        Call.Subscribe.newBuilder()
            .setFrameworkInfo(framework)
            .addAllSuppressedRoles(suppressedRoles);
    constraints.ifPresent(subscribe::setOfferConstraints);
    Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE).setSubscribe(subscribe);
    if (!framework.getId().getValue().isEmpty()) {
      call.setFrameworkId(framework.getId());
    }
    return call.build();
  }

  static Call.Builder updateFramework(
      FrameworkInfo framework,
      Collection<String> suppressedRoles,
      Optional<OfferConstraints> constraints) {
    Call.UpdateFramework.Builder update =
        Call.UpdateFramework.newBuilder()
            .setFrameworkInfo(framework)
            .addAllSuppressedRoles(suppressedRoles);
    constraints.ifPresent(update::setOfferConstraints);
    return Call.newBuilder().setType(Call.Type.UPDATE_FRAMEWORK).setUpdateFramework(update);
  }

  static List<Offer.Operation> launch(Collection<TaskInfo> tasks) {
    return Collections.singletonList(
        Offer.Operation.newBuilder()
            .setType(Offer.Operation.Type.LAUNCH)
            .setLaunch(Offer.Operation.Launch.newBuilder().addAllTaskInfos(tasks))
            .build());
  }

  static Call.Builder accept(
      FrameworkID framework,
      Collection<OfferID> offers,
      Collection<Offer.Operation> operations,
      Filters filters) {
    Call.Accept.Builder accept =
        Call.Accept.newBuilder().addAllOfferIds(offers).setFilters(filters);
    operations.forEach(operation -> accept.addOperations(withFrameworkId(framework, operation)));
    return Call.newBuilder().setType(Call.Type.ACCEPT).setAccept(accept);
  }

  /** Schedulers may leave the framework's id out of their executors; the master wants it. */
  private static Offer.Operation withFrameworkId(FrameworkID framework, Offer.Operation operation) {
    if (operation.getLaunch().getTaskInfosList().stream()
        .noneMatch(task -> task.hasExecutor() && !task.getExecutor().hasFrameworkId())) {
      return operation;
    }
    Offer.Operation.Builder builder = operation.toBuilder();
    for (TaskInfo.Builder task : builder.getLaunchBuilder().getTaskInfosBuilderList()) {
      if (task.hasExecutor() && !task.getExecutor().hasFrameworkId()) {
        task.getExecutorBuilder().setFrameworkId(framework);
      }
    }
    return builder.build();
  }

  static Call.Builder decline(Collection<OfferID> offers, Filters filters) {
    return Call.newBuilder()
        .setType(Call.Type.DECLINE)
        .setDecline(Call.Decline.newBuilder().addAllOfferIds(offers).setFilters(filters));
  }

  static Call.Builder kill(TaskID task) {
    return Call.newBuilder()
        .setType(Call.Type.KILL)
        .setKill(Call.Kill.newBuilder().setTaskId(task));
  }

  static Call.Builder acknowledge(TaskStatus status) {
    return Call.newBuilder()
        .setType(Call.Type.ACKNOWLEDGE)
        .setAcknowledge(
            Call.Acknowledge.newBuilder()
                .setAgentId(status.getAgentId())
                .setTaskId(status.getTaskId())
                .setUuid(status.getUuid()));
  }

  static Call.Builder request(Collection<Request> requests) {
    return Call.newBuilder()
        .setType(Call.Type.REQUEST)
        .setRequest(Call.Request.newBuilder().addAllRequests(requests));
  }

  static Call.Builder reconcile(Collection<TaskStatus> statuses) {
    Call.Reconcile.Builder reconcile = Call.Reconcile.newBuilder();
    for (TaskStatus status : statuses) {
      Call.Reconcile.Task.Builder task =
          Call.Reconcile.Task.newBuilder().setTaskId(status.getTaskId());
      if (status.hasAgentId()) {
        task.setAgentId(status.getAgentId());
      }
      reconcile.addTasks(task);
    }
    return Call.newBuilder().setType(Call.Type.RECONCILE).setReconcile(reconcile);
  }

  static Call.Builder message(ExecutorID executor, AgentID agent, byte[] data) {
    return Call.newBuilder()
        .setType(Call.Type.MESSAGE)
        .setMessage(
            Call.Message.newBuilder()
                .setExecutorId(executor)
                .setAgentId(agent)
                .setData(ByteString.copyFrom(data)));
  }

  static Call.Builder revive() {
    return revive(Collections.emptyList());
  }

  static Call.Builder revive(Collection<String> roles) {
    return Call.newBuilder()
        .setType(Call.Type.REVIVE)
        .setRevive(Call.Revive.newBuilder().addAllRoles(roles));
  }

  static Call.Builder suppress() {
    return suppress(Collections.emptyList());
  }

  static Call.Builder suppress(Collection<String> roles) {
    return Call.newBuilder()
        .setType(Call.Type.SUPPRESS)
        .setSuppress(Call.Suppress.newBuilder().addAllRoles(roles));
  }

  /** For each task that would have been launched, had there been a master: that it was not. */
  List<TaskStatus> notLaunched(FrameworkInfo framework, Collection<Offer.Operation> operations) {
    boolean partitionAware =
        framework.getCapabilitiesList().stream()
            .anyMatch(c -> c.getType() == FrameworkInfo.Capability.Type.PARTITION_AWARE);
    TaskState state = partitionAware ? TaskState.TASK_DROPPED : TaskState.TASK_LOST;
    List<TaskStatus> statuses = new ArrayList<>();
    for (Offer.Operation operation : operations) {
      operation
          .getLaunch()
          .getTaskInfosList()
          .forEach(task -> statuses.add(notLaunched(task.getTaskId(), state)));
      operation
          .getLaunchGroup()
          .getTaskGroup()
          .getTasksList()
          .forEach(task -> statuses.add(notLaunched(task.getTaskId(), state)));
    }
    return statuses;
  }

  private TaskStatus notLaunched(TaskID task, TaskState state) {
    return TaskStatus.newBuilder()
        .setTaskId(task)
        .setState(state)
        .setSource(TaskStatus.Source.SOURCE_MASTER)
        .setReason(TaskStatus.Reason.REASON_MASTER_DISCONNECTED)
        .setMessage("Master disconnected")
        .setTimestamp(clock.epochSeconds())
        .build();
  }

  /** For a master that does not say who it is; the callbacks have no way to leave it out. */
  static MasterInfo unknownMaster() {
    return MasterInfo.newBuilder().setId("").setIp(0).setPort(DEFAULT_PORT).build();
  }
}
