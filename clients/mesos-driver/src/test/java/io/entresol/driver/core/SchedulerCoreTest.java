package io.entresol.driver.core;

import static io.entresol.driver.core.SchedulerEvents.agentId;
import static io.entresol.driver.core.SchedulerEvents.executorId;
import static io.entresol.driver.core.SchedulerEvents.offerId;
import static io.entresol.driver.core.SchedulerEvents.running;
import static io.entresol.driver.core.SchedulerEvents.subscribed;
import static io.entresol.driver.core.SchedulerEvents.taskId;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.Filters;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OperationID;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.mesos.v1.scheduler.OfferConstraints;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchedulerCoreTest {
  private static final Filters NO_FILTERS = Filters.getDefaultInstance();
  private static final FrameworkInfo FRAMEWORK =
      FrameworkInfo.newBuilder().setUser("user").setName("name").build();

  private final RecordedScheduler out = new RecordedScheduler();
  private final ManualClock clock = new ManualClock();
  private SchedulerCore core = core(FRAMEWORK, true);

  private SchedulerCore core(FrameworkInfo framework, boolean implicit, String... suppressed) {
    return new SchedulerCore(
        new SchedulerSettings(framework, List.of(suppressed), implicit, 2_000),
        clock,
        () -> 1.0,
        out);
  }

  private void subscribe() {
    core.start();
    core.leaderChanged(Optional.of("m:1"));
    core.event(out.connection(), subscribed("f"));
    out.news();
  }

  private void event(Event event) {
    core.event(out.connection(), event);
  }

  @Test
  void nothingHappensBeforeTheStart() {
    core.leaderChanged(Optional.of("m:1"));
    assertThat(core.reviveOffers()).isEqualTo(DriverStatus.NOT_STARTED);
    assertThat(core.stop(false)).isEqualTo(DriverStatus.NOT_STARTED);
    assertThat(core.abort()).isEqualTo(DriverStatus.NOT_STARTED);
    assertThat(out.news()).isEmpty();
  }

  @Test
  void newFrameworkSubscribesWithoutAnIdAndIsRegistered() {
    assertThat(core.start()).isEqualTo(DriverStatus.RUNNING);
    core.leaderChanged(Optional.of("m:1"));
    assertThat(out.lastCall().hasFrameworkId()).isFalse();
    assertThat(out.lastCall().getSubscribe().getFrameworkInfo()).isEqualTo(FRAMEWORK);
    event(subscribed("f"));
    event(SchedulerEvents.heartbeat());
    assertThat(out.news()).containsExactly("connect m:1", "registered f at host");
  }

  @Test
  void frameworkWithAnIdTakesOverAndIsRegistered() {
    FrameworkID id = FrameworkID.newBuilder().setValue("f").build();
    core = core(FRAMEWORK.toBuilder().setId(id).build(), true);
    core.start();
    core.leaderChanged(Optional.of("m:1"));
    assertThat(out.lastCall().getFrameworkId()).isEqualTo(id);
    event(subscribed("f"));
    assertThat(out.news()).containsExactly("connect m:1", "registered f at host");
  }

  @Test
  void eventsBecomeCallbacksInOrder() {
    subscribe();
    event(SchedulerEvents.offers("o1", "o2"));
    event(SchedulerEvents.rescind("o1"));
    event(SchedulerEvents.update(running("t")));
    event(SchedulerEvents.message("hello"));
    event(failure(Event.Failure.newBuilder().setAgentId(agentId("a"))));
    event(
        failure(
            Event.Failure.newBuilder()
                .setAgentId(agentId("a"))
                .setExecutorId(executorId("e"))
                .setStatus(9)));
    event(Event.newBuilder().setType(Event.Type.INVERSE_OFFERS).build());
    event(Event.getDefaultInstance());
    assertThat(out.news())
        .containsExactly(
            "offer o1",
            "offer o2",
            "rescinded o1",
            "status t TASK_RUNNING",
            "message of e on a: hello",
            "agent lost a",
            "executor lost e on a: 9");
  }

  private static Event failure(Event.Failure.Builder failure) {
    return Event.newBuilder().setType(Event.Type.FAILURE).setFailure(failure).build();
  }

  @Test
  void errorAbortsBeforeItIsTold() {
    subscribe();
    event(SchedulerEvents.error("Framework failed over"));
    assertThat(core.status()).isEqualTo(DriverStatus.ABORTED);
    assertThat(out.news()).containsExactly("close", "error Framework failed over");
    core.leaderChanged(Optional.of("n:2"));
    assertThat(out.news()).isEmpty();
  }

  @Test
  void refusedSubscribeIsAnError() {
    core.start();
    core.leaderChanged(Optional.of("m:1"));
    core.subscribeRefused(out.connection(), "who are you");
    assertThat(out.news()).containsExactly("connect m:1", "close", "error who are you");
    assertThat(core.status()).isEqualTo(DriverStatus.ABORTED);
  }

  @Test
  void statusIsAcknowledgedOnceItWasTaken() {
    subscribe();
    event(SchedulerEvents.update(running("t")));
    assertThat(out.news()).containsExactly("status t TASK_RUNNING");
    core.statusTaken(running("t"));
    assertThat(out.news()).containsExactly("send ACKNOWLEDGE");
    assertThat(out.lastCall().getAcknowledge())
        .isEqualTo(
            Call.Acknowledge.newBuilder()
                .setAgentId(agentId("a"))
                .setTaskId(taskId("t"))
                .setUuid(SchedulerEvents.UUID)
                .build());
  }

  @Test
  void statusWithoutUuidOrOfAnAbortedDriverIsNotAcknowledged() {
    subscribe();
    core.statusTaken(running("t").toBuilder().clearUuid().build());
    core.abort();
    out.news();
    core.statusTaken(running("t"));
    assertThat(out.news()).isEmpty();
  }

  @Test
  void explicitAcknowledgementsAreLeftToTheScheduler() {
    core = core(FRAMEWORK, false);
    subscribe();
    core.statusTaken(running("t"));
    assertThat(out.news()).isEmpty();
    assertThat(core.acknowledgeStatusUpdate(running("t"))).isEqualTo(DriverStatus.RUNNING);
    assertThat(out.news()).containsExactly("send ACKNOWLEDGE");
  }

  @Test
  void explicitAcknowledgementBesideImplicitOnesAborts() {
    subscribe();
    assertThat(core.acknowledgeStatusUpdate(running("t"))).isEqualTo(DriverStatus.ABORTED);
    assertThat(out.news())
        .last()
        .asString()
        .startsWith("error acknowledgeStatusUpdate")
        .contains("implicitAcknowledgements");
  }

  @Test
  void launchIsAnAcceptWithTheFrameworkIdInItsExecutors() {
    subscribe();
    core.launchTasks(
        List.of(offerId("o")),
        List.of(
            SchedulerEvents.task("t").toBuilder()
                .setExecutor(ExecutorInfo.newBuilder().setExecutorId(executorId("e")))
                .build()),
        Filters.newBuilder().setRefuseSeconds(1).build());
    Call.Accept accept = out.lastCall().getAccept();
    assertThat(accept.getOfferIdsList()).containsExactly(offerId("o"));
    assertThat(accept.getFilters().getRefuseSeconds()).isEqualTo(1);
    Offer.Operation operation = accept.getOperations(0);
    assertThat(operation.getType()).isEqualTo(Offer.Operation.Type.LAUNCH);
    assertThat(operation.getLaunch().getTaskInfos(0).getExecutor().getFrameworkId().getValue())
        .isEqualTo("f");
    assertThat(out.lastCall().getFrameworkId().getValue()).isEqualTo("f");
  }

  @Test
  void tasksLaunchedWithoutAMasterAreLost() {
    core.start();
    core.launchTasks(List.of(offerId("o")), List.of(SchedulerEvents.task("t")), NO_FILTERS);
    assertThat(out.news()).containsExactly("status t TASK_LOST");
    assertThat(out.lastStatus())
        .isEqualTo(
            TaskStatus.newBuilder()
                .setTaskId(taskId("t"))
                .setState(TaskState.TASK_LOST)
                .setSource(TaskStatus.Source.SOURCE_MASTER)
                .setReason(TaskStatus.Reason.REASON_MASTER_DISCONNECTED)
                .setMessage("Master disconnected")
                .setTimestamp(ManualClock.EPOCH_SECONDS)
                .build());
  }

  @Test
  void tasksOfPartitionAwareFrameworksAreDropped() {
    core = core(withCapability(FrameworkInfo.Capability.Type.PARTITION_AWARE), true);
    core.start();
    core.launchTasks(List.of(offerId("o")), List.of(SchedulerEvents.task("t")), NO_FILTERS);
    assertThat(out.news()).containsExactly("status t TASK_DROPPED");
  }

  private static FrameworkInfo withCapability(FrameworkInfo.Capability.Type type) {
    return FRAMEWORK.toBuilder()
        .addCapabilities(FrameworkInfo.Capability.newBuilder().setType(type))
        .build();
  }

  @Test
  void operationWithAnIdAborts() {
    subscribe();
    Offer.Operation operation =
        Offer.Operation.newBuilder()
            .setType(Offer.Operation.Type.LAUNCH)
            .setId(OperationID.newBuilder().setValue("x"))
            .build();
    assertThat(core.acceptOffers(List.of(offerId("o")), List.of(operation), NO_FILTERS))
        .isEqualTo(DriverStatus.ABORTED);
    assertThat(out.news()).last().asString().startsWith("error acceptOffers");
  }

  @Test
  void callsAreSentWhileSubscribed() {
    subscribe();
    core.declineOffer(offerId("o"), NO_FILTERS);
    core.killTask(taskId("t"));
    core.requestResources(List.of());
    core.reconcileTasks(List.of(running("t")));
    assertThat(out.lastCall().getReconcile().getTasks(0).getAgentId()).isEqualTo(agentId("a"));
    core.sendFrameworkMessage(
        executorId("e"), agentId("a"), "hello".getBytes(StandardCharsets.UTF_8));
    assertThat(out.lastCall().getMessage().getData().toStringUtf8()).isEqualTo("hello");
    assertThat(out.news())
        .containsExactly(
            "send DECLINE", "send KILL", "send REQUEST", "send RECONCILE", "send MESSAGE");
  }

  @Test
  void callsWithoutAMasterAreDropped() {
    core.start();
    assertThat(core.killTask(taskId("t"))).isEqualTo(DriverStatus.RUNNING);
    core.declineOffer(offerId("o"), NO_FILTERS);
    core.reconcileTasks(List.of());
    assertThat(out.news()).isEmpty();
  }

  @Test
  void suppressedRolesAreToldToTheNextMaster() {
    core = core(withCapability(FrameworkInfo.Capability.Type.MULTI_ROLE), true, "a", "b");
    core.start();
    core.leaderChanged(Optional.of("m:1"));
    assertThat(out.lastCall().getSubscribe().getSuppressedRolesList()).containsExactly("a", "b");
    event(subscribed("f"));
    core.reviveOffers(List.of("a"));
    assertThat(out.lastCall().getRevive().getRolesList()).containsExactly("a");
    core.leaderChanged(Optional.empty());
    core.suppressOffers(List.of("c"));
    core.leaderChanged(Optional.of("m:1"));
    assertThat(out.lastCall().getSubscribe().getSuppressedRolesList()).containsExactly("b", "c");
  }

  @Test
  void suppressingAndRevivingEverythingIsRememberedToo() {
    core = core(FRAMEWORK.toBuilder().setRole("r").build(), true);
    subscribe();
    core.suppressOffers();
    assertThat(out.lastCall().getSuppress().getRolesList()).isEmpty();
    core.leaderChanged(Optional.of("n:2"));
    assertThat(out.lastCall().getSubscribe().getSuppressedRolesList()).containsExactly("r");
    core.reviveOffers();
    core.leaderChanged(Optional.of("m:1"));
    assertThat(out.lastCall().getSubscribe().getSuppressedRolesList()).isEmpty();
  }

  @Test
  void noRolesMeansNoCall() {
    subscribe();
    core.reviveOffers(List.of());
    core.suppressOffers(List.of());
    assertThat(out.news()).isEmpty();
  }

  @Test
  void updateOfTheFrameworkIsSentAndKept() {
    subscribe();
    FrameworkInfo changed =
        FRAMEWORK.toBuilder()
            .setId(FrameworkID.newBuilder().setValue("f"))
            .setName("changed")
            .build();
    OfferConstraints constraints =
        OfferConstraints.newBuilder()
            .putRoleConstraints("*", OfferConstraints.RoleConstraints.getDefaultInstance())
            .build();
    core.updateFramework(changed, List.of("r"), Optional.of(constraints));
    Call.UpdateFramework update = out.lastCall().getUpdateFramework();
    assertThat(update.getFrameworkInfo()).isEqualTo(changed);
    assertThat(update.getSuppressedRolesList()).containsExactly("r");
    core.leaderChanged(Optional.of("n:2"));
    assertThat(out.lastCall().getSubscribe())
        .isEqualTo(
            Call.Subscribe.newBuilder()
                .setFrameworkInfo(changed)
                .addSuppressedRoles("r")
                .setOfferConstraints(constraints)
                .build());
  }

  @Test
  void updateWithoutTheIdAborts() {
    subscribe();
    assertThat(core.updateFramework(FRAMEWORK, List.of(), Optional.empty()))
        .isEqualTo(DriverStatus.ABORTED);
    assertThat(out.news()).last().asString().contains("FrameworkInfo.id");
  }

  @Test
  void updateBeforeTheFrameworkIsRegisteredAborts() {
    FrameworkInfo another =
        FRAMEWORK.toBuilder().setId(FrameworkID.newBuilder().setValue("another")).build();
    core.start();
    assertThat(core.updateFramework(another, List.of(), Optional.empty()))
        .isEqualTo(DriverStatus.ABORTED);
    assertThat(out.news()).last().asString().contains("not registered yet");
  }

  @Test
  void refusedUpdateOfTheFrameworkIsAnErrorAndOtherRefusalsAreNot() {
    subscribe();
    core.callRefused(Call.Type.KILL, "no");
    assertThat(core.status()).isEqualTo(DriverStatus.RUNNING);
    core.callRefused(Call.Type.UPDATE_FRAMEWORK, "the user may not change");
    assertThat(core.status()).isEqualTo(DriverStatus.ABORTED);
    assertThat(out.news()).last().asString().contains("the user may not change");
  }

  @Test
  void abortGivesOffersBackAndEndsCallbacksButKeepsTheFramework() {
    subscribe();
    event(SchedulerEvents.offers("o1", "o2", "o3"));
    event(SchedulerEvents.rescind("o1"));
    core.launchTasks(List.of(offerId("o2")), List.of(), NO_FILTERS);
    out.news();
    assertThat(core.abort()).isEqualTo(DriverStatus.ABORTED);
    assertThat(out.news()).containsExactly("send SUPPRESS", "send DECLINE");
    assertThat(out.lastCall().getDecline().getOfferIdsList()).containsExactly(offerId("o3"));
    event(SchedulerEvents.offers("o4"));
    event(SchedulerEvents.update(running("t")));
    assertThat(out.news()).containsExactly("send DECLINE");
    assertThat(out.lastCall().getDecline().getOfferIdsList()).containsExactly(offerId("o4"));
    core.closed(out.connection());
    clock.advance(100_000);
    core.tick();
    assertThat(out.news()).containsExactly("close");
    assertThat(core.abort()).isEqualTo(DriverStatus.ABORTED);
  }

  @Test
  void stopTakesTheFrameworkFromTheCluster() {
    subscribe();
    assertThat(core.stop(false)).isEqualTo(DriverStatus.STOPPED);
    assertThat(out.news()).containsExactly("send TEARDOWN");
    assertThat(core.killTask(taskId("t"))).isEqualTo(DriverStatus.STOPPED);
    assertThat(core.stop(false)).isEqualTo(DriverStatus.STOPPED);
    assertThat(core.start()).isEqualTo(DriverStatus.STOPPED);
    assertThat(out.news()).isEmpty();
  }

  @Test
  void stopForFailoverLeavesTheFramework() {
    subscribe();
    assertThat(core.stop(true)).isEqualTo(DriverStatus.STOPPED);
    assertThat(out.news()).isEmpty();
  }

  @Test
  void stopAfterAbortSaysAborted() {
    subscribe();
    core.abort();
    out.news();
    assertThat(core.stop(false)).isEqualTo(DriverStatus.ABORTED);
    assertThat(core.status()).isEqualTo(DriverStatus.STOPPED);
    assertThat(out.news()).containsExactly("send TEARDOWN");
  }
}
