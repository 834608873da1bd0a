package io.entresol.gateway.core.render;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import io.entresol.proto.MesosJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much there is by name as plain numbers; of ranges and sets their number counts. */
final class Quantities {
  private static final double THOUSANDTHS = 1000;
  private static final long WHOLE = 1000;

  private Quantities() {}

  /** In thousandths, sorted by name. */
  static Map<String, Long> of(List<Resource> resources) {
    Map<String, Long> quantities = new TreeMap<>();
    for (Resource resource : resources) {
      quantities.merge(resource.getName(), thousandths(resource), Long::sum);
    }
    quantities.values().removeIf(amount -> amount == 0);
    return quantities;
  }

  private static long thousandths(Resource resource) {
    return switch (resource.getType()) {
      case SCALAR -> Math.round(resource.getScalar().getValue() * THOUSANDTHS);
      case RANGES ->
          WHOLE
              * resource.getRanges().getRangeList().stream()
                  .mapToLong(range -> range.getEnd() - range.getBegin() + 1)
                  .sum();
      case SET -> WHOLE * resource.getSet().getItemCount();
      case TEXT -> 0;
    };
  }

  static void write(String field, Map<String, Long> thousandths, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, Long> each : thousandths.entrySet()) {
      json.writeFieldName(each.getKey());
      MesosJson.writeDouble(each.getValue() / THOUSANDTHS, json);
    }
    json.writeEndObject();
  }

  static void writeScalars(String field, Map<String, Value.Scalar> scalars, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, Value.Scalar> each : scalars.entrySet()) {
      json.writeFieldName(each.getKey());
      MesosJson.writeDouble(each.getValue().getValue(), json);
    }
    json.writeEndObject();
  }
}
