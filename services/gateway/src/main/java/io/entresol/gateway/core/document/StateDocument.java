package io.entresol.gateway.core.document;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * One JSON object about the cluster, written section by section so that no more than a page of the
 * state and some of the text is in memory. Used once.
 */
public record StateDocument(List<Section> sections) {
  public StateDocument {
    sections = List.copyOf(sections);
  }

  public void open(JsonGenerator json) throws IOException {
    json.writeStartObject();
  }

  public void close(JsonGenerator json) throws IOException {
    json.writeEndObject();
  }
}
