package io.entresol.simulation.load;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.Resource;
import io.entresol.proto.ProtoResources;
import java.util.List;

/** What one task needs, in thousandths. */
record TaskShape(long cpusMilli, long memMilli) {
  /** How many such tasks fit into so much. */
  int fitting(long offeredCpusMilli, long offeredMemMilli) {
    return (int) Math.min(offeredCpusMilli / cpusMilli, offeredMemMilli / memMilli);
  }

  List<Resource> resources(String role) {
    return ProtoResources.toProto(
        Resources.scalar("cpus", cpusMilli / 1000.0)
            .plus(Resources.scalar("mem", memMilli / 1000.0))
            .allocatedTo(role));
  }
}
