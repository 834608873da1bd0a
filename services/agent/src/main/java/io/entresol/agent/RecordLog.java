package io.entresol.agent;

import io.entresol.domain.frame.StoreChange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Records in one file to which batches are appended: each is there as a whole or not at all, and
 * durable when {@link #append} returns. When most of the file is of the past it is written anew.
 * Blocking; used by one thread at a time.
 */
final class RecordLog implements Closeable {
  private static final byte[] MAGIC =
      "entresol agent records 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = 2 * Integer.BYTES;
  private static final int REMOVED = -1;

  private final Path file;
  private final long rewriteBytes;
  private final Map<String, byte[]> records = new TreeMap<>();
  private FileChannel channel;
  private long liveBytes;

  private RecordLog(Path file, long rewriteBytes) {
    this.file = file;
    this.rewriteBytes = rewriteBytes;
  }

  /**
   * Opens a log, or begins one. What an interrupted write left at its end is cut off.
   *
   * @param rewriteBytes below this size the file is never written anew
   * @throws IOException if it cannot be read, or is damaged anywhere but at its end
   */
  static RecordLog open(Path file, long rewriteBytes) throws IOException {
    Files.createDirectories(file.getParent());
    RecordLog log = new RecordLog(file, rewriteBytes);
    if (Files.notExists(file)) {
      log.rewrite();
      return log;
    }
    log.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    log.replay();
    return log;
  }

  /** What is recorded, by key. */
  Map<String, byte[]> records() {
    return new TreeMap<>(records);
  }

  /** Appends a batch and waits until it is on the disk. */
  void append(List<StoreChange> changes) throws IOException {
    write(channel, changes);
    channel.force(false);
    changes.forEach(this::apply);
    if (channel.size() > rewriteBytes && channel.size() > 4 * liveBytes) {
      rewrite();
    }
  }

  private void apply(StoreChange change) {
    byte[] before =
        change instanceof StoreChange.Put put
            ? records.put(put.key(), put.value())
            : records.remove(change.key());
    if (before != null) {
      liveBytes -= size(change.key(), before);
    }
    if (change instanceof StoreChange.Put put) {
      liveBytes += size(put.key(), put.value());
    }
  }

  private static long size(String key, byte[] value) {
    return (long) key.length() + value.length;
  }

  private static void write(FileChannel to, List<StoreChange> changes) throws IOException {
    byte[] payload = encode(changes);
    ByteBuffer batch = ByteBuffer.allocate(HEADER_BYTES + payload.length);
    batch.putInt(payload.length).putInt(checksum(payload)).put(payload).flip();
    while (batch.hasRemaining()) {
      to.write(batch);
    }
  }

  private static byte[] encode(List<StoreChange> changes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (StoreChange change : changes) {
        byte[] key = change.key().getBytes(StandardCharsets.UTF_8);
        out.writeInt(key.length);
        out.write(key);
        if (change instanceof StoreChange.Put put) {
          out.writeInt(put.value().length);
          out.write(put.value());
        } else {
          out.writeInt(REMOVED);
        }
      }
    }
    return bytes.toByteArray();
  }

  private static int checksum(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload);
    return (int) crc.getValue();
  }

  private void replay() throws IOException {
    long size = channel.size();
    long valid = readMagic();
    while (valid < size) {
      ByteBuffer header = read(HEADER_BYTES);
      int length = header.remaining() == HEADER_BYTES ? header.getInt() : Integer.MAX_VALUE;
      if (length < 0 || length > size - valid - HEADER_BYTES) {
        break;
      }
      byte[] payload = read(length).array();
      long end = valid + HEADER_BYTES + length;
      if (checksum(payload) != header.getInt()) {
        if (end < size) {
          throw damaged("a batch in its middle does not match its checksum");
        }
        break;
      }
      decode(payload);
      valid = end;
    }
    channel.truncate(valid);
    channel.position(valid);
  }

  private long readMagic() throws IOException {
    ByteBuffer magic = read(MAGIC.length);
    if (!magic.equals(ByteBuffer.wrap(MAGIC))) {
      throw damaged("it is no file of an agent's records");
    }
    return MAGIC.length;
  }

  /** Up to that many bytes; fewer at the end of the file. */
  private ByteBuffer read(int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    int read = 0;
    while (read >= 0 && buffer.hasRemaining()) {
      read = channel.read(buffer);
    }
    return buffer.flip();
  }

  private void decode(byte[] payload) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
      while (in.available() > 0) {
        String key = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        int length = in.readInt();
        apply(
            length == REMOVED
                ? new StoreChange.Remove(key)
                : new StoreChange.Put(key, in.readNBytes(length)));
      }
    } catch (EOFException e) {
      throw damaged("a batch ends within a record");
    }
  }

  private IOException damaged(String how) {
    return new IOException("The file " + file + " is damaged: " + how);
  }

  private void rewrite() throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    FileChannel fresh =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    fresh.write(ByteBuffer.wrap(MAGIC));
    List<StoreChange> all = new ArrayList<>();
    records.forEach((key, value) -> all.add(new StoreChange.Put(key, value)));
    if (!all.isEmpty()) {
      write(fresh, all);
    }
    fresh.force(true);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(file.getParent());
    close();
    channel = fresh;
  }

  /** Makes sure that the names in a directory are on the disk. */
  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
