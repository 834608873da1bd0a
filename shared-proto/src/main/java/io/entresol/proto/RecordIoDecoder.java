package io.entresol.proto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes RecordIO apart as it arrives, in pieces of any size. After an error it is of no use any
 * more. It never holds more than one record and what was announced is not allocated ahead of its
 * arrival beyond {@link #FIRST_ALLOCATION}.
 */
public final class RecordIoDecoder {
  private static final int FIRST_ALLOCATION = 64 * 1024;
  private static final int MAX_DIGITS = 20;

  private final int maxRecordBytes;

  private long length;
  private int digits;
  // Null while a length is read.
  private byte[] record;
  private int filled;
  private boolean failed;

  /**
   * A decoder at the start of a stream.
   *
   * @param maxRecordBytes the longest record that is taken
   */
  public RecordIoDecoder(int maxRecordBytes) {
    if (maxRecordBytes < 1) {
      throw new IllegalArgumentException("maxRecordBytes must be positive: " + maxRecordBytes);
    }
    this.maxRecordBytes = maxRecordBytes;
  }

  /** The records that are complete with these bytes, in order. */
  public List<byte[]> feed(byte[] bytes) throws RecordIoException {
    return feed(bytes, 0, bytes.length);
  }

  /** As {@link #feed(byte[])}, of a part of an array. */
  public List<byte[]> feed(byte[] bytes, int offset, int count) throws RecordIoException {
    if (failed) {
      throw new RecordIoException("The stream has failed before");
    }
    List<byte[]> records = new ArrayList<>();
    int end = offset + count;
    int at = offset;
    while (at < end) {
      if (record == null) {
        readLength(bytes[at]);
        at++;
      } else {
        at += fill(bytes, at, end);
      }
      if (record != null && filled == length) {
        records.add(take());
      }
    }
    return records;
  }

  /** Whether the stream may end here: nothing of a record has come yet. */
  public boolean atBoundary() {
    return record == null && digits == 0;
  }

  private void readLength(byte b) throws RecordIoException {
    if (b == '\n') {
      if (digits == 0) {
        throw failure("Expecting the length of a record");
      }
      record = new byte[(int) Math.min(length, FIRST_ALLOCATION)];
      return;
    }
    if (b < '0' || b > '9') {
      throw failure("Expecting a digit of a record's length, but got byte " + (b & 0xff));
    }
    digits++;
    length = length * 10 + (b - '0');
    if (length > maxRecordBytes || digits > MAX_DIGITS) {
      throw failure("Record of more than " + maxRecordBytes + " bytes");
    }
  }

  private int fill(byte[] bytes, int at, int end) {
    int wanted = (int) Math.min(length - filled, end - at);
    if (filled + wanted > record.length) {
      long grown = Math.max(filled + wanted, Math.min(length, 2L * record.length));
      record = Arrays.copyOf(record, (int) grown);
    }
    System.arraycopy(bytes, at, record, filled, wanted);
    filled += wanted;
    return wanted;
  }

  private byte[] take() {
    byte[] whole = record;
    record = null;
    filled = 0;
    length = 0;
    digits = 0;
    return whole;
  }

  private RecordIoException failure(String message) {
    failed = true;
    return new RecordIoException(message);
  }
}
