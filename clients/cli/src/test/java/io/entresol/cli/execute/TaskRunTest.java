package io.entresol.cli.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.TaskGroupInfo;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.ProtoResources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskRunTest {
  private final TaskRun run = new TaskRun(submission(Optional.empty()));

  @Test
  void launchesOnTheFirstOfferThatIsLargeEnoughAndDeclinesTheOthers() {
    run.on(subscribed());
    List<TaskRun.Action> actions =
        run.on(offers(offer("O0", 0.05, 64), offer("O1", 4, 4096), offer("O2", 4, 4096)));
    assertThat(calls(actions))
        .extracting(Call::getType)
        .containsExactly(Call.Type.DECLINE, Call.Type.ACCEPT, Call.Type.DECLINE);
    Call accept = calls(actions).get(1);
    assertThat(accept.getAccept().getOfferIds(0).getValue()).isEqualTo("O1");
    TaskInfo launched = accept.getAccept().getOperations(0).getLaunch().getTaskInfos(0);
    assertThat(launched.getAgentId().getValue()).isEqualTo("S0");
    assertThat(lines(actions)).containsExactly("Submitted task 't' to agent 'S0'");
  }

  @Test
  void resourcesReservedForTheRoleAreUsedFirst() {
    run.on(subscribed());
    ResourceKey reserved =
        ResourceKey.of("cpus").reserved(Reservation.statically("cli")).allocatedTo("cli");
    Resources offered =
        Resources.of(reserved, Scalar.of(0.06))
            .plus(Resources.of(ResourceKey.of("cpus").allocatedTo("cli"), Scalar.of(4)))
            .plus(Resources.of(ResourceKey.of("mem").allocatedTo("cli"), Scalar.of(4096)));
    Call accept = calls(run.on(offers(offer("O0", offered)))).get(0);
    Resources used =
        ProtoResources.fromProto(
            accept.getAccept().getOperations(0).getLaunch().getTaskInfos(0).getResourcesList());
    assertThat(used.amount(reserved)).contains(Scalar.of(0.06));
    assertThat(used.scalarMilli("cpus")).isEqualTo(100);
    assertThat(offered.contains(used)).isTrue();
  }

  @Test
  void updatesAreAcknowledgedAndPrintedAsMesosExecuteDoes() {
    launched(run);
    List<TaskRun.Action> actions =
        run.on(
            update(
                status(TaskState.TASK_FAILED)
                    .setMessage("Command exited with status 3")
                    .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
                    .setReason(TaskStatus.Reason.REASON_COMMAND_EXECUTOR_FAILED)));
    assertThat(lines(actions))
        .containsExactly(
            "Received status update TASK_FAILED for task 't'",
            "  message: 'Command exited with status 3'",
            "  source: SOURCE_EXECUTOR",
            "  reason: REASON_COMMAND_EXECUTOR_FAILED");
    assertThat(calls(actions))
        .extracting(Call::getType)
        .containsExactly(Call.Type.ACKNOWLEDGE, Call.Type.TEARDOWN);
  }

  @Test
  void endsWithZeroOnlyIfTheTaskFinished() {
    launched(run);
    assertThat(run.on(update(status(TaskState.TASK_RUNNING)))).noneMatch(this::isExit);
    assertThat(run.on(update(status(TaskState.TASK_FINISHED)))).contains(new TaskRun.Exit(0));

    for (TaskState state :
        List.of(
            TaskState.TASK_FAILED,
            TaskState.TASK_KILLED,
            TaskState.TASK_LOST,
            TaskState.TASK_ERROR,
            TaskState.TASK_DROPPED,
            TaskState.TASK_GONE)) {
      TaskRun other = new TaskRun(submission(Optional.empty()));
      launched(other);
      assertThat(other.on(update(status(state)))).contains(new TaskRun.Exit(1));
    }
  }

  @Test
  void updateWithoutUuidIsNotAcknowledged() {
    launched(run);
    List<TaskRun.Action> actions = run.on(update(status(TaskState.TASK_RUNNING).clearUuid()));
    assertThat(calls(actions)).isEmpty();
  }

  @Test
  void taskIsKilledSomeTimeAfterItBeganToRun() {
    TaskRun limited = new TaskRun(submission(Optional.of(Duration.ofSeconds(2))));
    launched(limited);
    TaskID id = TaskID.newBuilder().setValue("t").build();
    assertThat(limited.on(update(status(TaskState.TASK_RUNNING))))
        .contains(new TaskRun.KillLater(id, Duration.ofSeconds(2)));
    List<TaskRun.Action> actions = limited.kill(id);
    assertThat(lines(actions)).containsExactly("Asked to kill task 't' on agent 'S0'");
    assertThat(calls(actions)).extracting(Call::getType).containsExactly(Call.Type.KILL);
  }

  @Test
  void groupIsOverWhenTheLastOfItsTasksIs() {
    TaskGroupInfo group =
        TaskGroupInfo.newBuilder().addTasks(task("a")).addTasks(task("b")).build();
    TaskRun grouped = new TaskRun(Submission.of(framework(), group, Optional.empty()));
    grouped.on(subscribed());
    List<TaskRun.Action> actions = grouped.on(offers(offer("O0", 4, 4096)));
    assertThat(lines(actions))
        .containsExactly("Submitted task group with tasks [ a, b ] to agent 'S0'");
    assertThat(calls(actions).get(0).getAccept().getOperations(0).getType())
        .isEqualTo(Offer.Operation.Type.LAUNCH_GROUP);
    assertThat(grouped.on(update(status("a", TaskState.TASK_FINISHED)))).noneMatch(this::isExit);
    assertThat(grouped.on(update(status("b", TaskState.TASK_FAILED))))
        .contains(new TaskRun.Exit(1));
  }

  @Test
  void comesBackWithItsIdAndAsksForTheStateOfItsTask() {
    launched(run);
    assertThat(run.subscribe().getFrameworkId().getValue()).isEqualTo("F0");
    assertThat(run.subscribe().getSubscribe().getFrameworkInfo().getId().getValue())
        .isEqualTo("F0");
    Call reconcile = calls(run.on(subscribed())).get(0);
    assertThat(reconcile.getReconcile().getTasks(0).getTaskId().getValue()).isEqualTo("t");
  }

  @Test
  void interruptTakesTheFrameworkAway() {
    launched(run);
    List<TaskRun.Action> actions = run.interrupt();
    assertThat(calls(actions)).extracting(Call::getType).containsExactly(Call.Type.TEARDOWN);
    assertThat(actions).contains(new TaskRun.Exit(1));
  }

  private boolean isExit(TaskRun.Action action) {
    return action instanceof TaskRun.Exit;
  }

  private static void launched(TaskRun run) {
    run.on(subscribed());
    run.on(offers(offer("O0", 4, 4096)));
  }

  private static List<Call> calls(List<TaskRun.Action> actions) {
    return actions.stream()
        .filter(TaskRun.Send.class::isInstance)
        .map(action -> ((TaskRun.Send) action).call())
        .toList();
  }

  private static List<String> lines(List<TaskRun.Action> actions) {
    return actions.stream()
        .filter(TaskRun.Print.class::isInstance)
        .map(action -> ((TaskRun.Print) action).line())
        .toList();
  }

  private static Submission submission(Optional<Duration> killAfter) {
    return Submission.of(framework(), task("t"), killAfter);
  }

  private static FrameworkInfo framework() {
    return FrameworkInfo.newBuilder().setUser("root").setName("test").addRoles("cli").build();
  }

  private static TaskInfo task(String id) {
    TaskInfo.Builder task = TaskInfo.newBuilder().setName(id);
    task.getTaskIdBuilder().setValue(id);
    task.getAgentIdBuilder().setValue("");
    task.addAllResources(
        ProtoResources.toProto(Resources.scalar("cpus", 0.1).plus(Resources.scalar("mem", 32))));
    return task.build();
  }

  private static Event subscribed() {
    Event.Builder event = Event.newBuilder().setType(Event.Type.SUBSCRIBED);
    event.getSubscribedBuilder().getFrameworkIdBuilder().setValue("F0");
    return event.build();
  }

  private static Event offers(Offer... offers) {
    Event.Builder event = Event.newBuilder().setType(Event.Type.OFFERS);
    event.getOffersBuilder().addAllOffers(List.of(offers));
    return event.build();
  }

  private static Offer offer(String id, double cpus, double mem) {
    Resources resources =
        Resources.scalar("cpus", cpus)
            .plus(Resources.scalar("mem", mem))
            .plus(Resources.scalar("disk", 1000));
    return offer(id, resources.allocatedTo("cli"));
  }

  private static Offer offer(String id, Resources resources) {
    Offer.Builder offer = Offer.newBuilder().setHostname("h");
    offer.getIdBuilder().setValue(id);
    offer.getFrameworkIdBuilder().setValue("F0");
    offer.getAgentIdBuilder().setValue("S0");
    return offer.addAllResources(ProtoResources.toProto(resources)).build();
  }

  private static TaskStatus.Builder status(TaskState state) {
    return status("t", state);
  }

  private static TaskStatus.Builder status(String id, TaskState state) {
    TaskStatus.Builder status =
        TaskStatus.newBuilder().setState(state).setUuid(ByteString.copyFrom(new byte[16]));
    status.getTaskIdBuilder().setValue(id);
    status.getAgentIdBuilder().setValue("S0");
    return status;
  }

  private static Event update(TaskStatus.Builder status) {
    Event.Builder event = Event.newBuilder().setType(Event.Type.UPDATE);
    event.getUpdateBuilder().setStatus(status);
    return event.build();
  }
}
