package io.entresol.agent.container.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks one archive into a directory. Whatever its entries are called and whatever links they
 * make, nothing is written outside of the directory. Blocking.
 */
final class Archive {
  private final Path directory;

  private Archive(Path directory) {
    this.directory = directory;
  }

  /**
   * @throws IOException if the file is no such archive, or an entry leads out of the directory
   */
  static void extract(Path file, ArchiveKind kind, Path directory) throws IOException {
    Archive archive = new Archive(directory.toRealPath());
    if (kind == ArchiveKind.ZIP) {
      archive.unzip(file);
      return;
    }
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        InputStream content = decompressed(raw, kind)) {
      if (kind == ArchiveKind.GZIP) {
        String name = file.getFileName().toString();
        archive.writeFile(name.substring(0, name.length() - ".gz".length()), content, 0);
      } else {
        archive.untar(content);
      }
    }
  }

  private static InputStream decompressed(InputStream raw, ArchiveKind kind) throws IOException {
    return switch (kind) {
      case TAR, ZIP -> raw;
      case TAR_GZIP, GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(raw)
              .setDecompressConcatenated(true)
              .get();
      case TAR_BZIP2 -> new BZip2CompressorInputStream(raw, true);
      case TAR_XZ ->
          XZCompressorInputStream.builder()
              .setInputStream(raw)
              .setDecompressConcatenated(true)
              .get();
    };
  }

  private void untar(InputStream content) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(content, "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isDirectory()) {
          makeDirectory(entry.getName());
        } else if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(vacant(entry.getName()), Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
          Files.createLink(vacant(entry.getName()), inside(entry.getLinkName()));
        } else if (entry.isFile()) {
          writeFile(entry.getName(), tar, entry.getMode());
        }
      }
    }
  }

  private void unzip(Path file) throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
      while (entries.hasMoreElements()) {
        ZipArchiveEntry entry = entries.nextElement();
        if (entry.isDirectory()) {
          makeDirectory(entry.getName());
        } else if (entry.isUnixSymlink()) {
          Files.createSymbolicLink(vacant(entry.getName()), Path.of(zip.getUnixSymlink(entry)));
        } else {
          try (InputStream content = zip.getInputStream(entry)) {
            writeFile(entry.getName(), content, entry.getUnixMode());
          }
        }
      }
    }
  }

  private void makeDirectory(String name) throws IOException {
    Path target = directory.resolve(name).normalize();
    if (!target.equals(directory)) {
      Files.createDirectories(inside(name));
    }
  }

  private void writeFile(String name, InputStream content, int mode) throws IOException {
    Path target = vacant(name);
    Files.copy(content, target);
    if ((mode & 0111) != 0) {
      Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(target));
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
      Files.setPosixFilePermissions(target, permissions);
    }
  }

  /** The path of an entry with nothing there yet: what an earlier entry put there makes way. */
  private Path vacant(String name) throws IOException {
    Path target = inside(name);
    Files.deleteIfExists(target);
    return target;
  }

  /** The path of an entry, its parent made; links in the parent must not lead out. */
  private Path inside(String name) throws IOException {
    Path target = directory.resolve(name).normalize();
    if (target.equals(directory) || !target.startsWith(directory)) {
      throw new IOException("entry '" + name + "' would lie outside of the sandbox");
    }
    Path existing = target.getParent();
    while (Files.notExists(existing)) {
      existing = existing.getParent();
    }
    if (!existing.toRealPath().startsWith(directory)) {
      throw new IOException("entry '" + name + "' leads through a link out of the sandbox");
    }
    Files.createDirectories(target.getParent());
    return target;
  }
}
