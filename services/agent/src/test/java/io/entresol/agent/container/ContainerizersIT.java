package io.entresol.agent.container;

import static io.entresol.agent.container.TestingContainers.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.agent.container.docker.DockerOptions;
import io.entresol.agent.container.fetch.FetchOptions;
import io.entresol.agent.container.mesos.ProcessOptions;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerizersIT {
  @TempDir Path work;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private Containerizers.Options options(Path socket) {
    return new Containerizers.Options(
        ProcessOptions.in(work.resolve("run")),
        new DockerOptions(
            socket,
            "/mnt/mesos/sandbox",
            work.resolve("docker"),
            Duration.ofHours(6),
            false,
            List.of(),
            Optional.empty()),
        FetchOptions.cachedIn(work.resolve("cache")));
  }

  private List<String> names(Path socket, String... wanted) {
    Containerizers containerizers =
        await(Containerizers.open(vertx, List.of(wanted), options(socket)));
    List<String> names = containerizers.inOrder().stream().map(Containerizer::name).toList();
    await(containerizers.close());
    return names;
  }

  @Test
  void theOrderIsThatOfTheOption() {
    TestingEngine.assumePresent();

    assertThat(names(TestingEngine.SOCKET, "docker", "mesos")).containsExactly("docker", "mesos");
    assertThat(names(TestingEngine.SOCKET, "mesos", "docker")).containsExactly("mesos", "docker");
  }

  @Test
  void withoutAnEngineProcessesAreOfferedAlone() {
    Path nowhere = work.resolve("no.sock");

    assertThat(names(nowhere, "docker", "mesos")).containsExactly("mesos");
    assertThat(names(nowhere, "docker")).containsExactly("mesos");
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThatThrownBy(() -> Containerizers.open(vertx, List.of("rkt"), options(work)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Unknown or unsupported containerizer: rkt");
  }
}
