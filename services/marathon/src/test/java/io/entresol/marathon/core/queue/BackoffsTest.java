package io.entresol.marathon.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.AppSpecBuilder;
import io.entresol.marathon.core.app.Backoff;
import io.entresol.marathon.core.app.VersionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackoffsTest {
  private static final Duration MAX = Duration.ofSeconds(20);

  private final Backoffs backoffs = new Backoffs();
  private Instant now = Instant.parse("2015-03-01T12:00:00Z");

  private static AppSpec app(long configVersion) {
    Instant version = Instant.ofEpochMilli(configVersion);
    return new AppSpecBuilder(AppId.of("/web"))
        .backoff(new Backoff(Duration.ofSeconds(2), 2, MAX))
        .version(version)
        .versionInfo(new VersionInfo(version, version))
        .build();
  }

  private Duration fail(AppSpec spec) {
    backoffs.failed(spec, now);
    return backoffs.left(spec, now);
  }

  @Test
  void grows() {
    AppSpec spec = app(1);

    assertThat(backoffs.left(spec, now)).isZero();
    assertThat(fail(spec)).isEqualTo(Duration.ofSeconds(2));
    assertThat(fail(spec)).isEqualTo(Duration.ofSeconds(4));
    assertThat(fail(spec)).isEqualTo(Duration.ofSeconds(8));
    assertThat(fail(spec)).isEqualTo(Duration.ofSeconds(16));
    assertThat(fail(spec)).isEqualTo(MAX);
    assertThat(fail(spec)).isEqualTo(MAX);
  }

  @Test
  void eachConfigurationHasItsOwn() {
    fail(app(1));

    assertThat(backoffs.left(app(2), now)).isZero();
    assertThat(backoffs.left(app(1), now)).isPositive();
  }

  @Test
  void endsAndIsForgottenLater() {
    AppSpec spec = app(1);
    fail(spec);
    fail(spec);
    assertThat(backoffs.nextDeadline()).contains(now.plusSeconds(4));

    now = now.plusSeconds(4);
    assertThat(backoffs.tick(id -> Optional.of(MAX), now)).isTrue();
    assertThat(backoffs.left(spec, now)).isZero();
    assertThat(backoffs.nextDeadline()).contains(now.plus(MAX));

    now = now.plus(MAX);
    backoffs.tick(id -> Optional.of(MAX), now);
    assertThat(backoffs.nextDeadline()).isEmpty();
    assertThat(fail(spec)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void failureBeforeThatGrowsFurther() {
    AppSpec spec = app(1);
    fail(spec);
    now = now.plusSeconds(10);
    backoffs.tick(id -> Optional.of(MAX), now);

    assertThat(fail(spec)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void removedAppIsForgotten() {
    fail(app(1));
    now = now.plusSeconds(2);
    backoffs.tick(id -> Optional.empty(), now);

    assertThat(backoffs.nextDeadline()).isEmpty();
  }

  @Test
  void canBeTakenAway() {
    fail(app(1));
    fail(app(2));
    backoffs.reset(AppId.of("/web"));

    assertThat(backoffs.left(app(1), now)).isZero();
    assertThat(backoffs.nextDeadline()).isEmpty();
  }
}
