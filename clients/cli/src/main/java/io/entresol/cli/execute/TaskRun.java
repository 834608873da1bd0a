package io.entresol.cli.execute;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.TaskGroupInfo;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.TaskStates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what {@code execute} does next: pure, one event in, actions out. It launches its tasks on
 * the first offer that holds them, acknowledges and prints their states, and ends with the last of
 * them: 0 if all finished, 1 otherwise.
 */
final class TaskRun {
  /** Something for the shell to do. */
  sealed interface Action {}

  /** A call to the master. */
  record Send(Call call) implements Action {}

  /** A line for the user. */
  record Print(String line) implements Action {}

  /** {@link #kill} is to be called with that task after a while. */
  record KillLater(TaskID task, Duration after) implements Action {}

  /** It is over. */
  record Exit(int status) implements Action {}

  /** What the executor of a task group takes besides its tasks. */
  private static final Resources GROUP_EXECUTOR =
      Resources.sum(
          List.of(
              Resources.scalar("cpus", 0.1),
              Resources.scalar("mem", 32),
              Resources.scalar("disk", 32)));

  private final Submission submission;
  private final Map<String, TaskState> ended = new LinkedHashMap<>();
  private final Set<String> killScheduled = new HashSet<>();
  private Optional<FrameworkID> frameworkId = Optional.empty();
  private Optional<AgentID> agent = Optional.empty();

  TaskRun(Submission submission) {
    this.submission = submission;
  }

  /** The call that opens a stream, the first time and after each lost connection. */
  Call subscribe() {
    Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE);
    call.getSubscribeBuilder().setFrameworkInfo(submission.framework());
    frameworkId.ifPresent(
        id -> {
          call.setFrameworkId(id);
          call.getSubscribeBuilder().getFrameworkInfoBuilder().setId(id);
        });
    return call.build();
  }

  List<Action> on(Event event) {
    return switch (event.getType()) {
      case SUBSCRIBED -> subscribed(event.getSubscribed());
      case OFFERS -> offers(event.getOffers().getOffersList());
      case UPDATE -> update(event.getUpdate().getStatus());
      case ERROR -> List.of(new Print("Received an ERROR event: " + error(event)), new Exit(1));
      case FAILURE,
          HEARTBEAT,
          INVERSE_OFFERS,
          MESSAGE,
          RESCIND,
          RESCIND_INVERSE_OFFER,
          UNKNOWN,
          UPDATE_OPERATION_STATUS ->
          List.of();
    };
  }

  private static String error(Event event) {
    return event.getError().getMessage();
  }

  private List<Action> subscribed(Event.Subscribed event) {
    boolean again = frameworkId.isPresent();
    frameworkId = Optional.of(event.getFrameworkId());
    List<Action> actions = new ArrayList<>();
    actions.add(new Print("Subscribed with ID " + event.getFrameworkId().getValue()));
    if (again && agent.isPresent()) {
      actions.add(new Send(reconcile()));
    }
    return actions;
  }

  private List<Action> offers(List<Offer> offers) {
    List<Action> actions = new ArrayList<>();
    for (Offer offer : offers) {
      Optional<List<Resources>> shares = agent.isPresent() ? Optional.empty() : fit(offer);
      if (shares.isPresent()) {
        agent = Optional.of(offer.getAgentId());
        actions.add(new Send(launch(offer, shares.get())));
        actions.add(new Print(submitted(offer)));
      } else {
        Call.Builder call = call(Call.Type.DECLINE);
        call.getDeclineBuilder().addOfferIds(offer.getId());
        actions.add(new Send(call.build()));
      }
    }
    return actions;
  }

  /** A share of the offer for each task (and last for a group's executor), or empty: too small. */
  private Optional<List<Resources>> fit(Offer offer) {
    Resources left = ProtoResources.fromProto(offer.getResourcesList());
    List<Resources> wanted = new ArrayList<>();
    submission.tasks().forEach(t -> wanted.add(ProtoResources.fromProto(t.getResourcesList())));
    if (submission.group()) {
      wanted.add(GROUP_EXECUTOR);
    }
    List<Resources> shares = new ArrayList<>();
    for (Resources demand : wanted) {
      Optional<Resources> share = OfferFit.pick(left, demand);
      if (share.isEmpty()) {
        return Optional.empty();
      }
      left = left.minus(share.get());
      shares.add(share.get());
    }
    return Optional.of(shares);
  }

  private Call launch(Offer offer, List<Resources> shares) {
    List<TaskInfo> tasks = new ArrayList<>();
    for (int i = 0; i < submission.tasks().size(); i++) {
      tasks.add(
          submission.tasks().get(i).toBuilder()
              .setAgentId(offer.getAgentId())
              .clearResources()
              .addAllResources(ProtoResources.toProto(shares.get(i)))
              .build());
    }
    Offer.Operation.Builder operation = Offer.Operation.newBuilder();
    if (submission.group()) {
      operation.setType(Offer.Operation.Type.LAUNCH_GROUP);
      operation
          .getLaunchGroupBuilder()
          .setExecutor(groupExecutor(shares.get(shares.size() - 1)))
          .setTaskGroup(TaskGroupInfo.newBuilder().addAllTasks(tasks));
    } else {
      operation.setType(Offer.Operation.Type.LAUNCH);
      operation.getLaunchBuilder().addAllTaskInfos(tasks);
    }
    Call.Builder call = call(Call.Type.ACCEPT);
    call.getAcceptBuilder().addOfferIds(offer.getId()).addOperations(operation);
    return call.build();
  }

  private ExecutorInfo groupExecutor(Resources resources) {
    return ExecutorInfo.newBuilder()
        .setType(ExecutorInfo.Type.DEFAULT)
        .setExecutorId(ExecutorID.newBuilder().setValue("default-executor"))
        .setFrameworkId(frameworkId.orElseThrow())
        .addAllResources(ProtoResources.toProto(resources))
        .build();
  }

  private String submitted(Offer offer) {
    String to = "to agent '" + offer.getAgentId().getValue() + "'";
    if (!submission.group()) {
      return "Submitted task '" + submission.tasks().get(0).getName() + "' " + to;
    }
    String ids =
        submission.tasks().stream()
            .map(task -> task.getTaskId().getValue())
            .collect(Collectors.joining(", "));
    return "Submitted task group with tasks [ " + ids + " ] " + to;
  }

  private List<Action> update(TaskStatus status) {
    List<Action> actions = new ArrayList<>();
    for (String line : StatusLines.of(status)) {
      actions.add(new Print(line));
    }
    if (status.hasUuid()) {
      Call.Builder call = call(Call.Type.ACKNOWLEDGE);
      call.getAcknowledgeBuilder()
          .setAgentId(status.getAgentId())
          .setTaskId(status.getTaskId())
          .setUuid(status.getUuid());
      actions.add(new Send(call.build()));
    }
    String id = status.getTaskId().getValue();
    if (status.getState() == TaskState.TASK_RUNNING && killScheduled.add(id)) {
      submission
          .killAfter()
          .ifPresent(after -> actions.add(new KillLater(status.getTaskId(), after)));
    }
    if (TaskStates.isTerminal(status.getState())) {
      ended.put(id, status.getState());
      actions.addAll(endIfAllEnded());
    }
    return actions;
  }

  private List<Action> endIfAllEnded() {
    if (ended.size() < submission.tasks().size()) {
      return List.of();
    }
    boolean finished = ended.values().stream().allMatch(TaskState.TASK_FINISHED::equals);
    return List.of(new Send(call(Call.Type.TEARDOWN).build()), new Exit(finished ? 0 : 1));
  }

  /** The time that {@link KillLater} asked for has passed. */
  List<Action> kill(TaskID task) {
    if (ended.containsKey(task.getValue())) {
      return List.of();
    }
    AgentID on = agent.orElseThrow();
    Call.Builder call = call(Call.Type.KILL);
    call.getKillBuilder().setTaskId(task).setAgentId(on);
    return List.of(
        new Print("Asked to kill task '" + task.getValue() + "' on agent '" + on.getValue() + "'"),
        new Send(call.build()));
  }

  /** The user wants it to end now: the framework goes, and its tasks with it. */
  List<Action> interrupt() {
    return frameworkId.isPresent()
        ? List.of(new Send(call(Call.Type.TEARDOWN).build()), new Exit(1))
        : List.of(new Exit(1));
  }

  private Call reconcile() {
    Call.Builder call = call(Call.Type.RECONCILE);
    for (TaskInfo task : submission.tasks()) {
      call.getReconcileBuilder()
          .addTasksBuilder()
          .setTaskId(task.getTaskId())
          .setAgentId(agent.orElseThrow());
    }
    return call.build();
  }

  private Call.Builder call(Call.Type type) {
    return Call.newBuilder().setType(type).setFrameworkId(frameworkId.orElseThrow());
  }
}
