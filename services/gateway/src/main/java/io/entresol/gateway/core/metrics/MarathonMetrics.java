package io.entresol.gateway.core.metrics;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.proto.MesosJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A process's Prometheus page in the form of Marathon's own {@code /metrics}. */
public final class MarathonMetrics {
  private static final String VERSION = "5.0.0";

  private final Map<String, Double> gauges = new TreeMap<>();
  private final Map<String, Double> counters = new TreeMap<>();

  private MarathonMetrics() {}

  /** Reads a page; labels become part of a name. */
  public static MarathonMetrics of(String page) {
    MarathonMetrics metrics = new MarathonMetrics();
    Map<String, String> types = new HashMap<>();
    for (String line : page.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        String[] parts = line.split(" ", -1);
        types.put(parts[2], parts[3]);
      } else if (!line.startsWith("#") && line.indexOf(' ') > 0) {
        metrics.add(line, types);
      }
    }
    return metrics;
  }

  private void add(String line, Map<String, String> types) {
    int brace = line.indexOf('{');
    int close = line.lastIndexOf('}');
    int end = close > 0 ? close + 1 : line.indexOf(' ');
    String name = brace < 0 ? line.substring(0, end) : line.substring(0, brace);
    double value = Double.parseDouble(line.substring(end).strip().split(" ", 2)[0]);
    boolean counter =
        types.getOrDefault(name, types.getOrDefault(withoutTotal(name), "gauge")).equals("counter");
    (counter ? counters : gauges).put(line.substring(0, end), value);
  }

  private static String withoutTotal(String name) {
    return name.endsWith("_total") ? name.substring(0, name.length() - "_total".length()) : name;
  }

  /** The object with its five groups. */
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", VERSION);
    json.writeObjectFieldStart("gauges");
    for (Map.Entry<String, Double> gauge : gauges.entrySet()) {
      write(gauge.getKey(), "value", gauge.getValue(), json);
    }
    json.writeEndObject();
    json.writeObjectFieldStart("counters");
    for (Map.Entry<String, Double> counter : counters.entrySet()) {
      write(counter.getKey(), "count", counter.getValue(), json);
    }
    json.writeEndObject();
    for (String group : new String[] {"histograms", "meters", "timers"}) {
      json.writeObjectFieldStart(group);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void write(String name, String field, double value, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeFieldName(field);
    MesosJson.writeDouble(value, json);
    json.writeEndObject();
  }
}
