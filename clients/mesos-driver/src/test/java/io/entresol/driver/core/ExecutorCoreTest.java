package io.entresol.driver.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskGroupInfo;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.executor.Call;
import io.entresol.mesos.v1.executor.Event;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExecutorCoreTest {
  private static final FrameworkID FRAMEWORK = FrameworkID.newBuilder().setValue("f").build();
  private static final ExecutorID EXECUTOR = ExecutorID.newBuilder().setValue("e").build();
  private static final AgentID AGENT = AgentID.newBuilder().setValue("a").build();
  private static final long RECOVERY_MS = 60_000;

  private final RecordedExecutor out = new RecordedExecutor();
  private final ManualClock clock = new ManualClock();
  private int uuids;
  private ExecutorCore core = core(true, 5_000);

  private ExecutorCore core(boolean checkpoint, long graceMs) {
    return new ExecutorCore(
        new ExecutorSettings(FRAMEWORK, EXECUTOR, checkpoint, RECOVERY_MS, 2_000, graceMs),
        clock,
        () -> 0.5,
        this::uuid,
        out);
  }

  private byte[] uuid() {
    uuids++;
    return String.format("uuid-%011d", uuids).getBytes(StandardCharsets.US_ASCII);
  }

  private void event(Event event) {
    core.event(out.connection(), event);
  }

  private static Event subscribed() {
    return Event.newBuilder()
        .setType(Event.Type.SUBSCRIBED)
        .setSubscribed(
            Event.Subscribed.newBuilder()
                .setExecutorInfo(ExecutorInfo.newBuilder().setExecutorId(EXECUTOR))
                .setFrameworkInfo(FrameworkInfo.newBuilder().setUser("u").setName("n"))
                .setAgentInfo(AgentInfo.newBuilder().setHostname("host").setId(AGENT)))
        .build();
  }

  private static Event launch(String id) {
    return Event.newBuilder()
        .setType(Event.Type.LAUNCH)
        .setLaunch(Event.Launch.newBuilder().setTask(task(id)))
        .build();
  }

  private static TaskInfo task(String id) {
    return SchedulerEvents.task(id);
  }

  private static TaskStatus status(String id, TaskState state) {
    return TaskStatus.newBuilder().setTaskId(SchedulerEvents.taskId(id)).setState(state).build();
  }

  private static Event acknowledged(String id, ByteString uuid) {
    return Event.newBuilder()
        .setType(Event.Type.ACKNOWLEDGED)
        .setAcknowledged(
            Event.Acknowledged.newBuilder().setTaskId(SchedulerEvents.taskId(id)).setUuid(uuid))
        .build();
  }

  private static Event of(Event.Type type) {
    return Event.newBuilder().setType(type).build();
  }

  private void subscribe() {
    core.start();
    event(subscribed());
    out.news();
  }

  @Test
  void subscribesAtTheStartAndIsRegistered() {
    assertThat(core.start()).isEqualTo(DriverStatus.RUNNING);
    assertThat(out.lastCall().getType()).isEqualTo(Call.Type.SUBSCRIBE);
    assertThat(out.lastCall().getFrameworkId()).isEqualTo(FRAMEWORK);
    assertThat(out.lastCall().getExecutorId()).isEqualTo(EXECUTOR);
    event(subscribed());
    assertThat(out.news()).containsExactly("connect", "registered e at host");
  }

  @Test
  void eventsBecomeCallbacksInOrder() {
    subscribe();
    event(launch("t1"));
    event(
        Event.newBuilder()
            .setType(Event.Type.LAUNCH_GROUP)
            .setLaunchGroup(
                Event.LaunchGroup.newBuilder()
                    .setTaskGroup(
                        TaskGroupInfo.newBuilder().addTasks(task("t2")).addTasks(task("t3"))))
            .build());
    event(
        Event.newBuilder()
            .setType(Event.Type.KILL)
            .setKill(Event.Kill.newBuilder().setTaskId(SchedulerEvents.taskId("t1")))
            .build());
    event(
        Event.newBuilder()
            .setType(Event.Type.MESSAGE)
            .setMessage(Event.Message.newBuilder().setData(ByteString.copyFromUtf8("hello")))
            .build());
    event(of(Event.Type.HEARTBEAT));
    event(Event.getDefaultInstance());
    assertThat(out.news())
        .containsExactly("launch t1", "launch t2", "launch t3", "kill t1", "message hello");
  }

  @Test
  void reportIsCompleted() {
    subscribe();
    core.sendStatusUpdate(status("t", TaskState.TASK_RUNNING));
    assertThat(out.lastCall().getUpdate().getStatus())
        .isEqualTo(
            status("t", TaskState.TASK_RUNNING).toBuilder()
                .setAgentId(AGENT)
                .setExecutorId(EXECUTOR)
                .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
                .setTimestamp(ManualClock.EPOCH_SECONDS)
                .setUuid(ByteString.copyFromUtf8("uuid-00000000001"))
                .build());
  }

  @Test
  void whatWasNotAcknowledgedIsToldAgain() {
    subscribe();
    event(launch("t1"));
    event(launch("t2"));
    core.sendStatusUpdate(status("t1", TaskState.TASK_RUNNING));
    ByteString first = out.lastCall().getUpdate().getStatus().getUuid();
    core.sendStatusUpdate(status("t1", TaskState.TASK_FINISHED));
    event(acknowledged("t1", first));
    core.closed(out.connection());
    core.sendStatusUpdate(status("t2", TaskState.TASK_RUNNING));
    out.news();
    clock.advance(1_000);
    core.tick();
    assertThat(out.news()).containsExactly("connect");
    Call.Subscribe subscribe = out.lastCall().getSubscribe();
    assertThat(subscribe.getUnacknowledgedTasksList()).containsExactly(task("t2"));
    assertThat(subscribe.getUnacknowledgedUpdatesList())
        .extracting(update -> update.getStatus().getState())
        .containsExactly(TaskState.TASK_FINISHED, TaskState.TASK_RUNNING);
    event(subscribed());
    assertThat(out.news()).containsExactly("reregistered at host");
  }

  @Test
  void agentThatDoesNotReturnInTimeMeansShutdown() {
    subscribe();
    core.closed(out.connection());
    assertThat(out.news()).containsExactly("close", "disconnected");
    for (int i = 0; i < 59; i++) {
      clock.advance(1_000);
      core.tick();
      core.closed(out.connection());
    }
    assertThat(out.news()).containsOnly("connect", "close");
    clock.advance(1_000);
    core.tick();
    assertThat(out.news()).containsExactly("end after 5000", "shutdown");
    clock.advance(100_000);
    core.tick();
    assertThat(out.news()).isEmpty();
  }

  @Test
  void withoutCheckpointsALostAgentMeansShutdown() {
    core = core(false, 5_000);
    subscribe();
    core.closed(out.connection());
    assertThat(out.news()).containsExactly("close", "end after 5000", "shutdown");
  }

  @Test
  void agentThatIsNotReachedAtFirstIsTriedAgain() {
    core.start();
    core.closed(out.connection());
    clock.advance(1_000);
    core.tick();
    assertThat(out.news()).containsExactly("connect", "close", "connect");
  }

  @Test
  void shutdownIsTheLastThingAskedButReportsAreStillTaken() {
    subscribe();
    event(launch("t"));
    event(of(Event.Type.SHUTDOWN));
    event(launch("u"));
    event(of(Event.Type.SHUTDOWN));
    assertThat(out.news()).containsExactly("launch t", "end after 5000", "shutdown");
    core.sendStatusUpdate(status("t", TaskState.TASK_KILLED));
    assertThat(out.news()).containsExactly("send UPDATE");
    assertThat(core.stop()).isEqualTo(DriverStatus.STOPPED);
  }

  @Test
  void localExecutorIsNotEnded() {
    core = core(true, -1);
    subscribe();
    event(of(Event.Type.SHUTDOWN));
    assertThat(out.news()).containsExactly("shutdown");
  }

  @Test
  void stagingIsNotForExecutorsToReport() {
    subscribe();
    assertThat(core.sendStatusUpdate(status("t", TaskState.TASK_STAGING)))
        .isEqualTo(DriverStatus.ABORTED);
    assertThat(out.news()).containsExactly("error Attempted to send TASK_STAGING status update");
  }

  @Test
  void errorAborts() {
    subscribe();
    event(
        Event.newBuilder()
            .setType(Event.Type.ERROR)
            .setError(Event.Error.newBuilder().setMessage("no"))
            .build());
    assertThat(out.news()).containsExactly("error no");
    assertThat(core.status()).isEqualTo(DriverStatus.ABORTED);
    assertThat(core.stop()).isEqualTo(DriverStatus.ABORTED);
    assertThat(core.status()).isEqualTo(DriverStatus.STOPPED);
  }

  @Test
  void refusedSubscribeIsAnError() {
    core.start();
    core.subscribeRefused(out.connection(), "who are you");
    assertThat(out.news()).containsExactly("connect", "close", "error who are you");
  }

  @Test
  void abortEndsCallbacks() {
    subscribe();
    assertThat(core.abort()).isEqualTo(DriverStatus.ABORTED);
    event(launch("t"));
    core.closed(out.connection());
    assertThat(out.news()).containsExactly("close");
  }

  @Test
  void messagesWithoutAnAgentAreDropped() {
    subscribe();
    core.sendFrameworkMessage("one".getBytes(StandardCharsets.UTF_8));
    core.closed(out.connection());
    core.sendFrameworkMessage("two".getBytes(StandardCharsets.UTF_8));
    assertThat(out.news()).containsExactly("send MESSAGE", "close", "disconnected");
  }
}
