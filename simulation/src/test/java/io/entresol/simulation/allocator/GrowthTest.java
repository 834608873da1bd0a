package io.entresol.simulation.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.simulation.allocator.Growth.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static Point point(int agents, long allNanos) {
    return new Point(agents, Timing.of(List.of(allNanos)), Timing.of(List.of(1_000L)));
  }

  @Test
  void theMarkShowsWhereTheCostWouldBeIfItGrewAsNLogN() {
    List<String> lines =
        GrowthReport.plot(List.of(point(1000, 300_000), point(1_000_000, 600_000_000)));

    // 300 ns and 600 ns an offer; the logarithm of a million is twice that of a thousand.
    assertThat(lines.get(0)).startsWith("    1000 " + "#".repeat(30) + "|").endsWith(" 300");
    assertThat(lines.get(1)).startsWith(" 1000000 " + "#".repeat(60) + "|").endsWith(" 600");
  }

  @Test
  void everyChangeOfAnAgentIsOneOffer() {
    Point point = new Growth(Stopwatch.CPU).measure(20, 10, 4);

    assertThat(point.offersPerSecond()).isPositive();
    assertThat(point.change().medianMs()).isPositive();
  }
}
