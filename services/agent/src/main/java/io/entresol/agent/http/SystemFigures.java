package io.entresol.agent.http;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Load and memory of the machine. Blocking, but only on memory. */
final class SystemFigures {
  private static final Path LOAD = Path.of("/proc/loadavg");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final int BYTES_PER_KILOBYTE = 1024;

  private SystemFigures() {}

  /** By the names of {@code /metrics/snapshot}; what the machine does not tell is left out. */
  static Map<String, Double> read() {
    Map<String, Double> figures = new TreeMap<>();
    figures.put(
        "system/cpus_total",
        (double) ManagementFactory.getOperatingSystemMXBean().getAvailableProcessors());
    load(figures);
    memory(figures);
    return figures;
  }

  private static void load(Map<String, Double> figures) {
    String[] fields = text(LOAD).split(" ", -1);
    if (fields.length >= 3) {
      figures.put("system/load_1min", Double.parseDouble(fields[0]));
      figures.put("system/load_5min", Double.parseDouble(fields[1]));
      figures.put("system/load_15min", Double.parseDouble(fields[2]));
    }
  }

  private static void memory(Map<String, Double> figures) {
    for (String line : text(MEMORY).split("\n", -1)) {
      String[] fields = line.split("\\s+", -1);
      if (line.startsWith("MemTotal:")) {
        figures.put("system/mem_total_bytes", kilobytes(fields[1]));
      } else if (line.startsWith("MemFree:")) {
        figures.put("system/mem_free_bytes", kilobytes(fields[1]));
      }
    }
  }

  private static double kilobytes(String number) {
    return Double.parseDouble(number) * BYTES_PER_KILOBYTE;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      // Not a Linux machine: the figures are then left out.
      return "";
    }
  }
}
