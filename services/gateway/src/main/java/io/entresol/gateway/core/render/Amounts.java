package io.entresol.gateway.core.render;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.domain.resources.Ranges;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import io.entresol.proto.MesosJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How much there is by name, whoever it is for: {@code {"disk": 0.0, "mem": 64.0, …, "ports":
 * "[31000-32000]"}}. The four common scalars are always there.
 */
final class Amounts {
  private static final List<String> ALWAYS = List.of("disk", "mem", "gpus", "cpus");
  private static final double THOUSANDTHS = 1000;

  private final Map<String, Long> scalars = new LinkedHashMap<>();
  private final Map<String, List<Ranges.Range>> ranges = new TreeMap<>();
  private final Map<String, TreeSet<String>> sets = new TreeMap<>();

  Amounts() {
    ALWAYS.forEach(name -> scalars.put(name, 0L));
  }

  static Amounts of(List<Resource> resources) {
    return new Amounts().add(resources);
  }

  Amounts add(List<Resource> resources) {
    for (Resource resource : resources) {
      String name = resource.getName() + (resource.hasRevocable() ? "_revocable" : "");
      switch (resource.getType()) {
        case SCALAR -> scalars.merge(name, thousandths(resource.getScalar()), Long::sum);
        case RANGES ->
            resource
                .getRanges()
                .getRangeList()
                .forEach(
                    range ->
                        ranges
                            .computeIfAbsent(name, ignored -> new ArrayList<>())
                            .add(new Ranges.Range(range.getBegin(), range.getEnd())));
        case SET ->
            sets.computeIfAbsent(name, ignored -> new TreeSet<>())
                .addAll(resource.getSet().getItemList());
        case TEXT -> {
          // There are no resources of this kind.
        }
      }
    }
    return this;
  }

  private static long thousandths(Value.Scalar scalar) {
    return Math.round(scalar.getValue() * THOUSANDTHS);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Long> scalar : scalars.entrySet()) {
      json.writeFieldName(scalar.getKey());
      MesosJson.writeDouble(scalar.getValue() / THOUSANDTHS, json);
    }
    for (Map.Entry<String, List<Ranges.Range>> each : ranges.entrySet()) {
      json.writeStringField(each.getKey(), ValueText.of(new Ranges(each.getValue())));
    }
    for (Map.Entry<String, TreeSet<String>> each : sets.entrySet()) {
      json.writeStringField(each.getKey(), ValueText.of(each.getValue()));
    }
    json.writeEndObject();
  }

  /** As a field of the object that is being written. */
  static void write(String field, List<Resource> resources, JsonGenerator json) throws IOException {
    json.writeFieldName(field);
    of(resources).write(json);
  }
}
