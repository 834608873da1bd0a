package io.entresol.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small load on the real services. */
class LoadRunIT {
  @TempDir private Path directory;

  private LoadReport run(int loadNodes) throws Exception {
    LoadSettings settings =
        new LoadSettings(
            30,
            "cpus:4;mem:4096",
            3,
            2,
            600,
            1,
            64,
            Duration.ofMillis(20),
            false,
            loadNodes,
            Duration.ofMinutes(2));
    try (LoadRun run = new LoadRun(settings, directory, progress -> {})) {
      return run.run();
    }
  }

  @Test
  void everyTaskRunsAndFinishesAndIsAcknowledged() throws Exception {
    LoadReport report = run(0);

    assertThat(report.progress().tasksLaunched.get()).isEqualTo(600);
    assertThat(report.progress().tasksRunning.get()).isEqualTo(600);
    assertThat(report.progress().tasksFinished.get()).isEqualTo(600);
    assertThat(report.progress().tasksFailed.get()).isZero();
    assertThat(report.progress().callsFailed.get()).isZero();
    assertThat(report.finishedPerSecond()).isPositive();
  }

  @Test
  void alsoOverTheNetwork() throws Exception {
    LoadReport report = run(1);

    assertThat(report.progress().tasksFinished.get()).isEqualTo(600);
    assertThat(report.progress().tasksFailed.get()).isZero();
  }
}
