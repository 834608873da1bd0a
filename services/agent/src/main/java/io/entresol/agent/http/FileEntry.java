package io.entresol.agent.http;

import io.entresol.mesos.v1.FileInfo;
import io.entresol.mesos.v1.TimeInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One line of a listing.
 *
 * @param path under which it is shown
 * @param mode as the file system has it, with the kind of the file
 */
record FileEntry(
    String path,
    int links,
    long size,
    long modifiedSeconds,
    int mode,
    String permissions,
    String user,
    String group) {
  private static final String UNIX = "unix:*";

  /** What is in a directory, by name; nothing if it is a file. Blocking. */
  static List<FileEntry> list(String shown, Path directory) throws IOException {
    List<FileEntry> entries = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return entries;
    }
    String prefix = shown.replaceAll("/+$", "");
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        entries.add(read(prefix + "/" + file.getFileName(), file));
      }
    }
    return entries;
  }

  private static FileEntry read(String shown, Path file) throws IOException {
    Map<String, Object> unix = Files.readAttributes(file, UNIX, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributes posix =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String kind = posix.isDirectory() ? "d" : posix.isSymbolicLink() ? "l" : "-";
    return new FileEntry(
        shown,
        (Integer) unix.get("nlink"),
        posix.size(),
        ((FileTime) unix.get("lastModifiedTime")).to(TimeUnit.SECONDS),
        (Integer) unix.get("mode"),
        kind + PosixFilePermissions.toString(posix.permissions()),
        posix.owner().getName(),
        posix.group().getName());
  }

  FileInfo proto() {
    return FileInfo.newBuilder()
        .setPath(path)
        .setNlink(links)
        .setSize(size)
        .setMtime(TimeInfo.newBuilder().setNanoseconds(TimeUnit.SECONDS.toNanos(modifiedSeconds)))
        .setMode(mode)
        .setUid(user)
        .setGid(group)
        .build();
  }
}
