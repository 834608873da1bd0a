package io.entresol.agent.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/** Options as the older endpoints show them: a field {@code flags} of texts. */
final class FlagsJson {
  private FlagsJson() {}

  static void write(Map<String, String> flags, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("flags");
    for (Map.Entry<String, String> flag : flags.entrySet()) {
      json.writeStringField(flag.getKey(), flag.getValue());
    }
    json.writeEndObject();
  }
}
