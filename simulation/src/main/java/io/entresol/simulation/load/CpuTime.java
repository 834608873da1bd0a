package io.entresol.simulation.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Set;

/**
 * How long threads have computed, up to a moment.
 *
 * @param all of this process, with the compiler and the collector of garbage
 * @param load those of the load
 */
record CpuTime(Duration all, Duration load) {
  static CpuTime now(Set<Long> loadThreads) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long load =
        loadThreads.stream().mapToLong(id -> Math.max(0, threads.getThreadCpuTime(id))).sum();
    return new CpuTime(Duration.ofNanos(system.getProcessCpuTime()), Duration.ofNanos(load));
  }

  CpuTime minus(CpuTime before) {
    return new CpuTime(all.minus(before.all), load.minus(before.load));
  }
}
