package io.entresol.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small load on the real services. */
class LoadRunIT {
  @TempDir private Path directory;

  private static LoadSettings settings(
      LoadSettings.Attach attach, LoadSettings.Via via, int loadNodes) {
    return new LoadSettings(
        30,
        "cpus:4;mem:4096",
        3,
        2,
        600,
        1,
        64,
        Duration.ofMillis(20),
        attach,
        via,
        false,
        loadNodes,
        Optional.empty(),
        "10secs",
        Duration.ofMinutes(2));
  }

  private LoadReport run(LoadSettings settings) throws Exception {
    try (LoadRun run = new LoadRun(settings, directory, progress -> {})) {
      return run.run();
    }
  }

  private static void assertThatAllIsWell(LoadReport report) {
    assertThat(report.problems()).isEmpty();
    assertThat(report.contradictions()).isZero();
    assertThat(report.progress().tasksLaunched.get()).isEqualTo(report.settings().tasks());
    assertThat(report.progress().tasksRunning.get()).isEqualTo(report.settings().tasks());
    assertThat(report.progress().tasksFinished.get()).isEqualTo(report.settings().tasks());
    assertThat(report.progress().tasksFailed.get()).isZero();
    assertThat(report.progress().callsFailed.get()).isZero();
    assertThat(report.progress().updatesAcknowledged.get())
        .isEqualTo(2L * report.settings().tasks());
    assertThat(report.finishedPerSecond()).isPositive();
  }

  @Test
  void agentsAtTheEdgeAndFrameworksOverHttpRunEveryTask() throws Exception {
    assertThatAllIsWell(run(settings(LoadSettings.Attach.edge, LoadSettings.Via.gateway, 2)));
  }

  @Test
  void theSameOnTheBusWithinOneProcess() throws Exception {
    assertThatAllIsWell(run(settings(LoadSettings.Attach.bus, LoadSettings.Via.bus, 0)));
  }

  @Test
  void theSameOnTheBusBetweenMembers() throws Exception {
    assertThatAllIsWell(run(settings(LoadSettings.Attach.bus, LoadSettings.Via.bus, 1)));
  }

  /** The session of the dead one would last longer than the test waits. */
  @Test
  void anotherAllocatorTakesOverFromOneThatWasKilled() throws Exception {
    LoadSettings settings =
        new LoadSettings(
            10,
            "cpus:4;mem:4096",
            2,
            1,
            2000,
            1,
            64,
            Duration.ofMillis(100),
            LoadSettings.Attach.bus,
            LoadSettings.Via.bus,
            false,
            0,
            Optional.of(AllocatorProcess.End.kill),
            "40secs",
            Duration.ofSeconds(35));

    LoadReport report = run(settings);

    assertThatAllIsWell(report);
    assertThat(report.outage()).isPresent();
  }
}
