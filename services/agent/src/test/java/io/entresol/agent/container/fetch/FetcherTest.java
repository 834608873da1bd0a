package io.entresol.agent.container.fetch;

import static io.entresol.agent.container.TestingContainers.await;
import static io.entresol.agent.container.TestingContainers.shell;
import static io.entresol.agent.container.TestingContainers.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.LaunchFailedException;
import io.entresol.mesos.v1.CommandInfo;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {

  @TempDir Path work;

  private final AtomicInteger requests = new AtomicInteger();
  private Vertx vertx;
  private HttpServer server;
  private Fetcher fetcher;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    server = await(vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1"));
    fetcher = open(Duration.ofMinutes(1));
  }

  private Fetcher open(Duration stallTimeout) {
    return await(
        Fetcher.open(
            vertx, new FetchOptions(work.resolve("cache"), 1_000, stallTimeout, Optional.empty())));
  }

  private void serve(HttpServerRequest request) {
    requests.incrementAndGet();
    switch (request.path()) {
      case "/file" -> request.response().end("content");
      case "/moved" -> request.response().setStatusCode(302).putHeader("Location", "/file").end();
      case "/stall" -> request.response().setChunked(true).write("begin");
      default -> request.response().setStatusCode(404).end("no such thing");
    }
  }

  @AfterEach
  void close() {
    fetcher.close();
    await(vertx.close());
  }

  private CommandInfo.URI.Builder uri(String path) {
    return CommandInfo.URI.newBuilder().setValue("http://127.0.0.1:" + server.actualPort() + path);
  }

  private ContainerSpec task(CommandInfo.URI.Builder... uris) throws IOException {
    CommandInfo.Builder command = shell("true").toBuilder();
    for (CommandInfo.URI.Builder uri : uris) {
      command.addUris(uri);
    }
    return spec(command.build(), Files.createTempDirectory(work, "sandbox"));
  }

  @Test
  void filesComeOverHttp() throws IOException {
    ContainerSpec spec =
        task(uri("/file").setExecutable(true), uri("/moved").setOutputFile("deep/er"));

    await(fetcher.fetch(spec));

    assertThat(spec.sandbox().resolve("file")).hasContent("content").isExecutable();
    assertThat(spec.sandbox().resolve("deep/er")).hasContent("content");
    assertThat(Files.readAllLines(spec.sandbox().resolve("stderr")))
        .hasSize(2)
        .allMatch(line -> line.startsWith("Fetched 'http://127.0.0.1"));
  }

  @Test
  void theServersRefusalFailsTheLaunch() throws IOException {
    ContainerSpec spec = task(uri("/missing"), uri("/file"));

    assertThatThrownBy(() -> await(fetcher.fetch(spec)))
        .isInstanceOf(LaunchFailedException.class)
        .hasMessageContaining("404 Not Found");
    assertThat(spec.sandbox().resolve("file")).doesNotExist();
    assertThat(Files.readString(spec.sandbox().resolve("stderr"))).contains("404 Not Found");
  }

  @Test
  void aServerThatFallsSilentFailsTheLaunch() throws IOException {
    ContainerSpec spec = task(uri("/stall"));
    fetcher.close();
    fetcher = open(Duration.ofMillis(200));

    assertThatThrownBy(() -> await(fetcher.fetch(spec))).isInstanceOf(LaunchFailedException.class);
  }

  @Test
  void aCachedFileIsAskedForOnce() throws IOException {
    for (int i = 0; i < 3; i++) {
      ContainerSpec spec = task(uri("/file").setCache(true));
      await(fetcher.fetch(spec));
      assertThat(spec.sandbox().resolve("file")).hasContent("content");
    }

    assertThat(requests).hasValue(1);
  }

  @Test
  void archivesAreUnpackedNextToThemselves() throws IOException {
    Path archive = work.resolve("a.tar");
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      var entry = new TarArchiveEntry("inner");
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    ContainerSpec spec = task(CommandInfo.URI.newBuilder().setValue("file://" + archive));

    await(fetcher.fetch(spec));

    assertThat(spec.sandbox().resolve("inner")).exists();
    assertThat(spec.sandbox().resolve("a.tar")).exists();
  }

  @Test
  void aCommandWithoutFilesNeedsNothing() throws IOException {
    assertThat(fetcher.fetch(task()).succeeded()).isTrue();
  }
}
