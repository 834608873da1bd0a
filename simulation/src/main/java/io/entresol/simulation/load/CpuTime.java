package io.entresol.simulation.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** How long all threads of this process have computed, up to a moment. */
record CpuTime(long nanos) {
  static CpuTime now() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new CpuTime(system.getProcessCpuTime());
  }

  Duration since() {
    return Duration.ofNanos(now().nanos - nanos);
  }
}
