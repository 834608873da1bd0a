package io.entresol.agent.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.proto.MesosJson;
import java.io.IOException;

/** What the software says of itself. When and from what it was built is not known here. */
final class VersionJson {
  private VersionJson() {}

  /** In the order of {@code /state}. */
  static void fields(String version, JsonGenerator json) throws IOException {
    json.writeStringField("version", version);
    build(json);
  }

  /** The document of {@code /version}: sorted. */
  static void write(String version, JsonGenerator json) throws IOException {
    json.writeStartObject();
    build(json);
    json.writeStringField("version", version);
    json.writeEndObject();
  }

  private static void build(JsonGenerator json) throws IOException {
    json.writeStringField("build_date", "");
    json.writeFieldName("build_time");
    MesosJson.writeDouble(0, json);
    json.writeStringField("build_user", "");
  }
}
