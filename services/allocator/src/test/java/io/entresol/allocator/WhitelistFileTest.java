package io.entresol.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhitelistFileTest {
  private static final Duration OFTEN = Duration.ofMillis(20);

  @TempDir private Path directory;
  private Path file;
  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Set<String>> read = new LinkedBlockingQueue<>();

  @BeforeEach
  void name() {
    file = directory.resolve("whitelist");
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private void begin() throws Exception {
    new Whitelist(vertx, file, OFTEN, read::add)
        .begin()
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private Set<String> next() throws Exception {
    return read.poll(30, TimeUnit.SECONDS);
  }

  @Test
  void itIsReadAgainWhenItChanges() throws Exception {
    Files.writeString(file, "one\n  two  \n\n");
    begin();
    assertThat(next()).containsExactlyInAnyOrder("one", "two");

    // In one step, as a reader in between would see half of it.
    Files.move(
        Files.writeString(directory.resolve("new"), "three"), file, StandardCopyOption.ATOMIC_MOVE);

    assertThat(next()).containsExactly("three");
  }

  @Test
  void anEmptyFileNamesNobody() throws Exception {
    Files.writeString(file, "");
    begin();

    assertThat(next()).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsSaidAtStart() {
    assertThatThrownBy(this::begin).rootCause().isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(this::begin)
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--whitelist")
        .hasMessageContaining(file.toString());
  }
}
