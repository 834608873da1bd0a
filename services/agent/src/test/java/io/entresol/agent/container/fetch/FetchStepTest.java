package io.entresol.agent.container.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.agent.container.LaunchFailedException;
import io.entresol.mesos.v1.CommandInfo;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchStepTest {
  private static final Path SANDBOX = Path.of("/sandbox");

  private static FetchStep step(CommandInfo.URI.Builder uri) {
    return FetchStep.of(uri.build(), SANDBOX, Optional.empty());
  }

  private static CommandInfo.URI.Builder uri(String value) {
    return CommandInfo.URI.newBuilder().setValue(value);
  }

  @ParameterizedTest
  @CsvSource({
    "http://host/a/b.tgz,            b.tgz",
    "https://host:81/b.zip?token=x,  b.zip",
    "http://host/b%20c,              b c",
    "file:///etc/hostname,           hostname",
    "file://localhost/etc/hostname,  hostname",
    "/etc/hostname,                  hostname",
    "HTTP://host/x,                  x"
  })
  void theFileIsNamedAfterThePath(String value, String name) {
    assertThat(step(uri(value)).file()).isEqualTo(SANDBOX.resolve(name));
  }

  @Test
  void theOutputFileMayLieInADirectory() {
    assertThat(step(uri("/x").setOutputFile("a/b")).file()).isEqualTo(SANDBOX.resolve("a/b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/absolute", "../out", "a/../../out", ".", ""})
  void theOutputFileMustLieInTheSandbox(String name) {
    assertThatThrownBy(() -> step(uri("/x").setOutputFile(name)))
        .isInstanceOf(LaunchFailedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "hdfs://host/x", "ftp://host/x", "http:///x", "http://h/ x", "http://h"})
  void whatNamesNoFileIsRefused(String value) {
    assertThatThrownBy(() -> step(uri(value))).isInstanceOf(LaunchFailedException.class);
  }

  @Test
  void aRelativePathNeedsAHome() {
    assertThatThrownBy(() -> step(uri("a/b"))).isInstanceOf(LaunchFailedException.class);
    assertThat(
            FetchStep.of(uri("a/b").build(), SANDBOX, Optional.of(Path.of("/home")))
                .source()
                .shown())
        .isEqualTo("/home/a/b");
  }

  @Test
  void anArchiveIsUnpackedUnlessAskedNotTo() {
    assertThat(step(uri("/a.tar.gz")).archive()).contains(ArchiveKind.TAR_GZIP);
    assertThat(step(uri("/a.tar.gz").setExtract(false)).archive()).isEmpty();
    assertThat(step(uri("/a.tar.gz").setExecutable(true)).archive()).isEmpty();
    assertThat(step(uri("/a.jar")).archive()).isEmpty();
    assertThat(step(uri("/a").setOutputFile("b.ZIP")).archive()).contains(ArchiveKind.ZIP);
  }

  @ParameterizedTest
  @CsvSource({
    "a.tar, TAR", "a.tgz, TAR_GZIP", "a.tbz2, TAR_BZIP2", "a.tar.bz2, TAR_BZIP2",
    "a.txz, TAR_XZ", "a.tar.xz, TAR_XZ", "a.gz, GZIP", "a.zip, ZIP"
  })
  void archivesAreKnownByTheirNames(String name, ArchiveKind kind) {
    assertThat(ArchiveKind.of(name)).contains(kind);
  }

  @Test
  void secretsAreNotShown() {
    assertThat(step(uri("https://me:hidden@host:81/x?token=hidden")).source().shown())
        .isEqualTo("https://host:81/x");
  }
}
