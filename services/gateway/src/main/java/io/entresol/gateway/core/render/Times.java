package io.entresol.gateway.core.render;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.mesos.v1.TimeInfo;
import io.entresol.proto.MesosJson;
import java.io.IOException;

/** Instants as the older endpoints write them: seconds since 1970, 0.0 for never. */
final class Times {
  private static final double NANOS_PER_SECOND = 1e9;

  private Times() {}

  static void write(String field, TimeInfo time, JsonGenerator json) throws IOException {
    json.writeFieldName(field);
    MesosJson.writeDouble(time.getNanoseconds() / NANOS_PER_SECOND, json);
  }
}
