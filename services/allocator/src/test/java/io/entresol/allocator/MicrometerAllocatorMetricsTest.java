package io.entresol.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.allocator.core.AllocatorFigures;
import io.entresol.allocator.core.AllocatorFigures.FrameworkFigures;
import io.entresol.allocator.core.AllocatorFigures.RoleFigures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MicrometerAllocatorMetricsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final MicrometerAllocatorMetrics metrics = new MicrometerAllocatorMetrics(meters);

  private static RoleFigures role(String name) {
    return new RoleFigures(
        name,
        2,
        0.25,
        Map.of("cpus", 1.0),
        Map.of("cpus", 3.0),
        Map.of("cpus", 5.0),
        Map.of("cpus", 1.5),
        7,
        3,
        2,
        1);
  }

  private static AllocatorFigures figures(
      boolean paused, List<RoleFigures> roles, List<FrameworkFigures> frameworks) {
    return new AllocatorFigures(
        4, 3, frameworks.size(), 7, paused, Map.of(), Map.of(), roles, frameworks);
  }

  private double gauge(String name, String... tags) {
    return meters.get(name).tags(tags).gauge().value();
  }

  @Test
  void aRolesShareWeightQuotaAndFrameworksAreShown() {
    metrics.show(
        Optional.of(
            figures(
                true, List.of(role("eng")), List.of(new FrameworkFigures("f1", "eng", 0.125)))));

    assertThat(gauge("allocator_role_dominant_share", "role", "eng")).isEqualTo(0.25);
    assertThat(gauge("allocator_role_weight", "role", "eng")).isEqualTo(2);
    assertThat(gauge("allocator_role_offer_filters", "role", "eng")).isEqualTo(7);
    assertThat(gauge("allocator_role_resources", "role", "eng", "what", "allocated")).isEqualTo(1);
    assertThat(gauge("allocator_role_resources", "role", "eng", "what", "guarantee")).isEqualTo(3);
    assertThat(gauge("allocator_role_resources", "role", "eng", "what", "limit")).isEqualTo(5);
    assertThat(gauge("allocator_role_resources", "role", "eng", "what", "consumed")).isEqualTo(1.5);
    assertThat(gauge("allocator_role_frameworks", "role", "eng", "state", "competing"))
        .isEqualTo(3);
    assertThat(gauge("allocator_role_frameworks", "role", "eng", "state", "suppressed"))
        .isEqualTo(2);
    assertThat(gauge("allocator_role_frameworks", "role", "eng", "state", "inactive")).isEqualTo(1);
    assertThat(gauge("allocator_framework_dominant_share", "framework_id", "f1", "role", "eng"))
        .isEqualTo(0.125);
    assertThat(gauge("allocator_paused")).isEqualTo(1);
  }

  @Test
  void thereAreNeverMoreSeriesThanTheBound() {
    List<RoleFigures> roles = IntStream.range(0, 300).mapToObj(i -> role("r" + i)).toList();
    List<FrameworkFigures> frameworks =
        IntStream.range(0, 300).mapToObj(i -> new FrameworkFigures("f" + i, "r", 0)).toList();

    metrics.show(Optional.of(figures(false, roles, frameworks)));

    assertThat(meters.get("allocator_role_weight").gauges()).hasSize(200);
    assertThat(meters.get("allocator_framework_dominant_share").gauges()).hasSize(200);
  }

  @Test
  void whoeverDoesNotLeadShowsNothing() {
    metrics.show(Optional.of(figures(true, List.of(role("eng")), List.of())));
    metrics.show(Optional.empty());

    assertThat(meters.find("allocator_role_weight").gauges()).isEmpty();
    assertThat(gauge("allocator_paused")).isZero();
  }
}
