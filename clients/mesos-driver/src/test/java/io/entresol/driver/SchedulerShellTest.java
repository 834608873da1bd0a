package io.entresol.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.mesos.MesosSchedulerDriver;
import org.apache.mesos.Protos;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SchedulerShellTest {
  private static final Protos.FrameworkInfo FRAMEWORK =
      Protos.FrameworkInfo.newBuilder()
          .setUser("user")
          .setName("name")
          .setFailoverTimeout(1)
          .build();

  private final ListeningScheduler scheduler = new ListeningScheduler();
  private TestingMaster master;
  private MesosSchedulerDriver driver;

  @BeforeEach
  void open() throws IOException {
    master = new TestingMaster();
  }

  @AfterEach
  void close() {
    if (driver != null) {
      driver.stop(true);
    }
    master.close();
  }

  private void start(String address) {
    driver = new MesosSchedulerDriver(scheduler, FRAMEWORK, address);
    driver.start();
  }

  @Test
  void returnsAfterTheStreamHasEnded() throws Exception {
    start(master.address());
    assertThat(scheduler.next()).isEqualTo("registered");
    master.endStream();
    assertThat(scheduler.next()).isEqualTo("disconnected");
    assertThat(scheduler.next()).isEqualTo("reregistered");
    master.nextCall();
    assertThat(master.nextCall().getFrameworkId().getValue()).isEqualTo(TestingMaster.FRAMEWORK);
  }

  @Test
  void followsARedirectWithoutAScheme() throws Exception {
    try (TestingMaster standby = new TestingMaster()) {
      standby.refuse(
          exchange -> {
            exchange
                .getResponseHeaders()
                .set("Location", "//" + master.address() + "/master/api/v1/scheduler");
            Refusals.answer(exchange, 307, "");
          });
      start(standby.address());
      assertThat(scheduler.next()).isEqualTo("registered");
    }
  }

  @Test
  void triesAgainWhileThereIsNoLeader() throws Exception {
    master.refuse(
        exchange -> {
          master.refuse(null);
          Refusals.answer(exchange, 503, "No leader elected");
        });
    start(master.address());
    assertThat(scheduler.next()).isEqualTo("registered");
  }

  @Test
  void refusedCredentialIsAnError() throws Exception {
    master.refuse(exchange -> Refusals.answer(exchange, 401, "not you"));
    start(master.address());
    assertThat(scheduler.next()).startsWith("error").contains("authentication", "not you");
    assertThat(driver.join()).isEqualTo(Protos.Status.DRIVER_ABORTED);
  }

  @Test
  void userAndHostNameAreFilledInAgainWhenTheFrameworkIsChanged() throws Exception {
    Protos.FrameworkInfo nobodys = FRAMEWORK.toBuilder().setUser("").build();
    driver = new MesosSchedulerDriver(scheduler, nobodys, master.address());
    driver.start();
    assertThat(scheduler.next()).isEqualTo("registered");
    FrameworkInfo registered = master.nextCall().getSubscribe().getFrameworkInfo();
    assertThat(registered.getUser()).isEqualTo(System.getProperty("user.name"));
    driver.updateFramework(
        nobodys.toBuilder()
            .setId(Protos.FrameworkID.newBuilder().setValue(TestingMaster.FRAMEWORK))
            .setName("changed")
            .build(),
        List.of(),
        org.apache.mesos.scheduler.Protos.OfferConstraints.getDefaultInstance());
    assertThat(master.nextCall().getUpdateFramework().getFrameworkInfo())
        .isEqualTo(
            registered.toBuilder()
                .setId(FrameworkID.newBuilder().setValue(TestingMaster.FRAMEWORK))
                .setName("changed")
                .build());
  }

  @Test
  void failingCallbackAborts() throws Exception {
    scheduler.failOn("update running");
    start(master.address());
    assertThat(scheduler.next()).isEqualTo("registered");
    master.nextCall();
    master.send(running());
    assertThat(driver.join()).isEqualTo(Protos.Status.DRIVER_ABORTED);
    assertThat(scheduler.next()).isEqualTo("update running");
    // Not the acknowledgement of what failed: the status would not come again.
    assertThat(master.nextCall().getType()).isEqualTo(Call.Type.SUPPRESS);
  }

  private static Event running() {
    return Event.newBuilder()
        .setType(Event.Type.UPDATE)
        .setUpdate(
            Event.Update.newBuilder()
                .setStatus(
                    TaskStatus.newBuilder()
                        .setTaskId(TaskID.newBuilder().setValue("running"))
                        .setState(TaskState.TASK_RUNNING)
                        .setAgentId(AgentID.newBuilder().setValue("agent"))
                        .setUuid(com.google.protobuf.ByteString.copyFromUtf8("0123456789abcdef"))))
        .build();
  }

  @Test
  void callsArriveInTheirOrderHoweverManyThereAre() throws Exception {
    start(master.address());
    scheduler.next();
    master.nextCall();
    int count = 2_000;
    for (int i = 0; i < count; i++) {
      driver.killTask(Protos.TaskID.newBuilder().setValue("task-" + i).build());
    }
    for (int i = 0; i < count; i++) {
      assertThat(master.nextCall().getKill().getTaskId().getValue()).isEqualTo("task-" + i);
    }
  }

  @Test
  void stopWaitsUntilTheMasterHasHeardOfIt() throws Exception {
    start(master.address());
    scheduler.next();
    master.nextCall();
    assertThat(driver.stop()).isEqualTo(Protos.Status.DRIVER_STOPPED);
    assertThat(driver.join()).isEqualTo(Protos.Status.DRIVER_STOPPED);
    assertThat(master.nextCall().getType()).isEqualTo(Call.Type.TEARDOWN);
  }

  @Test
  void mastersAddressMayStandInAFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("master");
    Files.write(file, List.of(master.address()), StandardCharsets.UTF_8);
    start("file://" + file);
    assertThat(scheduler.next()).isEqualTo("registered");
  }

  @Test
  void wrongAddressIsAnError() throws Exception {
    start("zk://user:secret@host:2181");
    assertThat(scheduler.next()).startsWith("error").contains("path").doesNotContain("secret");
    assertThat(driver.run()).isEqualTo(Protos.Status.DRIVER_ABORTED);
  }
}
