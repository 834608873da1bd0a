package io.entresol.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Property(tries = 200)
  void aPercentileIsKnownToAFewPercent(
      @ForAll @LongRange(min = 2_000, max = 100_000_000_000L) long nanos) {
    Latencies latencies = new Latencies();
    latencies.add(nanos);
    latencies.add(2 * nanos);

    double half = latencies.percentile(0.5).toNanos();

    assertThat(half / nanos).isBetween(0.999, 1.05);
  }

  @Test
  void percentilesCountFromTheShortest() {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= 100; i++) {
      latencies.add(Duration.ofMillis(i).toNanos());
    }

    assertThat(latencies.percentile(0.9).toMillis()).isBetween(89L, 95L);
    assertThat(latencies.percentile(1)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void mergedOnesCountTogether() {
    Latencies one = new Latencies();
    one.add(1_000_000);
    Latencies other = new Latencies();
    other.add(9_000_000);

    one.add(other);

    assertThat(one.count()).isEqualTo(2);
    assertThat(one.percentile(1)).isEqualTo(Duration.ofMillis(9));
  }

  @Test
  void withoutAnyThereIsNothing() {
    assertThat(new Latencies().percentile(0.99)).isZero();
  }
}
