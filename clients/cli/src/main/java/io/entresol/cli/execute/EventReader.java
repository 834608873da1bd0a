package io.entresol.cli.execute;

import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.RecordIoDecoder;
import io.entresol.proto.RecordIoException;
import io.entresol.proto.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a stream's bytes into events, as they come. */
final class EventReader {
  private static final int MAX_RECORD_BYTES = 64 * 1024 * 1024;

  private final WireFormat format;
  private final RecordIoDecoder records = new RecordIoDecoder(MAX_RECORD_BYTES);

  EventReader(WireFormat format) {
    this.format = format;
  }

  /** The events that the first {@code length} bytes complete; none, one or many. */
  List<Event> read(byte[] bytes, int length) throws IOException {
    List<Event> events = new ArrayList<>();
    try {
      for (byte[] record : records.feed(bytes, 0, length)) {
        events.add(format.decode(record, Event.getDefaultInstance()));
      }
    } catch (RecordIoException e) {
      throw new IOException("the stream is no RecordIO: " + e.getMessage(), e);
    }
    return events;
  }
}
