package io.entresol.agent.container.docker;

import static io.entresol.agent.container.TestingContainers.AGENT;
import static io.entresol.agent.container.TestingContainers.await;
import static io.entresol.agent.container.TestingContainers.shell;
import static io.entresol.agent.container.TestingContainers.spec;
import static io.entresol.agent.container.TestingContainers.withAgent;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.TestingEngine;
import io.entresol.agent.container.fetch.FetchOptions;
import io.entresol.agent.container.fetch.Fetcher;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ContainerInfo.DockerInfo;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When what the Docker Engine tells comes in another order than it happened. */
class LateAnswerIT {
  @TempDir Path work;

  private final Vertx vertx = Vertx.vertx();
  private final String agent = AGENT + UUID.randomUUID();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void anEndThatIsToldBeforeTheAnswerToTheStartIsNotMissed() throws Exception {
    TestingEngine.assumePresent();
    Fetcher fetcher = await(Fetcher.open(vertx, FetchOptions.cachedIn(work.resolve("cache"))));
    try (LateAnswers late = LateAnswers.at(work.resolve("engine"), vertx)) {
      DockerContainerizer containerizer =
          await(DockerContainerizer.open(vertx, optionsAt(late.socket()), fetcher));
      ContainerSpec task = shortTask();

      await(containerizer.launch(task));

      assertThat(await(containerizer.wait(task.id())).waitStatus()).isEqualTo(4 << 8);
      await(containerizer.close());
    } finally {
      removeContainers();
    }
  }

  private DockerOptions optionsAt(Path socket) {
    return new DockerOptions(
        socket,
        "/mnt/mesos/sandbox",
        work.resolve("docker"),
        Duration.ofHours(1),
        false,
        List.of(),
        Optional.empty());
  }

  private ContainerSpec shortTask() throws Exception {
    ContainerInfo container =
        ContainerInfo.newBuilder()
            .setType(ContainerInfo.Type.DOCKER)
            .setDocker(
                DockerInfo.newBuilder().setImage("busybox").setNetwork(DockerInfo.Network.NONE))
            .build();
    Path sandbox = Files.createDirectory(work.resolve("sandbox"));
    return withAgent(spec(shell("sleep 1; exit 4"), Optional.of(container), sandbox), agent);
  }

  private void removeContainers() throws Exception {
    DockerEngine engine = new DockerEngine(TestingEngine.SOCKET);
    engine.list(DockerLabels.AGENT_ID, agent).forEach(engine::remove);
    engine.close();
  }
}
