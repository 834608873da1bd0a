package io.entresol.driver.core;

import static io.entresol.driver.core.SchedulerEvents.subscribed;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.Event;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a scheduler's driver connects, and when it gives a connection up. */
class SchedulerConnectionTest {
  private static final FrameworkInfo FRAMEWORK =
      FrameworkInfo.newBuilder().setUser("user").setName("name").build();

  private final RecordedScheduler out = new RecordedScheduler();
  private final ManualClock clock = new ManualClock();
  private SchedulerCore core = core(FRAMEWORK);

  private SchedulerCore core(FrameworkInfo framework) {
    return new SchedulerCore(
        new SchedulerSettings(framework, List.of(), true, 2_000), clock, () -> 1.0, out);
  }

  private void subscribe() {
    core.start();
    core.leaderChanged(Optional.of("m:1"));
    core.event(out.connection(), subscribed("f"));
    out.news();
  }

  private void event(Event event) {
    core.event(out.connection(), event);
  }

  @Test
  void anotherLeaderMeansDisconnectedAndThenReregistered() {
    subscribe();
    core.leaderChanged(Optional.empty());
    assertThat(out.news()).containsExactly("close", "disconnected");
    core.leaderChanged(Optional.of("n:2"));
    assertThat(out.lastCall().getFrameworkId().getValue()).isEqualTo("f");
    event(subscribed("f"));
    assertThat(out.news()).containsExactly("connect n:2", "reregistered at host");
  }

  @Test
  void lostConnectionIsOpenedAgainAfterAWait() {
    subscribe();
    core.closed(out.connection());
    assertThat(out.news()).containsExactly("close", "disconnected");
    clock.advance(1_999);
    core.tick();
    assertThat(out.news()).isEmpty();
    clock.advance(1);
    core.tick();
    assertThat(out.news()).containsExactly("connect m:1");
  }

  @Test
  void waitsDoubleUpToAMinuteAndBeginAnewWithTheNextMaster() {
    core.start();
    core.leaderChanged(Optional.of("m:1"));
    long[] waits = {2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000};
    for (long wait : waits) {
      core.closed(out.connection());
      assertThat(core.deadline() - clock.monotonicMs()).isEqualTo(wait);
      clock.advance(wait);
      core.tick();
    }
    core.leaderChanged(Optional.of("n:2"));
    core.closed(out.connection());
    assertThat(core.deadline() - clock.monotonicMs()).isEqualTo(2_000);
  }

  @Test
  void waitsAreAtMostATenthOfTheFailoverTimeout() {
    core = core(FRAMEWORK.toBuilder().setFailoverTimeout(10).build());
    core.start();
    core.leaderChanged(Optional.of("m:1"));
    core.closed(out.connection());
    assertThat(core.deadline() - clock.monotonicMs()).isEqualTo(1_000);
  }

  @Test
  void fiveMissingHeartbeatsEndTheConnection() {
    subscribe();
    clock.advance(74_999);
    event(SchedulerEvents.heartbeat());
    clock.advance(74_999);
    core.tick();
    assertThat(out.news()).isEmpty();
    clock.advance(1);
    core.tick();
    assertThat(out.news()).containsExactly("close", "disconnected");
  }

  @Test
  void slowSchedulerIsNotTakenForADeadMaster() {
    subscribe();
    clock.advance(74_999);
    core.backlogged(out.connection());
    clock.advance(74_999);
    core.tick();
    assertThat(out.news()).isEmpty();
  }

  @Test
  void masterThatDoesNotAnswerSubscribeIsAskedAgain() {
    core.start();
    core.leaderChanged(Optional.of("m:1"));
    clock.advance(MasterLink.SUBSCRIBE_TIMEOUT_MS);
    core.tick();
    clock.advance(2_000);
    core.tick();
    assertThat(out.news()).containsExactly("connect m:1", "close", "connect m:1");
  }

  @Test
  void redirectIsFollowedAtOnceButNotForEver() {
    core.start();
    core.leaderChanged(Optional.of("m:1"));
    core.redirected(out.connection(), "n:2");
    assertThat(out.news()).containsExactly("connect m:1", "close", "connect n:2");
    for (int i = 0; i < 5; i++) {
      core.redirected(out.connection(), "n:2");
    }
    out.news();
    clock.advance(2_000);
    core.tick();
    assertThat(out.news()).containsExactly("connect m:1");
  }

  @Test
  void whatIsHeardOfAnOlderConnectionDoesNotCount() {
    subscribe();
    long older = out.connection();
    core.leaderChanged(Optional.of("n:2"));
    out.news();
    core.event(older, SchedulerEvents.offers("o"));
    core.closed(older);
    core.redirected(older, "x:3");
    core.subscribeRefused(older, "no");
    assertThat(out.news()).isEmpty();
  }
}
