package io.entresol.marathon.core.app;

import io.entresol.domain.resources.Resources;
import java.util.List;

/**
 * What one instance needs, ports apart.
 *
 * @param cpus cores
 * @param mem MiB
 * @param disk MiB
 * @param gpus whole devices
 */
public record Demand(double cpus, double mem, double disk, int gpus) {
  public static final Demand DEFAULT = new Demand(1, 128, 0, 0);

  /** As unreserved scalars; what is 0 is left out. */
  public Resources asResources() {
    return Resources.sum(
        List.of(
            Resources.scalar("cpus", cpus),
            Resources.scalar("mem", mem),
            Resources.scalar("disk", disk),
            Resources.scalar("gpus", gpus)));
  }
}
