package io.entresol.simulation.allocator;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Measures on the wall, or what this thread has computed: steadier on a busy machine. */
enum Stopwatch {
  WALL,
  CPU;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  long now() {
    return this == WALL ? System.nanoTime() : THREADS.getCurrentThreadCpuTime();
  }

  /** How long that took. */
  long time(Runnable action) {
    long began = now();
    action.run();
    return now() - began;
  }
}
