package io.entresol.gateway.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MesosTargetTest {
  @ParameterizedTest
  @CsvSource({
    "/api/v1/scheduler, SCHEDULER, ''",
    "//api/v1/scheduler, SCHEDULER, ''",
    "/master/api/v1/scheduler/, SCHEDULER, ''",
    "/api/v1, OPERATOR, ''",
    "/api/v1/nope, OPERATOR, nope",
    "/state, STATE, ''",
    "/master/state, STATE, ''",
    "//master//state//, STATE, ''",
    "/master/state.json, STATE, ''",
    "/slaves.json, SLAVES, ''",
    "/quota/a/b, QUOTA, a/b",
    "/maintenance/schedule, MAINTENANCE_SCHEDULE, ''",
    "/system/stats.json, SYSTEM_STATS, ''",
    "/files/browse.json, FILES_BROWSE, ''",
    "/metrics/snapshot, METRICS_SNAPSHOT, ''",
    "/registrar(1)/registry, REGISTRY, ''",
    "/redirect/, REDIRECT, ''",
    "/master/redirect, REDIRECT, ''"
  })
  void pathsAreReadInTheWaysThatClientsWriteThem(String path, MesosEndpoint endpoint, String rest) {
    assertThat(MesosTarget.of(path)).contains(new MesosTarget(endpoint, rest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nonsense",
        "/master/version",
        "/master/metrics/snapshot",
        "/redirect/some/path",
        "/state/../flags",
        "/registrar/registry",
        "/",
        "/master"
      })
  void otherPathsLeadNowhere(String path) {
    assertThat(MesosTarget.of(path)).isEmpty();
  }

  @Test
  void theFrontPageHasThreeNames() {
    assertThat(MesosTarget.isFrontPage("/")).isTrue();
    assertThat(MesosTarget.isFrontPage("/master")).isTrue();
    assertThat(MesosTarget.isFrontPage("/master/")).isTrue();
    assertThat(MesosTarget.isFrontPage("/state")).isFalse();
  }
}
