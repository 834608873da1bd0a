package io.entresol.marathon.core;

import static io.entresol.marathon.core.TestingMarathon.app;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.marathon.core.app.AppSpecBuilder;
import io.entresol.marathon.core.app.Container;
import io.entresol.marathon.core.app.HealthCheck;
import io.entresol.marathon.core.app.HealthCheck.Protocol;
import io.entresol.marathon.core.app.Network;
import io.entresol.marathon.core.app.PortDefinition;
import io.entresol.marathon.core.app.PortMapping;
import io.entresol.marathon.core.effect.MarathonEffect;
import io.entresol.marathon.core.effect.ProbeId;
import io.entresol.marathon.core.effect.ProbeResult;
import io.entresol.marathon.core.effect.ProbeTarget;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.mesos.v1.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final TestingMarathon marathon = new TestingMarathon();
  private final TestingMaster master = marathon.master;

  @BeforeEach
  void start() {
    master.agent("a", 1000, 100_000);
    marathon.start();
  }

  private static HealthCheck check(Protocol protocol, int maxFailures) {
    return new HealthCheck(
        protocol,
        protocol.isHttp() ? Optional.of("/health?deep=1") : Optional.empty(),
        Optional.of(0),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofSeconds(7),
        Duration.ZERO,
        maxFailures,
        false,
        "IPv4");
  }

  private static AppSpecBuilder checked(HealthCheck check) {
    return app("/web")
        .portDefinitions(List.of(new PortDefinition(0, "tcp", Optional.empty(), Map.of())))
        .healthChecks(List.of(check));
  }

  private MarathonEffect.Probe only() {
    assertThat(marathon.probes).hasSize(1);
    return marathon.probes.values().iterator().next();
  }

  private InstanceView instance() {
    return marathon.instances("/web").get(0);
  }

  /** The check is made, and finds that. */
  private void next(ProbeResult result) {
    marathon.advance(Duration.ofSeconds(10));
    marathon.answer(only().id(), result);
  }

  private static ProbeResult status(int status) {
    return new ProbeResult.Answered(status, "", "");
  }

  @Test
  void hostPortIsLookedAtSoonAfterTheStart() {
    marathon.deploy(checked(check(Protocol.HTTP, 3)).build());
    assertThat(marathon.probes).isEmpty();
    marathon.advance(Duration.ofSeconds(5));

    assertThat(only().target())
        .isEqualTo(
            new ProbeTarget.Http(
                false, "a", instance().ports().get(0), "/health?deep=1", Duration.ofSeconds(7)));
    marathon.answer(only().id(), status(204));
    assertThat(instance().isHealthy()).isTrue();

    marathon.advance(Duration.ofSeconds(9));
    assertThat(marathon.probes).isEmpty();
    marathon.advance(Duration.ofSeconds(1));
    assertThat(marathon.probes).hasSize(1);
  }

  @Test
  void tcpConnects() {
    marathon.deploy(checked(check(Protocol.TCP, 3)).build());
    marathon.advance(Duration.ofSeconds(5));

    assertThat(only().target()).isInstanceOf(ProbeTarget.Tcp.class);
    marathon.answer(only().id(), new ProbeResult.Connected());
    assertThat(instance().isHealthy()).isTrue();
  }

  @Test
  void portWithoutAHostPortIsLookedAtInsideItsNetwork() {
    PortMapping mapping =
        new PortMapping(8080, Optional.empty(), 0, "tcp", Optional.empty(), Map.of(), List.of());
    Container container =
        new Container(
            Container.Type.MESOS, Optional.empty(), List.of(), List.of(mapping), Optional.empty());
    marathon.deploy(
        app("/web")
            .networks(List.of(new Network(Network.Mode.CONTAINER, Optional.of("net"), Map.of())))
            .container(Optional.of(container))
            .healthChecks(List.of(check(Protocol.HTTP, 3)))
            .build());
    marathon.advance(Duration.ofSeconds(5));
    assertThat(marathon.probes).as("its address is not known yet").isEmpty();

    var status =
        TestingMaster.status(instance().taskId(), "agent-a", TaskState.TASK_RUNNING).toBuilder();
    status
        .getContainerStatusBuilder()
        .addNetworkInfosBuilder()
        .addIpAddressesBuilder()
        .setIpAddress("10.1.2.3");
    master.send(status.build());
    marathon.settle();
    marathon.advance(Duration.ofSeconds(10));

    assertThat(only().target().host()).isEqualTo("10.1.2.3");
    assertThat(only().target().port()).isEqualTo(8080);
  }

  @Test
  void failuresInTheGracePeriodAreIgnored() {
    marathon.deploy(checked(check(Protocol.HTTP, 1)).build());
    String taskId = instance().taskId();
    next(status(500));
    next(status(500));

    assertThat(instance().taskId()).isEqualTo(taskId);
    assertThat(instance().healthResults()).isEmpty();
    next(status(500));
    assertThat(marathon.taskIds("/web")).doesNotContain(taskId);
  }

  @Test
  void instanceThatFailsTooOftenIsReplacedAtOnce() {
    marathon.deploy(checked(check(Protocol.HTTP, 3)).build());
    String taskId = instance().taskId();
    next(status(200));
    next(new ProbeResult.Failed("connection refused"));
    next(status(404));
    assertThat(instance().healthResults().get(0).consecutiveFailures()).isEqualTo(2);
    assertThat(instance().isUnhealthy()).isTrue();
    next(status(500));
    marathon.advance(Duration.ofMillis(100));

    assertThat(marathon.running("/web")).hasSize(1);
    assertThat(instance().taskId()).isNotEqualTo(taskId);
    JsonNode kill = marathon.events("unhealthy_instance_kill_event").get(0);
    assertThat(kill.get("taskId").textValue()).isEqualTo(taskId);
    assertThat(kill.get("host").textValue()).isEqualTo("a");
    assertThat(marathon.events("failed_health_check_event")).hasSize(3);
    assertThat(marathon.events("health_status_changed_event"))
        .extracting(event -> event.get("alive").booleanValue())
        .containsExactly(true, false);
  }

  @Test
  void oneSuccessForgivesEarlierFailures() {
    marathon.deploy(checked(check(Protocol.HTTP, 2)).build());
    String taskId = instance().taskId();
    next(status(200));
    for (int i = 0; i < 10; i++) {
      next(status(i % 2 == 0 ? 500 : 200));
    }

    assertThat(instance().taskId()).isEqualTo(taskId);
  }

  @Test
  void zeroFailuresNeverKills() {
    marathon.deploy(checked(check(Protocol.HTTP, 0)).build());
    String taskId = instance().taskId();
    for (int i = 0; i < 20; i++) {
      next(status(500));
    }

    assertThat(instance().taskId()).isEqualTo(taskId);
  }

  @Test
  void whatTheAgentChecksComesWithStatusUpdates() {
    marathon.deploy(checked(check(Protocol.MESOS_HTTP, 3)).build());
    marathon.advance(Duration.ofMinutes(1));
    assertThat(marathon.probes).isEmpty();
    assertThat(marathon.view().deployments()).hasSize(1);

    master.update(instance().taskId(), TaskState.TASK_RUNNING, Optional.of(true));
    marathon.settle();

    assertThat(marathon.view().deployments()).isEmpty();
    assertThat(instance().isHealthy()).isTrue();
    assertThat(marathon.events("status_update_event")).hasSize(1);
    assertThat(marathon.events("instance_health_changed_event")).hasSize(1);
  }

  @Test
  void lateAnswerOfAnEndedTaskIsIgnored() {
    marathon.deploy(checked(check(Protocol.HTTP, 1)).build());
    marathon.advance(Duration.ofSeconds(5));
    ProbeId id = only().id();
    marathon.kill(instance().taskId());

    marathon.answer(id, status(200));

    marathon.advance(Duration.ofSeconds(1));
    assertThat(instance().healthResults()).isEmpty();
  }

  @Test
  void checksComeAndGoWithTheirApp() {
    marathon.deploy(checked(check(Protocol.HTTP, 1)).instances(0).build());
    marathon.scale("/web", 1);
    assertThat(marathon.events("add_health_check_event")).hasSize(1);
    assertThat(marathon.events("add_health_check_event").get(0).at("/healthCheck/path").textValue())
        .isEqualTo("/health?deep=1");

    marathon.remove("/web");
    assertThat(marathon.events("remove_health_check_event")).hasSize(1);
  }

  @Test
  void checksAtATimeAreBounded() {
    marathon.deploy(checked(check(Protocol.HTTP, 1)).instances(300).build());
    marathon.advance(Duration.ofSeconds(40));

    assertThat(marathon.running("/web")).hasSize(300);
    assertThat(marathon.probes).hasSize(256);
  }

  @Test
  void healthIsUnknownAfterAFailover() {
    marathon.deploy(checked(check(Protocol.HTTP, 1)).build());
    next(status(200));
    marathon.start();
    assertThat(instance().healthResults()).isEmpty();

    next(status(200));
    assertThat(instance().isHealthy()).isTrue();
  }
}
