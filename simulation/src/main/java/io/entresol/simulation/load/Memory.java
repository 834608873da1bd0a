package io.entresol.simulation.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the process takes.
 *
 * @param heapBytes what is used of the heap after a collection
 * @param residentBytes what the operating system counts; 0 if it does not say
 */
record Memory(long heapBytes, long residentBytes) {
  private static final Path STATUS = Path.of("/proc/self/status");

  static Memory now() {
    long resident = resident();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return new Memory(runtime.totalMemory() - runtime.freeMemory(), resident);
  }

  private static long resident() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      // Not Linux.
      return 0;
    }
  }
}
