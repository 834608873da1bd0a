package io.entresol.agent.core;

import static io.entresol.agent.core.CommandTaskTest.container;
import static io.entresol.agent.core.CommandTaskTest.running;
import static io.entresol.agent.core.TestingAgent.effectsOf;
import static io.entresol.agent.core.TestingAgent.statuses;
import static io.entresol.agent.core.TestingAgent.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.CheckInfo;
import io.entresol.mesos.v1.CheckStatusInfo;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.HealthCheck;
import io.entresol.mesos.v1.NetworkInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckTest {
  private static final CommandInfo COMMAND =
      CommandInfo.newBuilder().setValue("test -e ok").build();

  private static HealthCheck.Builder health() {
    return HealthCheck.newBuilder()
        .setType(HealthCheck.Type.COMMAND)
        .setCommand(COMMAND)
        .setDelaySeconds(1)
        .setIntervalSeconds(2)
        .setTimeoutSeconds(5)
        .setConsecutiveFailures(2)
        .setGracePeriodSeconds(0);
  }

  private static Probe probe(TestingAgent agent) {
    return effectsOf(AgentEffect.RunProbe.class, agent.effects()).get(0).probe();
  }

  /** Probes with that result, and returns the update that followed, if one did. */
  private static Optional<TaskStatus> probe(TestingAgent agent, Probe.Result result) {
    agent.probed(probe(agent), result);
    List<TaskStatus> sent = new ArrayList<>();
    List<AgentEffect> effects = agent.effects();
    while (!statuses(effects).isEmpty()) {
      TaskStatus status = statuses(effects).get(0);
      sent.add(status);
      agent.acknowledge(status);
      effects = agent.effects();
    }
    return sent.stream().findFirst();
  }

  @Test
  void probesAfterTheDelayAndThenAtIntervalsFromResultToProbe() {
    TestingAgent agent = running(task("t").setHealthCheck(health()).build());
    agent.effects();
    agent.pass(Duration.ofMillis(999));
    assertThat(agent.effects()).isEmpty();
    agent.pass(Duration.ofMillis(1));
    Probe probe = probe(agent);
    assertThat(probe)
        .isEqualTo(
            new Probe(
                container(agent),
                Probe.Purpose.HEALTH,
                false,
                new Probe.Command(COMMAND),
                Optional.of(Duration.ofSeconds(5))));
    agent.pass(Duration.ofSeconds(4));
    assertThat(agent.effects()).isEmpty();
    agent.probed(probe, new Probe.Exited(0));
    agent.acknowledgeAll();
    agent.pass(Duration.ofSeconds(2));
    assertThat(probe(agent)).isEqualTo(probe);
  }

  @Test
  void reportsTheFirstSuccessAndEveryChange() {
    TestingAgent agent = running(task("t").setHealthCheck(health()).build());
    agent.pass(Duration.ofSeconds(1));
    TaskStatus healthy = probe(agent, new Probe.Exited(0)).orElseThrow();
    assertThat(healthy.getState()).isEqualTo(TaskState.TASK_RUNNING);
    assertThat(healthy.getHealthy()).isTrue();
    assertThat(healthy.getReason())
        .isEqualTo(TaskStatus.Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED);
    agent.pass(Duration.ofSeconds(2));
    assertThat(probe(agent, new Probe.Exited(0))).isEmpty();
    agent.pass(Duration.ofSeconds(2));
    assertThat(probe(agent, new Probe.Exited(1)).orElseThrow().getHealthy()).isFalse();
    agent.pass(Duration.ofSeconds(2));
    assertThat(probe(agent, new Probe.Exited(0)).orElseThrow().getHealthy()).isTrue();
  }

  @Test
  void tooManyFailuresInARowKillTheTask() {
    TestingAgent agent = running(task("t").setHealthCheck(health()).build());
    ContainerID container = container(agent);
    agent.pass(Duration.ofSeconds(1));
    assertThat(probe(agent, new Probe.Exited(1))).isPresent();
    agent.pass(Duration.ofSeconds(2));
    agent.probed(probe(agent), new Probe.Failed("took too long"));
    List<AgentEffect> effects = agent.effects();
    assertThat(effectsOf(AgentEffect.KillContainer.class, effects))
        .containsExactly(new AgentEffect.KillContainer(container, Duration.ofSeconds(3)));
    statuses(effects).forEach(agent::acknowledge);
    agent.containerEnds(container, 15);
    List<TaskStatus> last = new ArrayList<>();
    for (List<TaskStatus> sent = statuses(agent.effects());
        !sent.isEmpty();
        sent = statuses(agent.effects())) {
      last.addAll(sent);
      sent.forEach(agent::acknowledge);
    }
    assertThat(last)
        .extracting(TaskStatus::getState)
        .containsExactly(TaskState.TASK_KILLING, TaskState.TASK_KILLED);
    assertThat(last.get(0).hasHealthy()).isFalse();
    assertThat(last.get(1).getHealthy()).isFalse();
    assertThat(last.get(1).hasHealthy()).isTrue();
    assertThat(last.get(1).hasReason()).isFalse();
  }

  @Test
  void failuresInTheGracePeriodAreExcusedUntilTheFirstSuccess() {
    TestingAgent agent =
        running(task("t").setHealthCheck(health().setGracePeriodSeconds(10)).build());
    agent.pass(Duration.ofSeconds(1));
    assertThat(probe(agent, new Probe.Exited(1))).isEmpty();
    agent.pass(Duration.ofSeconds(2));
    assertThat(probe(agent, new Probe.Exited(0))).isPresent();
    agent.pass(Duration.ofSeconds(2));
    assertThat(probe(agent, new Probe.Exited(1))).isPresent();
  }

  @Test
  void failuresCountOnceTheGracePeriodIsOver() {
    TestingAgent agent =
        running(task("t").setHealthCheck(health().setGracePeriodSeconds(2)).build());
    agent.pass(Duration.ofSeconds(1));
    assertThat(probe(agent, new Probe.Exited(1))).isEmpty();
    agent.pass(Duration.ofSeconds(2));
    assertThat(probe(agent, new Probe.Exited(1))).isPresent();
  }

  @Test
  void aResultAfterTheKillTellsNothing() {
    TestingAgent agent = running(task("t").setHealthCheck(health()).build());
    agent.pass(Duration.ofSeconds(1));
    Probe probe = probe(agent);
    agent.kill("t");
    agent.acknowledgeAll();
    agent.probed(probe, new Probe.Exited(0));
    assertThat(agent.effects()).isEmpty();
  }

  @Test
  void httpAndTcpChecksAskTheLoopback() {
    var http =
        HealthCheck.HTTPCheckInfo.newBuilder().setPort(8080).setPath("/up").setScheme("https");
    assertThat(target(health().clearCommand().setType(HealthCheck.Type.HTTP).setHttp(http)))
        .isEqualTo(new Probe.Http("https", "127.0.0.1", 8080, "/up"));
    assertThat(
            target(
                health()
                    .clearCommand()
                    .setType(HealthCheck.Type.HTTP)
                    .setHttp(http.setProtocol(NetworkInfo.Protocol.IPv6))))
        .isEqualTo(new Probe.Http("https", "::1", 8080, "/up"));
    assertThat(
            target(
                health()
                    .clearCommand()
                    .setType(HealthCheck.Type.TCP)
                    .setTcp(HealthCheck.TCPCheckInfo.newBuilder().setPort(80))))
        .isEqualTo(new Probe.Tcp("127.0.0.1", 80));
  }

  private static Probe.Target target(HealthCheck.Builder check) {
    TestingAgent agent = running(task("t").setHealthCheck(check).build());
    return probe(agent.pass(Duration.ofSeconds(1))).target();
  }

  @Test
  void containersWithANetworkOfTheirOwnAreAskedThere() {
    TestingAgent agent = TestingAgent.registered();
    agent.launch(
        TestingAgent.aware(),
        TestingAgent.dockerTask("t")
            .setHealthCheck(
                health()
                    .clearCommand()
                    .setType(HealthCheck.Type.TCP)
                    .setTcp(HealthCheck.TCPCheckInfo.newBuilder().setPort(80)))
            .build());
    ContainerID container = agent.launchedContainer();
    NetworkInfo.Builder network = NetworkInfo.newBuilder();
    network.addIpAddressesBuilder().setIpAddress("172.17.0.2");
    agent.containerRuns(
        container,
        ContainerStatus.newBuilder().setContainerId(container).addNetworkInfos(network).build());
    agent.acknowledgeAll();
    Probe probe = probe(agent.pass(Duration.ofSeconds(1)));
    assertThat(probe.target()).isEqualTo(new Probe.Tcp("172.17.0.2", 80));
    assertThat(probe.docker()).isTrue();
  }

  @Test
  void statusCodesFromTwoToThreeHundredAreHealthy() {
    assertThat(TaskChecks.isSuccess(new Probe.Answered(199))).isFalse();
    assertThat(TaskChecks.isSuccess(new Probe.Answered(200))).isTrue();
    assertThat(TaskChecks.isSuccess(new Probe.Answered(399))).isTrue();
    assertThat(TaskChecks.isSuccess(new Probe.Answered(400))).isFalse();
    assertThat(TaskChecks.isSuccess(new Probe.Connected(true))).isTrue();
    assertThat(TaskChecks.isSuccess(new Probe.Connected(false))).isFalse();
  }

  @Test
  void aCheckStandsInEveryUpdateAndNeverKills() {
    CheckInfo check =
        CheckInfo.newBuilder()
            .setType(CheckInfo.Type.COMMAND)
            .setCommand(CheckInfo.Command.newBuilder().setCommand(COMMAND))
            .setDelaySeconds(1)
            .setIntervalSeconds(1)
            .build();
    CheckStatusInfo empty =
        CheckStatusInfo.newBuilder()
            .setType(CheckInfo.Type.COMMAND)
            .setCommand(CheckStatusInfo.Command.getDefaultInstance())
            .build();
    TestingAgent agent = TestingAgent.registered();
    agent
        .launch(
            TestingAgent.aware(),
            task("t").setCheck(check).setHealthCheck(health().setDelaySeconds(1.5)).build())
        .containerRuns(agent.launchedContainer());
    TaskStatus starting = statuses(agent.effects()).get(0);
    assertThat(starting.getCheckStatus()).isEqualTo(empty);
    agent.acknowledge(starting);
    TaskStatus running = statuses(agent.effects()).get(0);
    assertThat(running.getCheckStatus()).isEqualTo(empty);
    agent.acknowledge(running);
    agent.effects();

    agent.pass(Duration.ofSeconds(1));
    TaskStatus checked = probe(agent, new Probe.Exited(7)).orElseThrow();
    assertThat(checked.getReason()).isEqualTo(TaskStatus.Reason.REASON_TASK_CHECK_STATUS_UPDATED);
    assertThat(checked.getCheckStatus().getCommand().getExitCode()).isEqualTo(7);
    agent.pass(Duration.ofMillis(500));
    TaskStatus healthy = probe(agent, new Probe.Exited(0)).orElseThrow();
    assertThat(healthy.getHealthy()).isTrue();
    assertThat(healthy.getCheckStatus().getCommand().getExitCode()).isEqualTo(7);

    agent.pass(Duration.ofMillis(500));
    assertThat(probe(agent, new Probe.Exited(7))).isEmpty();
    agent.kill("t");
    TaskStatus killing = statuses(agent.effects()).get(0);
    assertThat(killing.getCheckStatus()).isEqualTo(empty);
  }
}
