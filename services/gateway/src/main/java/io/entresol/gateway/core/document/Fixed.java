package io.entresol.gateway.core.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import java.io.IOException;
import java.util.Set;

/** A section that needs nothing of the state. */
record Fixed(Text text) implements Section {
  interface Text {
    void write(JsonGenerator json) throws IOException;
  }

  @Override
  public Set<StateQuery.Part> reads() {
    return Set.of();
  }

  @Override
  public void begin(JsonGenerator json) throws IOException {
    text.write(json);
  }

  @Override
  public void page(StatePage page, JsonGenerator json) {
    throw new IllegalStateException("reads nothing");
  }

  @Override
  public void end(JsonGenerator json) {
    // Written already.
  }
}
