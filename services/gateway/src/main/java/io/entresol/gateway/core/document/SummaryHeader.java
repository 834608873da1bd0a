package io.entresol.gateway.core.document;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import java.io.IOException;
import java.util.Set;

/** What {@code /state-summary} says of the master itself. */
final class SummaryHeader implements Section {
  private boolean written;

  @Override
  public Set<StateQuery.Part> reads() {
    return Set.of(StateQuery.Part.MASTER);
  }

  @Override
  public void begin(JsonGenerator json) {
    // All of it comes from the page.
  }

  @Override
  public void page(StatePage page, JsonGenerator json) throws IOException {
    if (written) {
      return;
    }
    written = true;
    json.writeStringField("hostname", page.getMasterInfo().getHostname());
    String cluster = MasterHeader.byName(page.getFlagsList()).get("cluster");
    if (cluster != null) {
      json.writeStringField("cluster", cluster);
    }
  }

  @Override
  public void end(JsonGenerator json) {
    // Written with the first page.
  }
}
