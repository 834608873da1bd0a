package io.entresol.gateway.core.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import java.io.IOException;
import java.util.Set;

/**
 * A part of a document, written from one reading of the master's state. A section may keep what a
 * later one of the same document needs.
 */
public interface Section {
  /** What of the state is read; empty if nothing is. */
  Set<StateQuery.Part> reads();

  void begin(JsonGenerator json) throws IOException;

  /** Called for each page in order, if the section reads. */
  void page(StatePage page, JsonGenerator json) throws IOException;

  void end(JsonGenerator json) throws IOException;
}
