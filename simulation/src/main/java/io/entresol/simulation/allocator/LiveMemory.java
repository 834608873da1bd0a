package io.entresol.simulation.allocator;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** The heap that is still reachable after a collection. */
final class LiveMemory {
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final double MEGABYTE = 1 << 20;

  private LiveMemory() {}

  static double megabytes() {
    MEMORY.gc();
    return MEMORY.getHeapMemoryUsage().getUsed() / MEGABYTE;
  }
}
