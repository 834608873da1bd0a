package io.entresol.agent.container.detect;

import io.entresol.domain.resources.Ranges;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;

/** What an agent offers of its machine, unless it is told. */
public final class MachineResources {
  private static final long BYTES_PER_MEGABYTE = 1L << 20;
  private static final long GIGABYTE_IN_MEGABYTES = 1024;

  private static final double CPUS_FALLBACK = 1;
  private static final long MEMORY_FALLBACK_MB = GIGABYTE_IN_MEGABYTES;
  private static final long DISK_FALLBACK_MB = 10 * GIGABYTE_IN_MEGABYTES;

  /** Kept back for the machine's own needs, of memory and of disk. */
  private static final long MEMORY_KEPT_MB = GIGABYTE_IN_MEGABYTES;

  private static final long DISK_KEPT_MB = 5 * GIGABYTE_IN_MEGABYTES;
  private static final long FIRST_PORT = 31_000;
  private static final long LAST_PORT = 32_000;

  private MachineResources() {}

  /** {@code cpus}, {@code mem}, {@code disk} and {@code ports}. */
  public static Resources of(MachineReadings machine) {
    double cpus =
        machine.processors().isPresent() ? machine.processors().getAsInt() : CPUS_FALLBACK;
    double memory =
        machine.memoryBytes().isPresent()
            ? offered(machine.memoryBytes().getAsLong(), MEMORY_KEPT_MB)
            : MEMORY_FALLBACK_MB;
    double disk =
        machine.diskBytes().isPresent()
            ? offered(machine.diskBytes().getAsLong(), DISK_KEPT_MB)
            : DISK_FALLBACK_MB;
    return Resources.scalar("cpus", cpus)
        .plus(Resources.scalar("mem", memory))
        .plus(Resources.scalar("disk", disk))
        .plus(Resources.of(ResourceKey.of("ports"), Ranges.of(FIRST_PORT, LAST_PORT)));
  }

  /** All but what is kept back; half, if that would be more than half of it all. */
  private static long offered(long bytes, long keptMegabytes) {
    long megabytes = bytes / BYTES_PER_MEGABYTE;
    return megabytes > 2 * keptMegabytes ? megabytes - keptMegabytes : megabytes / 2;
  }
}
