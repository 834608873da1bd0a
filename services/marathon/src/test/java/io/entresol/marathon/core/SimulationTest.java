package io.entresol.marathon.core;

import static io.entresol.marathon.core.TestingMarathon.app;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.UpgradeStrategy;
import io.entresol.marathon.core.rest.DeployOutcome;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.marathon.core.rest.RootChange;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever happens, in whichever order: nothing is launched twice or beyond what is allowed, and
 * once it is quiet exactly what is wanted runs. A failing seed is printed and replays.
 */
class SimulationTest {
  private static final int STEPS = 120;
  private static final List<String> APPS = List.of("/a", "/b", "/prod/c");

  @Property(tries = 40)
  void whatIsWantedRunsInTheEnd(@ForAll long seed) {
    new Run(seed).play();
  }

  /** One history. */
  private static final class Run {
    private final Random random;
    private final TestingMarathon marathon = new TestingMarathon();
    private final TestingMaster master = marathon.master;
    private int commands;

    Run(long seed) {
      random = new Random(seed);
    }

    void play() {
      for (int i = 0; i < 3; i++) {
        master.agent("host" + i, 12, 10_000);
      }
      master.onLaunch = this::checkCapacity;
      marathon.start();
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      calmDown();
      checkEnd();
    }

    /** A launch never goes beyond what its app may have at most, those that are ending included. */
    private void checkCapacity(TaskInfo launched) {
      AppId app = AppId.ofTask(launched.getTaskId().getValue()).orElseThrow();
      Optional<AppSpec> spec = marathon.view().root().app(app);
      if (spec.isEmpty()) {
        return;
      }
      long live =
          master.liveTasks().stream()
              .filter(task -> AppId.ofTask(task.id()).orElseThrow().equals(app))
              .filter(task -> isKnown(task.id()))
              .count();
      double over = spec.get().upgradeStrategy().maximumOverCapacity();
      int most = (int) Math.floor(spec.get().instances() * (1 + over)) + 1;
      int before = earlierMost.getOrDefault(app, 0);
      assertThat(live + 1).as("tasks of %s", app).isLessThanOrEqualTo(Math.max(most, before));
    }

    /** An app that waits in a deployment is kept as it was, so its earlier bound counts too. */
    private final Map<AppId, Integer> earlierMost = new HashMap<>();

    /** Whether Marathon can know that the task is there and alive. */
    private boolean isKnown(String taskId) {
      return marathon
          .view()
          .instance(taskId)
          .filter(instance -> !instance.state().equals("TASK_UNREACHABLE"))
          .isPresent();
    }

    private void step() {
      switch (random.nextInt(16)) {
        case 0, 1, 2 -> deploy();
        case 3 -> marathon.advance(Duration.ofSeconds(random.nextInt(100)));
        case 4 -> end(TaskState.TASK_FAILED);
        case 5 -> end(TaskState.TASK_FINISHED);
        case 6 -> killSome();
        case 7 -> master.obedient = random.nextBoolean();
        case 8 -> toggleReachability();
        case 9 -> cancelSome();
        case 10 -> restartSome();
        case 11 -> failOver();
        case 12 -> loseMaster();
        default -> progress();
      }
      marathon.settle();
      marathon.advance(Duration.ofMillis(random.nextInt(3000)));
      checkRecords();
    }

    private String anyApp() {
      return APPS.get(random.nextInt(APPS.size()));
    }

    private void deploy() {
      AppId id = AppId.of(anyApp());
      noteBound(id);
      maybeCrash();
      boolean force = random.nextInt(3) > 0;
      if (random.nextInt(5) == 0) {
        if (marathon.view().root().app(id).isPresent()) {
          marathon.tryDeploy(root -> root.withoutApp(id, root.version()), force);
        }
        return;
      }
      AppSpec spec =
          app(id.path())
              .cmd(Optional.of("run " + random.nextInt(3)))
              .instances(random.nextInt(6))
              .upgradeStrategy(
                  new UpgradeStrategy(random.nextInt(3) / 2.0, random.nextInt(3) / 2.0))
              .build();
      marathon.tryDeploy(force, spec);
    }

    private void noteBound(AppId id) {
      marathon
          .view()
          .root()
          .app(id)
          .ifPresent(
              spec ->
                  earlierMost.merge(
                      id,
                      (int)
                              Math.floor(
                                  spec.instances()
                                      * (1 + spec.upgradeStrategy().maximumOverCapacity()))
                          + 1,
                      Math::max));
    }

    private void maybeCrash() {
      marathon.crash =
          switch (random.nextInt(8)) {
            case 0 -> TestingMarathon.Crash.BEFORE_STORING;
            case 1 -> TestingMarathon.Crash.AFTER_STORING;
            default -> TestingMarathon.Crash.NONE;
          };
    }

    private void end(TaskState state) {
      List<TestingMaster.Task> live = master.liveTasks();
      if (!live.isEmpty()) {
        maybeCrash();
        master.update(live.get(random.nextInt(live.size())).id(), state);
      }
    }

    private void progress() {
      for (TestingMaster.Task task : master.liveTasks()) {
        if (random.nextBoolean()) {
          continue;
        }
        if (master.condemned.contains(task.id())) {
          master.update(task.id(), TaskState.TASK_KILLED);
        } else if (task.state == TaskState.TASK_STAGING) {
          master.update(task.id(), TaskState.TASK_RUNNING);
        }
      }
    }

    private void killSome() {
      List<InstanceView> instances = List.copyOf(marathon.view().instances());
      if (!instances.isEmpty()) {
        maybeCrash();
        marathon.kill(instances.get(random.nextInt(instances.size())).taskId());
      }
    }

    private void toggleReachability() {
      List<TestingMaster.Agent> agents = List.copyOf(master.agents.values());
      TestingMaster.Agent agent = agents.get(random.nextInt(agents.size()));
      if (agent.reachable) {
        master.partition(agent);
      } else {
        master.heal(agent);
      }
    }

    private void cancelSome() {
      marathon.view().deployments().stream()
          .findFirst()
          .ifPresent(deployment -> marathon.cancel(deployment.id(), random.nextBoolean()));
    }

    private void restartSome() {
      AppId id = AppId.of(anyApp());
      if (marathon.view().root().app(id).isPresent()) {
        noteBound(id);
        DeployOutcome ignored =
            marathon.change(
                new RootChange(marathon.nextRoot(), Set.of(id), Set.of()), random.nextBoolean());
      }
    }

    private void failOver() {
      master.disconnect();
      marathon.start();
    }

    private void loseMaster() {
      marathon.run(marathon.core.masterChanged(false, marathon.now));
      master.disconnect();
      marathon.advance(Duration.ofSeconds(random.nextInt(60)));
      marathon.run(marathon.core.masterChanged(true, marathon.now));
    }

    /** What is stored is what is known. */
    private void checkRecords() {
      assertThat(marathon.keys("instances/"))
          .containsExactlyInAnyOrderElementsOf(
              marathon.view().instances().stream()
                  .map(one -> "instances/" + one.taskId().replace("._app.1", ""))
                  .toList());
      assertThat(marathon.keys("deployments/")).hasSameSizeAs(marathon.view().deployments());
      commands++;
    }

    private void calmDown() {
      marathon.crash = TestingMarathon.Crash.NONE;
      master.obedient = true;
      master.agents.values().stream().filter(agent -> !agent.reachable).forEach(master::heal);
      master.liveTasks().stream()
          .filter(task -> task.state == TaskState.TASK_STAGING)
          .toList()
          .forEach(task -> master.update(task.id(), TaskState.TASK_RUNNING));
      marathon.settle();
      marathon.advance(Duration.ofMinutes(30));
    }

    private void checkEnd() {
      assertThat(commands).isEqualTo(STEPS);
      assertThat(marathon.view().deployments()).isEmpty();
      assertThat(marathon.view().queue()).isEmpty();
      int wanted = 0;
      for (AppSpec spec : marathon.view().root().apps().values()) {
        wanted += spec.instances();
        assertThat(marathon.running(spec.id().path())).hasSize(spec.instances());
      }
      assertThat(master.liveTasks()).hasSize(wanted);
      assertThat(marathon.view().instances()).hasSize(wanted);
      assertThat(master.unacknowledged()).isZero();

      var root = marathon.view().root();
      var versions = marathon.view().rootVersions();
      marathon.start();
      assertThat(marathon.view().root()).isEqualTo(root);
      assertThat(marathon.view().rootVersions()).isEqualTo(versions);
      assertThat(versions)
          .allSatisfy(version -> assertThat(marathon.view().rootVersion(version)).isPresent());
    }
  }
}
