package io.entresol.marathon.core;

import static io.entresol.marathon.core.TestingMarathon.app;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.Constraint;
import io.entresol.marathon.core.app.GroupSpec;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.app.UnreachableStrategy;
import io.entresol.marathon.core.rest.CancelOutcome;
import io.entresol.marathon.core.rest.DeployOutcome;
import io.entresol.marathon.core.rest.DeploymentView;
import io.entresol.marathon.core.rest.DeploymentView.Action;
import io.entresol.marathon.core.rest.DeploymentView.Kind;
import io.entresol.marathon.core.rest.DeploymentView.Step;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.mesos.v1.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeploymentTest {
  private final TestingMarathon marathon = new TestingMarathon();
  private final TestingMaster master = marathon.master;

  @BeforeEach
  void start() {
    master.agent("a", 100, 100_000);
    marathon.start();
  }

  private DeploymentView only() {
    assertThat(marathon.view().deployments()).hasSize(1);
    return marathon.view().deployments().get(0);
  }

  private static Step step(Kind kind, String app) {
    return new Step(List.of(new Action(kind, AppId.of(app))));
  }

  @Test
  void deploymentInProgressCanBeSeen() {
    master.obedient = false;
    String id = marathon.deploy(app("/web").instances(2).build());

    DeploymentView deployment = only();
    assertThat(deployment.id()).isEqualTo(id);
    assertThat(deployment.affected()).containsExactly(AppId.of("/web"));
    assertThat(deployment.steps())
        .containsExactly(step(Kind.START, "/web"), step(Kind.SCALE, "/web"));
    assertThat(deployment.currentStep()).isEqualTo(2);
    assertThat(deployment.version()).isEqualTo(marathon.view().root().version());
  }

  @Test
  void eventsOfANewAppComeInOrder() {
    String id = marathon.deploy(app("/web").build());

    assertThat(marathon.eventTypes())
        .containsSubsequence(
            "api_post_event",
            "group_change_success",
            "deployment_info",
            "deployment_step_success",
            "deployment_info",
            "status_update_event",
            "deployment_step_success",
            "deployment_success");
    JsonNode success = marathon.events("deployment_success").get(0);
    assertThat(success.get("id").textValue()).isEqualTo(id);
    assertThat(success.at("/plan/id").textValue()).isEqualTo(id);
    assertThat(success.at("/plan/steps/1/actions/0/action").textValue())
        .isEqualTo("ScaleApplication");
    JsonNode info = marathon.events("deployment_info").get(0);
    assertThat(info.at("/currentStep/actions/0/app").textValue()).isEqualTo("/web");
    JsonNode post = marathon.events("api_post_event").get(0);
    assertThat(post.at("/appDefinition/id").textValue()).isEqualTo("/web");
    assertThat(post.get("clientIp").textValue()).isEqualTo("1.2.3.4");
  }

  @Test
  void identicalDefinitionIsADeploymentWithoutSteps() {
    AppSpec web = app("/web").build();
    marathon.deploy(web);
    List<String> tasks = marathon.taskIds("/web");
    marathon.events.clear();

    String id = marathon.deploy(web);

    assertThat(marathon.taskIds("/web")).isEqualTo(tasks);
    assertThat(marathon.eventTypes()).containsExactly("group_change_success", "deployment_success");
    assertThat(marathon.events("deployment_success").get(0).get("id").textValue()).isEqualTo(id);
  }

  @Test
  void everyDeploymentEndsOnce() {
    marathon.deploy(app("/web").build());
    marathon.deploy(app("/web").cmd(Optional.of("other")).build());
    marathon.advance(Duration.ofSeconds(1));
    marathon.remove("/web");
    marathon.advance(Duration.ofMinutes(10));

    assertThat(marathon.events("deployment_success")).hasSize(3);
    assertThat(marathon.events("deployment_failed")).isEmpty();
    assertThat(marathon.keys("deployments/")).isEmpty();
  }

  @Test
  void scalingKeepsTasks() {
    marathon.deploy(app("/web").instances(3).build());
    List<String> before = marathon.taskIds("/web");

    marathon.scale("/web", 5);
    marathon.advance(Duration.ofSeconds(1));
    assertThat(marathon.taskIds("/web")).hasSize(5).containsAll(before);

    marathon.scale("/web", 0);
    assertThat(marathon.taskIds("/web")).isEmpty();
  }

  @Test
  void scalingDownKillsTheYoungestOrTheOldest() {
    marathon.deploy(app("/web").instances(2).build());
    marathon.advance(Duration.ofSeconds(10));
    List<String> old = marathon.taskIds("/web");
    marathon.scale("/web", 4);
    marathon.advance(Duration.ofSeconds(10));

    marathon.scale("/web", 2);

    assertThat(marathon.taskIds("/web")).containsExactlyInAnyOrderElementsOf(old);
  }

  @Test
  void tasksThatWereAskedForGoFirst() {
    marathon.deploy(app("/web").instances(4).build());
    String victim = marathon.taskIds("/web").get(1);

    marathon.scale("/web", 3, victim);

    assertThat(marathon.taskIds("/web")).hasSize(3).doesNotContain(victim);
  }

  @Test
  void unreachableOnesGoFirstAndDoNotBlock() {
    TestingMaster.Agent other = master.agent("b", 100, 1000);
    marathon.deploy(
        app("/web")
            .instances(4)
            .constraints(
                List.of(new Constraint("hostname", Constraint.Operator.MAX_PER, Optional.of("2"))))
            .unreachableStrategy(new UnreachableStrategy.Disabled())
            .build());
    marathon.advance(Duration.ofSeconds(10));
    assertThat(marathon.running("/web")).hasSize(4);
    master.partition(other);
    marathon.settle();

    marathon.scale("/web", 2);

    assertThat(marathon.running("/web")).hasSize(2).allMatch(one -> one.host().equals("a"));
    assertThat(marathon.view().deployments()).isEmpty();
  }

  @Test
  void restartReplacesEveryTaskThoughNothingChanged() {
    marathon.deploy(app("/web").instances(3).build());
    List<String> before = marathon.taskIds("/web");
    marathon.advance(Duration.ofSeconds(10));

    marathon.restart("/web");
    marathon.advance(Duration.ofSeconds(10));

    assertThat(marathon.running("/web")).hasSize(3);
    assertThat(marathon.taskIds("/web")).doesNotContainAnyElementsOf(before);
    assertThat(marathon.view().deployments()).isEmpty();
  }

  @Test
  void removedAppIsGoneWithItsTasks() {
    marathon.deploy(app("/web").instances(3).build());

    marathon.remove("/web");

    assertThat(marathon.view().root().apps()).isEmpty();
    assertThat(marathon.instances("/web")).isEmpty();
    assertThat(master.liveTasks()).isEmpty();
    assertThat(marathon.eventTypes()).contains("app_terminated_event");
    assertThat(marathon.keys("instances/")).isEmpty();
  }

  @Test
  void removingAnAppWhileItIsDeployedEndsWithNothing() {
    master.obedient = false;
    marathon.deploy(app("/web").instances(3).build());
    marathon.remove("/web");
    master.obedient = true;
    marathon.advance(Duration.ofMinutes(2));

    assertThat(marathon.instances("/web")).isEmpty();
    assertThat(master.liveTasks()).isEmpty();
    assertThat(marathon.view().deployments()).isEmpty();
  }

  @Test
  void deployedAppIsLocked() {
    master.obedient = false;
    String first = marathon.deploy(app("/web").build());
    RootGroup before = marathon.view().root();

    DeployOutcome outcome =
        marathon.tryDeploy(false, app("/web").cmd(Optional.of("other")).build());

    assertThat(outcome).isEqualTo(new DeployOutcome.Locked(List.of(first)));
    assertThat(marathon.view().root()).isEqualTo(before);
    assertThat(marathon.tryDeploy(false, app("/other").build()))
        .isInstanceOf(DeployOutcome.Accepted.class);
  }

  @Test
  void forceCancelsTheDeploymentInTheWay() {
    master.obedient = false;
    String first = marathon.deploy(app("/web").build());
    master.obedient = true;

    marathon.force(app("/web").cmd(Optional.of("other")).build());
    marathon.advance(Duration.ofMinutes(11));

    assertThat(marathon.events("deployment_failed").get(0).get("id").textValue()).isEqualTo(first);
    assertThat(marathon.view().deployments()).isEmpty();
    assertThat(marathon.running("/web")).hasSize(1);
  }

  @Test
  void forcedScalingFinishesWhatACancelledRestartHasLeft() {
    marathon.deploy(app("/web").instances(4).build());
    marathon.advance(Duration.ofSeconds(1));
    master.obedient = false;
    marathon.deploy(app("/web").cmd(Optional.of("new")).instances(4).build());
    master.obedient = true;
    AppSpec wanted = marathon.view().root().app(AppId.of("/web")).orElseThrow();

    marathon.force(wanted.withInstances(3));
    marathon.advance(Duration.ofMinutes(11));

    assertThat(marathon.running("/web"))
        .hasSize(3)
        .allMatch(one -> !one.version().isBefore(wanted.configVersion()));
  }

  @Test
  void numberOfDeploymentsIsBounded() {
    master.obedient = false;
    for (int i = 0; i < 100; i++) {
      marathon.deploy(app("/web" + i).build());
    }

    assertThat(marathon.tryDeploy(true, app("/one-more").build()))
        .isEqualTo(new DeployOutcome.TooManyDeployments(100));
    assertThat(marathon.tryDeploy(true, app("/web7").instances(2).build()))
        .isInstanceOf(DeployOutcome.Accepted.class);
  }

  @Test
  void dependenciesRunFirst() {
    master.obedient = false;
    marathon.deploy(app("/web").dependencies(Set.of(AppId.of("/db"))).build(), app("/db").build());

    assertThat(only().steps())
        .containsExactly(
            new Step(
                List.of(
                    new Action(Kind.START, AppId.of("/db")),
                    new Action(Kind.START, AppId.of("/web")))),
            step(Kind.SCALE, "/db"),
            step(Kind.SCALE, "/web"));
    assertThat(marathon.instances("/web")).isEmpty();

    master.update(marathon.taskIds("/db").get(0), TaskState.TASK_RUNNING);
    marathon.advance(Duration.ofMillis(100));
    assertThat(marathon.instances("/web")).hasSize(1);
  }

  @Test
  void groupDependenciesHoldForAllTheirApps() {
    RootGroup root =
        new RootGroup(
            new TreeMap<>(),
            new TreeMap<>(
                Map.of(
                    AppId.of("/front"),
                    new GroupSpec(
                        AppId.of("/front"),
                        Set.of(AppId.of("/back")),
                        Optional.empty(),
                        marathon.now))),
            marathon.now);
    master.obedient = false;
    marathon.tryDeploy(
        present ->
            root.withApps(
                List.of(
                    app("/front/web").version(marathon.now).build(),
                    app("/back/db").version(marathon.now).build()),
                present.version()),
        false);

    assertThat(only().steps().get(1)).isEqualTo(step(Kind.SCALE, "/back/db"));
    assertThat(only().steps().get(2)).isEqualTo(step(Kind.SCALE, "/front/web"));
    assertThat(marathon.keys("groups/")).containsExactly("groups/front");
  }

  @Test
  void cancelledDeploymentOfANewAppRemovesIt() {
    master.obedient = false;
    String id = marathon.deploy(app("/web").build());
    master.obedient = true;

    CancelOutcome outcome = marathon.cancel(id, false);
    marathon.advance(Duration.ofMinutes(1));

    assertThat(outcome).isInstanceOf(CancelOutcome.Reverting.class);
    assertThat(marathon.view().root().apps()).isEmpty();
    assertThat(marathon.instances("/web")).isEmpty();
    assertThat(marathon.events("deployment_failed").get(0).get("id").textValue()).isEqualTo(id);
  }

  @Test
  void cancelledUpdateKeepsTheTasksOfTheOldVersion() {
    marathon.deploy(app("/web").instances(2).build());
    List<String> before = marathon.taskIds("/web");
    master.obedient = false;
    String id = marathon.deploy(app("/web").cmd(Optional.of("broken")).instances(2).build());
    master.obedient = true;
    assertThat(marathon.running("/web")).hasSize(2);

    marathon.cancel(id, false);
    marathon.advance(Duration.ofMinutes(1));

    AppSpec restored = marathon.view().root().app(AppId.of("/web")).orElseThrow();
    assertThat(restored.cmd()).contains("sleep 100");
    assertThat(marathon.taskIds("/web")).isEqualTo(before);
    assertThat(marathon.view().deployments()).isEmpty();
  }

  @Test
  void cancellingLeavesLaterChangesOfOthersAlone() {
    master.obedient = false;
    String id = marathon.deploy(app("/web").build());
    marathon.deploy(app("/other").build());
    master.obedient = true;

    marathon.cancel(id, false);

    assertThat(marathon.view().root().apps().keySet()).containsExactly(AppId.of("/other"));
  }

  @Test
  void stoppedDeploymentLeavesTheAppWhereItStands() {
    marathon.deploy(app("/web").instances(2).build());
    master.obedient = false;
    String id = marathon.deploy(app("/web").cmd(Optional.of("new")).instances(2).build());

    assertThat(marathon.cancel(id, true)).isEqualTo(new CancelOutcome.Stopped());

    assertThat(marathon.view().deployments()).isEmpty();
    assertThat(marathon.view().root().app(AppId.of("/web")).orElseThrow().cmd()).contains("new");
    assertThat(marathon.running("/web")).hasSize(2);
    assertThat(marathon.cancel("nonsense", true)).isEqualTo(new CancelOutcome.NotFound());
  }

  @Test
  void cancelledRestartStops() {
    marathon.deploy(app("/web").instances(2).build());
    marathon.advance(Duration.ofSeconds(1));
    master.obedient = false;
    String id = marathon.restart("/web");
    master.obedient = true;

    marathon.cancel(id, false);

    assertThat(marathon.view().deployments()).isEmpty();
    assertThat(marathon.running("/web")).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void appThatWaitsForItsTurnIsKeptAsItWas() {
    marathon.deploy(app("/web").dependencies(Set.of(AppId.of("/db"))).build(), app("/db").build());
    marathon.advance(Duration.ofSeconds(1));
    master.obedient = false;
    marathon.deploy(
        app("/web").dependencies(Set.of(AppId.of("/db"))).cmd(Optional.of("v2")).build(),
        app("/db").cmd(Optional.of("v2")).build());
    master.obedient = true;
    String web = marathon.taskIds("/web").get(0);
    master.update(web, TaskState.TASK_FAILED);
    marathon.advance(Duration.ofSeconds(10));

    assertThat(marathon.running("/web")).hasSize(1);
    assertThat(marathon.view().deployments()).hasSize(1);
  }

  @Test
  void everyChangeMakesAVersionOfTheAppAndTheTree() {
    AppId web = AppId.of("/web");
    marathon.deploy(app("/web").build());
    var first = marathon.view().root().app(web).orElseThrow();
    marathon.advance(Duration.ofSeconds(1));
    marathon.scale("/web", 2);
    marathon.advance(Duration.ofSeconds(1));
    marathon.deploy(app("/other").build());

    assertThat(marathon.view().appVersions(web))
        .hasSize(2)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(marathon.view().appVersion(web, first.version())).contains(first);
    assertThat(marathon.view().rootVersions()).hasSize(4);
    RootGroup earlier =
        marathon.view().rootVersion(marathon.view().rootVersions().get(2)).orElseThrow();
    assertThat(earlier.apps()).containsOnlyKeys(web);
    assertThat(earlier.app(web).orElseThrow().instances()).isEqualTo(1);
  }

  @Test
  void versionsAreBounded() {
    AppId web = AppId.of("/web");
    for (int i = 0; i < 120; i++) {
      marathon.deploy(app("/web").cmd(Optional.of("run " + i)).build());
      marathon.advance(Duration.ofSeconds(1));
    }

    assertThat(marathon.view().appVersions(web)).hasSizeBetween(50, 52);
    assertThat(marathon.keys("apps/web/")).hasSameSizeAs(marathon.view().appVersions(web));
    assertThat(marathon.view().rootVersions()).hasSize(50);
    assertThat(marathon.keys("history/")).hasSize(49);
    assertThat(marathon.view().rootVersion(marathon.view().rootVersions().get(49))).isPresent();

    marathon.remove("/web");
    for (int i = 0; i < 60; i++) {
      marathon.deploy(app("/other").instances(0).cmd(Optional.of("run " + i)).build());
    }
    assertThat(marathon.keys("apps/web/")).isEmpty();
  }

  @Test
  void killedTaskIsReplacedWithoutADeployment() {
    marathon.deploy(app("/web").instances(2).build());
    marathon.advance(Duration.ofSeconds(1));
    String victim = marathon.taskIds("/web").get(0);
    marathon.kill(victim);

    assertThat(marathon.view().deployments()).isEmpty();
    assertThat(marathon.running("/web"))
        .hasSize(2)
        .extracting(InstanceView::taskId)
        .doesNotContain(victim);
  }
}
