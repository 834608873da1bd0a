package io.entresol.agent.container.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  @TempDir Path work;

  private Path sandbox;

  /** Fills an archive. */
  private interface Content {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  @BeforeEach
  void makeSandbox() throws IOException {
    sandbox = Files.createDirectory(work.resolve("sandbox"));
  }

  private void untar(ArchiveKind kind, Content content) throws IOException {
    Path file = work.resolve("archive");
    try (OutputStream raw = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(compressed(raw, kind), "UTF-8")) {
      content.write(tar);
    }
    Archive.extract(file, kind, sandbox);
  }

  private static OutputStream compressed(OutputStream raw, ArchiveKind kind) throws IOException {
    return switch (kind) {
      case TAR_GZIP -> new GZIPOutputStream(raw);
      case TAR_BZIP2 -> new BZip2CompressorOutputStream(raw);
      case TAR_XZ -> new XZCompressorOutputStream(raw);
      case TAR, ZIP, GZIP -> raw;
    };
  }

  private static void file(TarArchiveOutputStream tar, String name, String text, int mode)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(bytes.length);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, byte kind, String name, String target)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  @Test
  void everyCompressionOfTarIsRead() throws IOException {
    for (ArchiveKind kind :
        new ArchiveKind[] {
          ArchiveKind.TAR, ArchiveKind.TAR_GZIP, ArchiveKind.TAR_BZIP2, ArchiveKind.TAR_XZ
        }) {
      untar(kind, tar -> file(tar, "dir/" + kind, "content of " + kind, 0644));

      assertThat(sandbox.resolve("dir/" + kind)).hasContent("content of " + kind);
    }
  }

  @Test
  void modesLinksAndNamesAreKept() throws IOException {
    untar(
        ArchiveKind.TAR,
        tar -> {
          file(tar, "bin/tööl", "#!/bin/sh", 0755);
          file(tar, "data", "x", 0644);
          link(tar, TarConstants.LF_SYMLINK, "tool", "bin/tööl");
          link(tar, TarConstants.LF_LINK, "again", "data");
        });

    assertThat(sandbox.resolve("bin/tööl")).isExecutable();
    assertThat(Files.isExecutable(sandbox.resolve("data"))).isFalse();
    assertThat(Files.readSymbolicLink(sandbox.resolve("tool"))).isEqualTo(Path.of("bin/tööl"));
    assertThat(sandbox.resolve("again")).hasContent("x");
  }

  @Test
  void anEntryCannotLieOutside() {
    for (String name : new String[] {"../out", "/etc/out", "a/../../out"}) {
      assertThatThrownBy(() -> untar(ArchiveKind.TAR, tar -> file(tar, name, "x", 0644)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("sandbox");
    }
    assertThat(work.resolve("out")).doesNotExist();
  }

  @Test
  void aLinkCannotLeadAnEntryOutside() throws IOException {
    Path outside = Files.createDirectory(work.resolve("outside"));

    assertThatThrownBy(
            () ->
                untar(
                    ArchiveKind.TAR,
                    tar -> {
                      link(tar, TarConstants.LF_SYMLINK, "door", outside.toString());
                      file(tar, "door/file", "x", 0644);
                    }))
        .isInstanceOf(IOException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aFileDoesNotWriteThroughALinkOfItsName() throws IOException {
    Path outside = Files.writeString(work.resolve("outside"), "untouched");

    untar(
        ArchiveKind.TAR,
        tar -> {
          link(tar, TarConstants.LF_SYMLINK, "file", outside.toString());
          file(tar, "file", "inside", 0644);
        });

    assertThat(outside).hasContent("untouched");
    assertThat(sandbox.resolve("file")).hasContent("inside");
  }

  @Test
  void aHardLinkCannotReachOutside() throws IOException {
    Files.writeString(work.resolve("outside"), "hidden");

    assertThatThrownBy(
            () ->
                untar(
                    ArchiveKind.TAR, tar -> link(tar, TarConstants.LF_LINK, "file", "../outside")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void zipIsRead() throws IOException {
    Path file = work.resolve("a.zip");
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      ZipArchiveEntry entry = new ZipArchiveEntry("dir/run");
      entry.setUnixMode(0755);
      zip.putArchiveEntry(entry);
      zip.write("zipped".getBytes(StandardCharsets.UTF_8));
      zip.closeArchiveEntry();
    }

    Archive.extract(file, ArchiveKind.ZIP, sandbox);

    assertThat(sandbox.resolve("dir/run")).hasContent("zipped").isExecutable();
  }

  @Test
  void aZipEntryCannotLieOutside() throws IOException {
    Path file = work.resolve("a.zip");
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      zip.putArchiveEntry(new ZipArchiveEntry("../out"));
      zip.closeArchiveEntry();
    }

    assertThatThrownBy(() -> Archive.extract(file, ArchiveKind.ZIP, sandbox))
        .isInstanceOf(IOException.class);
    assertThat(work.resolve("out")).doesNotExist();
  }

  @Test
  void oneCompressedFileLosesItsSuffix() throws IOException {
    Path file = sandbox.resolve("notes.txt.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("plain".getBytes(StandardCharsets.UTF_8));
    }

    Archive.extract(file, ArchiveKind.GZIP, sandbox);

    assertThat(sandbox.resolve("notes.txt")).hasContent("plain");
  }

  @Test
  void whatIsNoArchiveIsRefused() throws IOException {
    Path file = Files.writeString(work.resolve("a.tgz"), "not compressed");

    assertThatThrownBy(() -> Archive.extract(file, ArchiveKind.TAR_GZIP, sandbox))
        .isInstanceOf(IOException.class);
  }
}
