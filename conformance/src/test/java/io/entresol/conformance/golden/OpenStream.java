package io.entresol.conformance.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.proto.RecordIoDecoder;
import io.entresol.proto.RecordIoException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Events that come on a connection, read by a thread of its own. */
final class OpenStream implements Closeable {
  private static final int MAX_RECORD_BYTES = 16 << 20;

  private final Recording.Exchange exchange;
  private final Wire wire;
  private final String contentType;
  private final Object changed;
  private final List<JsonNode> records = new ArrayList<>();
  private String end;
  private boolean closedByUs;

  /**
   * Begins to read.
   *
   * @param changed notified when something has come
   */
  OpenStream(Recording.Exchange exchange, Wire wire, String contentType, Object changed) {
    this.exchange = exchange;
    this.wire = wire;
    this.contentType = contentType;
    this.changed = changed;
    Thread reader = new Thread(this::read, "stream of " + exchange.name());
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try {
      wire.noReadTimeout();
      RecordIoDecoder decoder = new RecordIoDecoder(MAX_RECORD_BYTES);
      for (byte[] chunk = wire.readChunk(); chunk.length > 0; chunk = wire.readChunk()) {
        for (byte[] record : decoder.feed(chunk)) {
          add(Payloads.answer(exchange, contentType, record));
        }
      }
      ended("final chunk");
    } catch (IOException | NumberFormatException e) {
      ended("connection closed");
    } catch (RecordIoException e) {
      ended("no RecordIO: " + e.getMessage());
    }
  }

  private void add(JsonNode record) {
    synchronized (changed) {
      records.add(record);
      changed.notifyAll();
    }
  }

  private void ended(String how) {
    synchronized (changed) {
      end = closedByUs ? "closed by the client" : how;
      changed.notifyAll();
    }
  }

  /** All that has come so far. */
  List<JsonNode> records() {
    synchronized (changed) {
      return List.copyOf(records);
    }
  }

  /** How it has ended; null while it is open. */
  String end() {
    synchronized (changed) {
      return end;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (changed) {
      closedByUs = true;
    }
    wire.close();
  }
}
