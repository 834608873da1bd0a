package io.entresol.gateway.mesos;

import io.entresol.gateway.core.document.BuildInfo;
import io.entresol.mesos.v1.Flag;
import java.util.List;

/**
 * What a gateway answers by itself, whoever leads.
 *
 * @param flags its own options, shown while no master's are known
 */
record LocalServices(BuildInfo build, VirtualFiles files, LogLevel logLevel, List<Flag> flags) {
  LocalServices {
    flags = List.copyOf(flags);
  }
}
