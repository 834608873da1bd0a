package io.entresol.marathon.core.launch;

import io.entresol.domain.resources.Resources;
import io.entresol.marathon.core.app.AppSpec;
import java.util.List;
import java.util.Optional;

/**
 * One task to be launched, with what was chosen for it out of an offer.
 *
 * @param hostname the agent's
 * @param resources all that the task takes, ports included
 * @param hostPorts by port index; empty where the app wants no host port
 * @param enforceGroupRole whether the app's top-level group gives its apps their role
 */
public record Launch(
    AppSpec spec,
    String taskId,
    String agentId,
    String hostname,
    Resources resources,
    List<Optional<Integer>> hostPorts,
    boolean enforceGroupRole) {
  public Launch {
    hostPorts = List.copyOf(hostPorts);
    if (hostPorts.size() != spec.hostPorts().size()) {
      throw new IllegalArgumentException(
          spec.id() + " has " + spec.hostPorts().size() + " ports, not " + hostPorts.size());
    }
  }
}
