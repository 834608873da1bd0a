package io.entresol.gateway.core.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.mesos.v1.Flag;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The master's options. */
final class FlagsSection implements Section {
  private final List<Flag> flags = new ArrayList<>();

  @Override
  public Set<StateQuery.Part> reads() {
    return Set.of(StateQuery.Part.MASTER);
  }

  @Override
  public void begin(JsonGenerator json) {
    // Sorted once all are known.
  }

  @Override
  public void page(StatePage page, JsonGenerator json) {
    flags.addAll(page.getFlagsList());
  }

  @Override
  public void end(JsonGenerator json) throws IOException {
    MasterHeader.writeFlagsField(MasterHeader.byName(flags), json);
  }
}
