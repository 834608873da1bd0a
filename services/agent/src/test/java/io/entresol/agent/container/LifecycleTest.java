package io.entresol.agent.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.ContainerStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private static final ContainerId ID = new ContainerId("c");
  private static final Duration LONG = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final List<String> sent = new ArrayList<>();
  private final Lifecycle life = new Lifecycle();

  @AfterEach
  void close() {
    life.letGo();
    TestingContainers.await(vertx.close());
  }

  private void start() {
    life.started(
        new KillEscalation(
            vertx,
            ID,
            new KillEscalation.Signals() {
              @Override
              public Future<Void> terminate() {
                sent.add("TERM");
                return Future.succeededFuture();
              }

              @Override
              public Future<Void> kill() {
                sent.add("KILL");
                return Future.succeededFuture();
              }
            }));
  }

  @Test
  void aLaunchThatIsKilledHasFailedAtOnce() {
    TestingContainers.await(life.kill(LONG));

    assertThat(life.isAbandoned()).isTrue();
    assertThat(life.launched().cause()).isInstanceOf(LaunchFailedException.class);
    assertThat(life.ended().isComplete()).isFalse();
  }

  @Test
  void whatStartsAfterItWasGivenUpDoesNotBecomeLaunched() {
    TestingContainers.await(life.destroy());
    start();

    life.complete(
        new Launched(
            ID, OptionalLong.empty(), ContainerStatus.getDefaultInstance(), Optional.empty()));

    assertThat(life.launched().failed()).isTrue();
    assertThat(life.isRunning()).isTrue();
  }

  @Test
  void killAsksAndDestroyDoesNot() {
    start();

    TestingContainers.await(life.kill(LONG));
    TestingContainers.await(life.destroy());

    assertThat(sent).containsExactly("TERM", "KILL");
    assertThat(life.isAbandoned()).isFalse();
  }

  @Test
  void nothingIsSentOnceItsEndIsKnown() {
    start();
    life.ending();

    TestingContainers.await(life.kill(LONG));
    TestingContainers.await(life.destroy());

    assertThat(sent).isEmpty();
    assertThat(life.isRunning()).isFalse();
  }
}
