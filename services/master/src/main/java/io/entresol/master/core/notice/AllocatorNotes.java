package io.entresol.master.core.notice;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.OutstandingOffer;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.Unavailability;
import io.entresol.proto.bus.AgentActivated;
import io.entresol.proto.bus.AgentAdded;
import io.entresol.proto.bus.AgentDeactivated;
import io.entresol.proto.bus.AgentInactivity;
import io.entresol.proto.bus.AgentRemoved;
import io.entresol.proto.bus.AgentUpdated;
import io.entresol.proto.bus.AllocationPaused;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.FrameworkAdded;
import io.entresol.proto.bus.FrameworkDeactivated;
import io.entresol.proto.bus.FrameworkRemoved;
import io.entresol.proto.bus.FrameworkResources;
import io.entresol.proto.bus.FrameworkUpdated;
import io.entresol.proto.bus.InverseOfferAnswered;
import io.entresol.proto.bus.QuotaUpdated;
import io.entresol.proto.bus.ResourcesAllocated;
import io.entresol.proto.bus.ResourcesConverted;
import io.entresol.proto.bus.ResourcesRecovered;
import io.entresol.proto.bus.RolesRevived;
import io.entresol.proto.bus.RolesSuppressed;
import io.entresol.proto.bus.UnavailabilityUpdated;
import io.entresol.proto.bus.WeightsUpdated;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Words the facts that the allocator is told. */
public final class AllocatorNotes {
  private final Books books;

  public AllocatorNotes(Books books) {
    this.books = books;
  }

  public void agentAdded(Turn turn, Agent agent) {
    turn.toAllocator(addedAgent(agent));
  }

  /** An agent with all that is held on it. */
  public AllocatorEvent.Builder addedAgent(Agent agent) {
    AgentAdded.Builder added =
        AgentAdded.newBuilder()
            .setInfo(agent.info())
            .addAllTotal(books.forms().stack(agent.account().total()))
            .setActive(agent.isActive());
    if (!agent.isActive()) {
      added.setInactivity(inactivity(agent));
    }
    for (AgentInfo.Capability.Type type : agent.capabilities()) {
      added.addCapabilities(AgentInfo.Capability.newBuilder().setType(type));
    }
    Map<Framework, Resources> held = new LinkedHashMap<>();
    agent
        .account()
        .usedByFramework()
        .forEach((id, used) -> held.put(books.frameworks().get(id), used));
    for (OutstandingOffer offer : agent.offers()) {
      held.merge(offer.framework(), offer.resources(), Resources::plus);
    }
    held.forEach(
        (framework, resources) ->
            added.addUsed(
                FrameworkResources.newBuilder()
                    .setFrameworkId(framework.protoId())
                    .addAllResources(books.forms().stack(resources))));
    books.machines().unavailability(agent.machine()).ifPresent(added::setUnavailability);
    return AllocatorEvent.newBuilder().setAgentAdded(added);
  }

  public void agentUpdated(Turn turn, Agent agent) {
    AgentUpdated.Builder updated =
        AgentUpdated.newBuilder()
            .setInfo(agent.info())
            .addAllTotal(books.forms().stack(agent.account().total()));
    for (AgentInfo.Capability.Type type : agent.capabilities()) {
      updated.addCapabilities(AgentInfo.Capability.newBuilder().setType(type));
    }
    turn.toAllocator(AllocatorEvent.newBuilder().setAgentUpdated(updated));
  }

  public void agentActivated(Turn turn, Agent agent) {
    turn.toAllocator(
        AllocatorEvent.newBuilder()
            .setAgentActivated(AgentActivated.newBuilder().setAgentId(agent.info().getId())));
  }

  public void agentDeactivated(Turn turn, Agent agent) {
    turn.toAllocator(
        AllocatorEvent.newBuilder()
            .setAgentDeactivated(
                AgentDeactivated.newBuilder()
                    .setAgentId(agent.info().getId())
                    .setInactivity(inactivity(agent))));
  }

  private AgentInactivity inactivity(Agent agent) {
    if (books.agents().draining().containsKey(agent.id())) {
      return AgentInactivity.AGENT_DRAINING;
    }
    return books.agents().deactivated().contains(agent.id())
        ? AgentInactivity.AGENT_DEACTIVATED
        : AgentInactivity.AGENT_DISCONNECTED;
  }

  public void agentRemoved(Turn turn, Agent agent) {
    turn.toAllocator(
        AllocatorEvent.newBuilder()
            .setAgentRemoved(AgentRemoved.newBuilder().setAgentId(agent.info().getId())));
  }

  public void frameworkAdded(Turn turn, Framework framework) {
    turn.toAllocator(addedFramework(framework));
  }

  public AllocatorEvent.Builder addedFramework(Framework framework) {
    FrameworkAdded.Builder added =
        FrameworkAdded.newBuilder()
            .setInfo(framework.info())
            .addAllSuppressedRoles(framework.suppressedRoles())
            .setActive(framework.isConnected());
    framework.offerConstraints().ifPresent(added::setOfferConstraints);
    return AllocatorEvent.newBuilder().setFrameworkAdded(added);
  }

  public void frameworkUpdated(Turn turn, Framework framework) {
    FrameworkUpdated.Builder updated =
        FrameworkUpdated.newBuilder()
            .setInfo(framework.info())
            .addAllSuppressedRoles(framework.suppressedRoles())
            .setActive(framework.isConnected());
    framework.offerConstraints().ifPresent(updated::setOfferConstraints);
    turn.toAllocator(AllocatorEvent.newBuilder().setFrameworkUpdated(updated));
  }

  public void frameworkDeactivated(Turn turn, Framework framework) {
    turn.toAllocator(
        AllocatorEvent.newBuilder()
            .setFrameworkDeactivated(
                FrameworkDeactivated.newBuilder().setFrameworkId(framework.protoId())));
  }

  public void frameworkRemoved(Turn turn, Framework framework) {
    turn.toAllocator(
        AllocatorEvent.newBuilder()
            .setFrameworkRemoved(
                FrameworkRemoved.newBuilder().setFrameworkId(framework.protoId())));
  }

  public void suppressed(Turn turn, Framework framework, Set<String> roles) {
    turn.toAllocator(
        AllocatorEvent.newBuilder()
            .setRolesSuppressed(
                RolesSuppressed.newBuilder()
                    .setFrameworkId(framework.protoId())
                    .addAllRoles(roles)));
  }

  public void revived(Turn turn, Framework framework, Set<String> roles) {
    turn.toAllocator(
        AllocatorEvent.newBuilder()
            .setRolesRevived(
                RolesRevived.newBuilder().setFrameworkId(framework.protoId()).addAllRoles(roles)));
  }

  /** Resources are free again, and may be offered to anyone at once. */
  public void recovered(Turn turn, Framework framework, Agent agent, Resources resources) {
    recovered(turn, framework, agent, resources, Optional.empty());
  }

  /**
   * Resources are free again.
   *
   * @param filter how long the framework does not want them; empty is not at all
   */
  public void recovered(
      Turn turn, Framework framework, Agent agent, Resources resources, Optional<Duration> filter) {
    if (resources.isEmpty()) {
      return;
    }
    ResourcesRecovered.Builder recovered =
        ResourcesRecovered.newBuilder()
            .setFrameworkId(framework.protoId())
            .setAgentId(agent.info().getId())
            .addAllResources(books.forms().stack(resources));
    filter.ifPresent(refused -> recovered.setFilterMs(refused.toMillis()));
    turn.toAllocator(AllocatorEvent.newBuilder().setResourcesRecovered(recovered));
  }

  public void allocated(Turn turn, Framework framework, Agent agent, Resources resources) {
    turn.toAllocator(
        AllocatorEvent.newBuilder()
            .setResourcesAllocated(
                ResourcesAllocated.newBuilder()
                    .setFrameworkId(framework.protoId())
                    .setAgentId(agent.info().getId())
                    .addAllResources(books.forms().stack(resources))));
  }

  /**
   * Resources became others: reserved, a volume, or the reverse.
   *
   * @param framework whose resources they are; empty if nobody's
   */
  public void converted(
      Turn turn,
      Optional<Framework> framework,
      Agent agent,
      Resources consumed,
      Resources converted) {
    ResourcesConverted.Builder note =
        ResourcesConverted.newBuilder()
            .setAgentId(agent.info().getId())
            .addAllConsumed(books.forms().stack(consumed))
            .addAllConverted(books.forms().stack(converted));
    framework.ifPresent(owner -> note.setFrameworkId(owner.protoId()));
    turn.toAllocator(AllocatorEvent.newBuilder().setResourcesConverted(note));
  }

  public void weights(Turn turn) {
    turn.toAllocator(weights());
  }

  public AllocatorEvent.Builder weights() {
    return AllocatorEvent.newBuilder()
        .setWeightsUpdated(WeightsUpdated.newBuilder().addAllWeights(books.roles().weightInfos()));
  }

  public void quotas(Turn turn) {
    turn.toAllocator(quotas());
  }

  public AllocatorEvent.Builder quotas() {
    return AllocatorEvent.newBuilder()
        .setQuotaUpdated(QuotaUpdated.newBuilder().addAllConfigs(books.roles().quotas().values()));
  }

  public AllocatorEvent.Builder paused() {
    return AllocatorEvent.newBuilder()
        .setAllocationPaused(AllocationPaused.newBuilder().setPaused(books.isAllocationPaused()));
  }

  public void unavailability(Turn turn, Agent agent, Optional<Unavailability> unavailability) {
    UnavailabilityUpdated.Builder updated =
        UnavailabilityUpdated.newBuilder().setAgentId(agent.info().getId());
    unavailability.ifPresent(updated::setUnavailability);
    turn.toAllocator(AllocatorEvent.newBuilder().setUnavailabilityUpdated(updated));
  }

  public void inverseOfferAnswered(
      Turn turn, Framework framework, Agent agent, boolean accepted, Optional<Duration> filter) {
    InverseOfferAnswered.Builder answered =
        InverseOfferAnswered.newBuilder()
            .setFrameworkId(framework.protoId())
            .setAgentId(agent.info().getId())
            .setAccepted(accepted);
    filter.ifPresent(refused -> answered.setFilterMs(refused.toMillis()));
    turn.toAllocator(AllocatorEvent.newBuilder().setInverseOfferAnswered(answered));
  }
}
