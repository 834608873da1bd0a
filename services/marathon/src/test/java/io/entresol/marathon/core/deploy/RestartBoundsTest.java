package io.entresol.marathon.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpecBuilder;
import io.entresol.marathon.core.app.UpgradeStrategy;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartBoundsTest {
  private static RestartBounds bounds(int instances, double min, double over) {
    return RestartBounds.of(
        new AppSpecBuilder(AppId.of("/web"))
            .instances(instances)
            .upgradeStrategy(new UpgradeStrategy(min, over))
            .build());
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0.5, 0, 5, 10",
    "10, 1, 0.2, 10, 12",
    "10, 1, 0, 10, 11",
    "1, 1, 0, 1, 2",
    "1, 0, 0, 0, 1",
    "1, 1, 1, 1, 2",
    "3, 0.5, 0, 2, 3",
    "10, 0.1, 0.1, 1, 11",
    "10, 0.7, 0.3, 7, 13"
  })
  void areAsDocumented(int instances, double min, double over, int minHealthy, int maxCapacity) {
    assertThat(bounds(instances, min, over)).isEqualTo(new RestartBounds(minHealthy, maxCapacity));
  }

  /** New ones come and old ones go by the bounds alone until all are new, whatever they are. */
  @Property
  void everyRestartComesToItsEnd(
      @ForAll @IntRange(min = 1, max = 40) int instances,
      @ForAll @DoubleRange(min = 0, max = 1) double min,
      @ForAll @DoubleRange(min = 0, max = 1) double over,
      @ForAll @IntRange(min = 0, max = 60) int present) {
    RestartBounds bounds = bounds(instances, min, over);
    int old = present;
    int fresh = 0;
    for (int i = 0; i < 1000 && (old > 0 || fresh < instances); i++) {
      old = Math.min(old, bounds.oldToKeep(fresh));
      fresh += Math.max(0, Math.min(instances - fresh, bounds.maxCapacity() - old - fresh));
    }

    assertThat(old).isZero();
    assertThat(fresh).isEqualTo(instances);
  }
}
