package io.entresol.gateway.mesos;

import com.google.protobuf.ByteString;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.RefusedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files that clients may read under names of ours. All methods block. */
final class VirtualFiles {
  /** A part of a file. */
  record Part(long fileSize, ByteString data) {}

  /** At most so much is read at a time, as in Mesos: 16 pages. */
  private static final int MAX_READ_BYTES = 16 * 4096;

  private final Map<String, Path> files = new TreeMap<>();

  /**
   * The files of a gateway.
   *
   * @param log what is behind {@code /master/log}
   */
  VirtualFiles(Optional<Path> log) {
    log.ifPresent(path -> files.put("/master/log", path));
  }

  /** Virtual names and what is behind them. */
  Map<String, Path> names() {
    return files;
  }

  /**
   * The file behind a name.
   *
   * @throws RefusedException 404 without words, as in Mesos
   */
  Path resolve(String name) throws RefusedException {
    String trimmed = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    Path path = files.get(trimmed);
    if (path == null || !Files.isRegularFile(path)) {
      throw new RefusedException(Answer.text(404, ""));
    }
    return path;
  }

  /**
   * Reads a part.
   *
   * @param length at most so much; empty is as much as may be read
   */
  Part read(String name, long offset, Optional<Long> length) throws RefusedException, IOException {
    try (RandomAccessFile file = new RandomAccessFile(resolve(name).toFile(), "r")) {
      long size = file.length();
      long wanted = Math.min(length.orElse(Long.MAX_VALUE), MAX_READ_BYTES);
      if (offset >= size || wanted <= 0) {
        return new Part(size, ByteString.EMPTY);
      }
      file.seek(offset);
      byte[] data = new byte[(int) Math.min(wanted, size - offset)];
      file.readFully(data);
      return new Part(size, ByteString.copyFrom(data));
    }
  }
}
