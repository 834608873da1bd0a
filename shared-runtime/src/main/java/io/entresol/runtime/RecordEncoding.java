package io.entresol.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A record's value as a node's content: one byte that says how, then the value. */
final class RecordEncoding {
  private static final int COMPRESS_FROM_BYTES = 64 * 1024;
  private static final byte PLAIN = 0;
  private static final byte GZIP = 1;

  private RecordEncoding() {}

  static byte[] encode(byte[] value) {
    if (value.length < COMPRESS_FROM_BYTES) {
      byte[] data = new byte[value.length + 1];
      data[0] = PLAIN;
      System.arraycopy(value, 0, data, 1, value.length);
      return data;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(GZIP);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] decode(byte[] data) {
    if (data[0] == PLAIN) {
      return Arrays.copyOfRange(data, 1, data.length);
    }
    if (data[0] != GZIP) {
      throw new IllegalStateException("a record was written by a newer version: " + data[0]);
    }
    try (GZIPInputStream gzip =
        new GZIPInputStream(new ByteArrayInputStream(data, 1, data.length - 1))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
