package io.entresol.agent.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A part of a file.
 *
 * @param size of the whole file
 * @param data from the offset that was asked for; empty beyond the end
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared or changed
record FilePart(long size, byte[] data) {
  /** An answer holds at most this much. */
  static final int MAX_BYTES = 16 * 4096;

  /**
   * Reads a part. Blocking.
   *
   * @param length negative is as much as an answer holds
   */
  static FilePart read(Path file, long offset, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      long wanted = length < 0 ? MAX_BYTES : Math.min(length, MAX_BYTES);
      int count = (int) Math.max(0, Math.min(wanted, size - offset));
      ByteBuffer data = ByteBuffer.allocate(count);
      long position = offset;
      while (data.hasRemaining()) {
        int read = channel.read(data, position);
        if (read < 0) {
          break;
        }
        position += read;
      }
      byte[] bytes = new byte[data.position()];
      data.flip().get(bytes);
      return new FilePart(size, bytes);
    }
  }
}
