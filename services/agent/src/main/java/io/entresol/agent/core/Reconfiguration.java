package io.entresol.agent.core;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.proto.ProtoResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether an agent may keep its id although it is configured differently than before. */
final class Reconfiguration {
  private Reconfiguration() {}

  /**
   * Compares what an agent was with what it is to be.
   *
   * @param additive whether it may have more than before
   * @return what differs and may not, or empty
   */
  static Optional<String> problem(AgentInfo before, AgentInfo now, boolean additive) {
    List<String> problems = new ArrayList<>();
    if (!before.getHostname().equals(now.getHostname())) {
      problems.add("host name " + before.getHostname() + " became " + now.getHostname());
    }
    if (before.getPort() != now.getPort()) {
      problems.add("port " + before.getPort() + " became " + now.getPort());
    }
    boolean domainAdded = additive && !before.hasDomain();
    if (!domainAdded && !before.getDomain().equals(now.getDomain())) {
      problems.add("the fault domain changed");
    }
    boolean attributes =
        additive
            ? now.getAttributesList().containsAll(before.getAttributesList())
            : now.getAttributesList().equals(before.getAttributesList());
    if (!attributes) {
      problems.add("the attributes changed");
    }
    Resources had = ProtoResources.fromProto(before.getResourcesList());
    Resources has = ProtoResources.fromProto(now.getResourcesList());
    if (additive ? !has.contains(had) : !has.equals(had)) {
      problems.add("resources " + had + " became " + has);
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", problems));
  }
}
