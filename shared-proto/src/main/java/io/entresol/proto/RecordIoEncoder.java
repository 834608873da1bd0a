package io.entresol.proto;

import java.nio.charset.StandardCharsets;

/** Frames the records of a stream: the length in decimal, a line feed, the bytes. */
public final class RecordIoEncoder {
  private RecordIoEncoder() {}

  public static byte[] encode(byte[] record) {
    byte[] length = (record.length + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] framed = new byte[length.length + record.length];
    System.arraycopy(length, 0, framed, 0, length.length);
    System.arraycopy(record, 0, framed, length.length, record.length);
    return framed;
  }
}
