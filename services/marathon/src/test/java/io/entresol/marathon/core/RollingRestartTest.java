package io.entresol.marathon.core;

import static io.entresol.marathon.core.TestingMarathon.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.marathon.core.app.AppSpecBuilder;
import io.entresol.marathon.core.app.HealthCheck;
import io.entresol.marathon.core.app.PortDefinition;
import io.entresol.marathon.core.app.ReadinessCheck;
import io.entresol.marathon.core.app.UpgradeStrategy;
import io.entresol.marathon.core.effect.ProbeId;
import io.entresol.marathon.core.effect.ProbeResult;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.scheduler.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollingRestartTest {
  private final TestingMarathon marathon = new TestingMarathon();
  private final TestingMaster master = marathon.master;

  @BeforeEach
  void start() {
    master.agent("a", 1000, 1_000_000);
    marathon.start();
  }

  private static AppSpecBuilder web(String cmd, int instances, double min, double over) {
    return app("/web")
        .cmd(Optional.of(cmd))
        .instances(instances)
        .upgradeStrategy(new UpgradeStrategy(min, over));
  }

  private List<String> tasks(TaskState state) {
    return master.tasks().stream()
        .filter(task -> task.state == state)
        .map(TestingMaster.Task::id)
        .toList();
  }

  private int running() {
    return tasks(TaskState.TASK_RUNNING).size();
  }

  private int live() {
    return master.liveTasks().size();
  }

  /** One task that was launched comes to run. */
  private void runOne() {
    master.update(tasks(TaskState.TASK_STAGING).get(0), TaskState.TASK_RUNNING);
    marathon.advance(Duration.ofMillis(200));
  }

  /** One task that was told to end ends. */
  private void endOne() {
    String victim =
        master.calls(Call.Type.KILL).stream()
            .map(call -> call.getKill().getTaskId().getValue())
            .filter(id -> master.liveTasks().stream().anyMatch(task -> task.id().equals(id)))
            .findFirst()
            .orElseThrow();
    master.update(victim, TaskState.TASK_KILLED);
    marathon.advance(Duration.ofMillis(200));
  }

  private long toldToEnd() {
    return master.calls(Call.Type.KILL).stream()
        .map(call -> call.getKill().getTaskId().getValue())
        .distinct()
        .count();
  }

  @Test
  void halfIsKilledAtOnceAndReplacedOneForOne() {
    marathon.deploy(web("v1", 10, 0.5, 0).build());
    marathon.advance(Duration.ofSeconds(1));
    master.obedient = false;

    marathon.deploy(web("v2", 10, 0.5, 0).build());
    assertThat(toldToEnd()).isEqualTo(5);
    assertThat(live()).isEqualTo(10);

    endOne();
    assertThat(live()).isEqualTo(10);
    assertThat(tasks(TaskState.TASK_STAGING)).hasSize(1);
    assertThat(toldToEnd()).isEqualTo(5);

    runOne();
    assertThat(toldToEnd()).isEqualTo(6);
  }

  @Test
  void twoExtraComeFirstAndEachLetsAnOldOneGo() {
    marathon.deploy(web("v1", 10, 1, 0.2).build());
    marathon.advance(Duration.ofSeconds(1));
    master.obedient = false;

    marathon.deploy(web("v2", 10, 1, 0.2).build());
    marathon.advance(Duration.ofSeconds(1));
    assertThat(toldToEnd()).isZero();
    assertThat(tasks(TaskState.TASK_STAGING)).hasSize(2);

    runOne();
    assertThat(toldToEnd()).isEqualTo(1);
    assertThat(live()).isEqualTo(12);
    endOne();
    assertThat(live()).isEqualTo(12);
    assertThat(tasks(TaskState.TASK_STAGING)).hasSize(2);
  }

  @Test
  void withoutAnyRoomOneExtraIsStartedFirst() {
    marathon.deploy(web("v1", 1, 1, 0).build());
    marathon.advance(Duration.ofSeconds(1));
    master.obedient = false;

    marathon.deploy(web("v2", 1, 1, 0).build());
    marathon.advance(Duration.ofSeconds(1));
    assertThat(live()).isEqualTo(2);
    assertThat(toldToEnd()).isZero();

    runOne();
    assertThat(toldToEnd()).isEqualTo(1);
    endOne();
    assertThat(live()).isEqualTo(1);
    assertThat(marathon.view().deployments()).isEmpty();
  }

  @Test
  void withoutAMinimumAllOldOnesGoFirst() {
    marathon.deploy(web("v1", 4, 0, 0).build());
    marathon.advance(Duration.ofSeconds(1));
    master.obedient = false;

    marathon.deploy(web("v2", 4, 0, 0).build());

    assertThat(toldToEnd()).isEqualTo(4);
    assertThat(live()).isEqualTo(4);
  }

  @Test
  void surplusGoesAtOnceWhenThereAreToBeFewer() {
    marathon.deploy(web("v1", 10, 1, 0).build());
    marathon.advance(Duration.ofSeconds(1));
    master.obedient = false;

    marathon.deploy(web("v2", 4, 1, 0).build());

    assertThat(toldToEnd()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0",
    "1, 1, 0",
    "1, 1, 1",
    "3, 0.5, 0",
    "4, 0.5, 0.5",
    "5, 1, 0",
    "7, 0.3, 0.1",
    "10, 1, 0.2",
    "10, 0.9, 0",
    "10, 0, 1",
    "20, 0.75, 0.25"
  })
  void capacityStaysWithinItsBounds(int instances, double min, double over) {
    int least = (int) Math.ceil(instances * min);
    int most = (int) Math.floor(instances * (1 + over));
    int allowed = least == most ? most + 1 : most;
    marathon.deploy(web("v1", instances, min, over).build());
    marathon.advance(Duration.ofSeconds(1));
    marathon.invariant =
        () -> {
          assertThat(running()).isGreaterThanOrEqualTo(least);
          assertThat(live()).isLessThanOrEqualTo(allowed);
        };

    marathon.deploy(web("v2", instances, min, over).build());
    marathon.advance(Duration.ofMinutes(2));

    assertThat(marathon.view().deployments()).isEmpty();
    assertThat(marathon.running("/web")).hasSize(instances);
    assertThat(marathon.view().appVersions(marathon.view().root().apps().firstKey())).hasSize(2);
    assertThat(marathon.instances("/web"))
        .extracting(InstanceView::version)
        .containsOnly(marathon.view().root().version());
  }

  private static HealthCheck http() {
    return new HealthCheck(
        HealthCheck.Protocol.HTTP,
        Optional.of("/health"),
        Optional.of(0),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        Duration.ZERO,
        3,
        false,
        "IPv4");
  }

  private AppSpecBuilder checked(String cmd, int instances) {
    return web(cmd, instances, 1, 0.5)
        .portDefinitions(List.of(new PortDefinition(0, "tcp", Optional.of("http"), Map.of())))
        .healthChecks(List.of(http()));
  }

  private void answerAll(ProbeResult result) {
    List.copyOf(marathon.probes.keySet()).forEach(id -> marathon.answer(id, result));
  }

  private static ProbeResult status(int status) {
    return new ProbeResult.Answered(status, "text/plain", "");
  }

  @Test
  void deploymentWaitsForHealth() {
    marathon.deploy(checked("v1", 2).build());
    assertThat(marathon.running("/web")).hasSize(2);
    assertThat(marathon.view().deployments()).hasSize(1);

    marathon.advance(Duration.ofSeconds(5));
    assertThat(marathon.probes).hasSize(2);
    answerAll(status(200));

    assertThat(marathon.view().deployments()).isEmpty();
  }

  @Test
  void unhealthyNewVersionKeepsTheOldOne() {
    marathon.deploy(checked("v1", 2).build());
    marathon.advance(Duration.ofSeconds(5));
    answerAll(status(200));
    List<String> old = marathon.taskIds("/web");

    String id = marathon.deploy(checked("broken", 2).build());
    for (int i = 0; i < 60; i++) {
      marathon.advance(Duration.ofSeconds(5));
      for (ProbeId probe : List.copyOf(marathon.probes.keySet())) {
        marathon.answer(probe, status(old.contains(probe.taskId()) ? 200 : 500));
      }
    }
    assertThat(marathon.taskIds("/web")).containsAll(old);
    assertThat(marathon.view().deployments()).hasSize(1);

    marathon.cancel(id, false);
    marathon.advance(Duration.ofSeconds(1));
    assertThat(marathon.taskIds("/web")).containsExactlyElementsOf(old);
    assertThat(marathon.view().deployments()).isEmpty();
  }

  @Test
  void unhealthyOldOnesGoFirst() {
    marathon.deploy(checked("v1", 4).build());
    marathon.advance(Duration.ofSeconds(5));
    answerAll(status(200));
    String sick = marathon.taskIds("/web").get(2);
    marathon.advance(Duration.ofSeconds(10));
    for (ProbeId probe : List.copyOf(marathon.probes.keySet())) {
      marathon.answer(probe, status(probe.taskId().equals(sick) ? 500 : 200));
    }

    marathon.deploy(checked("v2", 4).upgradeStrategy(new UpgradeStrategy(0.75, 0)).build());

    assertThat(marathon.taskIds("/web")).doesNotContain(sick);
  }

  @Test
  void deploymentWaitsForReadiness() {
    ReadinessCheck ready =
        new ReadinessCheck(
            "ready",
            "HTTP",
            "/ready",
            "http",
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Set.of(200),
            true);
    marathon.deploy(
        web("v1", 1, 1, 0)
            .portDefinitions(List.of(new PortDefinition(0, "tcp", Optional.of("http"), Map.of())))
            .readinessChecks(List.of(ready))
            .build());
    assertThat(marathon.probes).hasSize(1);
    answerAll(status(503));
    assertThat(marathon.view().deployments()).hasSize(1);

    marathon.advance(Duration.ofSeconds(30));
    answerAll(status(200));
    assertThat(marathon.view().deployments()).isEmpty();
    marathon.advance(Duration.ofMinutes(5));
    assertThat(marathon.probes).isEmpty();
  }
}
