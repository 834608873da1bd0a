package io.entresol.gateway.mesos;

import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.management.OperatingSystemMXBean;
import io.entresol.proto.MesosJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The machine's load and memory, for {@code /system/stats.json}. Reading blocks. */
record SystemStats(
    double load1, double load5, double load15, int cpus, long memoryTotal, long memoryFree) {
  private static final Path LOAD = Path.of("/proc/loadavg");

  static SystemStats read() throws IOException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double[] load = load(system);
    return new SystemStats(
        load[0],
        load[1],
        load[2],
        system.getAvailableProcessors(),
        system.getTotalMemorySize(),
        system.getFreeMemorySize());
  }

  /** Java knows the average of one minute only; Linux tells all three. */
  private static double[] load(OperatingSystemMXBean system) throws IOException {
    if (!Files.isReadable(LOAD)) {
      double one = Math.max(0, system.getSystemLoadAverage());
      return new double[] {one, one, one};
    }
    String[] parts = Files.readString(LOAD).split(" ", -1);
    return new double[] {
      Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2])
    };
  }

  /** Under the names of {@code /metrics/snapshot}. */
  Map<String, Double> metrics() {
    return Map.of(
        "system/cpus_total",
        (double) cpus,
        "system/load_1min",
        load1,
        "system/load_5min",
        load5,
        "system/load_15min",
        load15,
        "system/mem_total_bytes",
        (double) memoryTotal,
        "system/mem_free_bytes",
        (double) memoryFree);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeFieldName("avg_load_15min");
    MesosJson.writeDouble(load15, json);
    json.writeFieldName("avg_load_1min");
    MesosJson.writeDouble(load1, json);
    json.writeFieldName("avg_load_5min");
    MesosJson.writeDouble(load5, json);
    json.writeNumberField("cpus_total", cpus);
    json.writeNumberField("mem_free_bytes", memoryFree);
    json.writeNumberField("mem_total_bytes", memoryTotal);
    json.writeEndObject();
  }
}
