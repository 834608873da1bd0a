package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.amount.Bundle;
import io.entresol.allocator.core.amount.Capabilities;
import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.DomainInfo;
import java.util.List;
import java.util.Optional;

/**
 * What of an agent decides which frameworks may see it at all.
 *
 * @param neededCapabilities what a framework must be capable of; bits of {@link Capabilities}
 * @param multiRole whether the agent can serve frameworks of several roles
 * @param hierarchicalRoles whether it can serve roles below others
 */
public record AgentTraits(
    AgentInfo info, int neededCapabilities, boolean multiRole, boolean hierarchicalRoles) {

  /** What does not depend on the agent: how it is compared. */
  public interface Rules {
    /** Whether agents with GPUs are kept for frameworks that know them. */
    boolean filterGpus();

    /** The masters' region; empty is none, and then no agent is remote. */
    Optional<String> region();
  }

  /** Whether everybody would see the agent as before. */
  public boolean meansTheSameAs(AgentTraits other) {
    return neededCapabilities == other.neededCapabilities
        && multiRole == other.multiRole
        && hierarchicalRoles == other.hierarchicalRoles
        && info.getHostname().equals(other.info.getHostname())
        && info.getAttributesList().equals(other.info.getAttributesList())
        && info.getDomain().equals(other.info.getDomain());
  }

  public static AgentTraits of(
      AgentInfo info, List<AgentInfo.Capability> capabilities, Bundle total, Rules rules) {
    int needed = 0;
    if (rules.filterGpus() && hasGpus(total)) {
      needed |= Capabilities.GPU;
    }
    if (isRemote(info.getDomain(), rules.region())) {
      needed |= Capabilities.REGION_AWARE;
    }
    boolean multiRole = false;
    boolean hierarchical = false;
    for (AgentInfo.Capability capability : capabilities) {
      multiRole |= capability.getType() == AgentInfo.Capability.Type.MULTI_ROLE;
      hierarchical |= capability.getType() == AgentInfo.Capability.Type.HIERARCHICAL_ROLE;
    }
    return new AgentTraits(info, needed, multiRole, hierarchical);
  }

  private static boolean hasGpus(Bundle total) {
    return total.milli(ScalarKinds.GPUS) > 0;
  }

  private static boolean isRemote(DomainInfo domain, Optional<String> region) {
    return domain.hasFaultDomain()
        && region.isPresent()
        && !domain.getFaultDomain().getRegion().getName().equals(region.get());
  }
}
