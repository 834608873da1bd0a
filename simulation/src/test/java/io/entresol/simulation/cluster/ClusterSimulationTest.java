package io.entresol.simulation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A failing seed is in the message; {@code SeedsCommand --seed N} breaks it again. */
class ClusterSimulationTest {
  private static final int SEEDS = 250;

  @Test
  void noSeedBreaksAnInvariant() {
    int tasks = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      tasks += new ClusterSimulation(seed).run().tasks();
    }
    assertThat(tasks).isGreaterThan(SEEDS * 20);
  }

  @Test
  void aSeedReplaysItself() {
    assertThat(new ClusterSimulation(42).run()).isEqualTo(new ClusterSimulation(42).run());
  }
}
