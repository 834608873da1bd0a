package io.entresol.allocator.core;

import io.entresol.allocator.core.amount.Bundle;
import io.entresol.allocator.core.amount.ResourceReader;
import io.entresol.allocator.core.amount.ScalarKinds;
import io.entresol.allocator.core.cluster.Agent;
import io.entresol.allocator.core.cluster.AgentTraits;
import io.entresol.allocator.core.cluster.Client;
import io.entresol.allocator.core.cluster.Cluster;
import io.entresol.allocator.core.cluster.FilterClock;
import io.entresol.allocator.core.cluster.Framework;
import io.entresol.allocator.core.cluster.Maintenance;
import io.entresol.allocator.core.cluster.Quota;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.WeightInfo;
import io.entresol.mesos.v1.quota.QuotaConfig;
import io.entresol.proto.bus.AgentAdded;
import io.entresol.proto.bus.AgentDeactivated;
import io.entresol.proto.bus.AgentUpdated;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.BatchDone;
import io.entresol.proto.bus.FrameworkAdded;
import io.entresol.proto.bus.FrameworkResources;
import io.entresol.proto.bus.FrameworkUpdated;
import io.entresol.proto.bus.InverseOfferAnswered;
import io.entresol.proto.bus.ResourcesAllocated;
import io.entresol.proto.bus.ResourcesConverted;
import io.entresol.proto.bus.ResourcesRecovered;
import io.entresol.proto.bus.RolesRevived;
import io.entresol.proto.bus.RolesSuppressed;
import io.entresol.proto.bus.UnavailabilityUpdated;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Enters the master's facts into the books. */
final class EventApplier {
  /** What became of an event. */
  enum Outcome {
    APPLIED,
    /** It is about something that is gone or was never known; it changes nothing. */
    IGNORED,
    /** It contradicts the books: they must be made anew. */
    CONTRADICTION
  }

  /** The facts that are not about the books. */
  interface Control {
    Outcome batchDone(BatchDone done);

    Outcome setPaused(boolean paused);

    /** When the next periodic run is. */
    long nextPeriodicMs();
  }

  private final Cluster cluster;
  private final ScalarKinds kinds;
  private final AllocatorSettings settings;
  private final FilterClock filters;
  private final Control control;
  private final ResourceReader reader;

  EventApplier(
      Cluster cluster,
      ScalarKinds kinds,
      AllocatorSettings settings,
      FilterClock filters,
      Control control) {
    this.cluster = cluster;
    this.kinds = kinds;
    this.settings = settings;
    this.filters = filters;
    this.control = control;
    this.reader = new ResourceReader(kinds);
  }

  /**
   * @throws IllegalArgumentException if resources in it are malformed
   */
  Outcome apply(AllocatorEvent event, long nowMs) {
    return switch (event.getEventCase()) {
      case AGENT_ADDED -> add(event.getAgentAdded());
      case AGENT_UPDATED -> update(event.getAgentUpdated());
      case AGENT_ACTIVATED -> setActive(event.getAgentActivated().getAgentId(), true);
      case AGENT_DEACTIVATED -> deactivate(event.getAgentDeactivated());
      case AGENT_REMOVED ->
          ifKnown(cluster.agent(event.getAgentRemoved().getAgentId()), cluster::removeAgent);
      case FRAMEWORK_ADDED -> addFramework(event.getFrameworkAdded());
      case FRAMEWORK_UPDATED -> updateFramework(event.getFrameworkUpdated());
      case FRAMEWORK_DEACTIVATED ->
          ifKnown(framework(event.getFrameworkDeactivated().getFrameworkId()), this::deactivate);
      case FRAMEWORK_REMOVED ->
          ifKnown(
              framework(event.getFrameworkRemoved().getFrameworkId()), cluster::removeFramework);
      case ROLES_SUPPRESSED -> suppress(event.getRolesSuppressed());
      case ROLES_REVIVED -> revive(event.getRolesRevived());
      case RESOURCES_RECOVERED -> recover(event.getResourcesRecovered(), nowMs);
      case RESOURCES_ALLOCATED -> allocate(event.getResourcesAllocated());
      case RESOURCES_CONVERTED -> convert(event.getResourcesConverted());
      case WEIGHTS_UPDATED -> setWeights(event.getWeightsUpdated().getWeightsList());
      case QUOTA_UPDATED -> setQuotas(event.getQuotaUpdated().getConfigsList());
      case BATCH_DONE -> control.batchDone(event.getBatchDone());
      case ALLOCATION_PAUSED -> control.setPaused(event.getAllocationPaused().getPaused());
      case UNAVAILABILITY_UPDATED -> setUnavailability(event.getUnavailabilityUpdated());
      case INVERSE_OFFER_ANSWERED -> answer(event.getInverseOfferAnswered(), nowMs);
      case EVENT_NOT_SET -> Outcome.IGNORED;
    };
  }

  private Framework framework(FrameworkID id) {
    return cluster.frameworks().find(id);
  }

  private static <T> Outcome ifKnown(T found, Consumer<T> action) {
    if (found == null) {
      return Outcome.IGNORED;
    }
    action.accept(found);
    return Outcome.APPLIED;
  }

  // ---- agents

  private Outcome add(AgentAdded added) {
    Agent old = cluster.agent(added.getInfo().getId());
    if (old != null) {
      cluster.removeAgent(old);
    }
    Bundle total = reader.read(added.getTotalList());
    AgentTraits traits = traits(added.getInfo(), added.getCapabilitiesList(), total);
    Agent agent = cluster.addAgent(added.getInfo().getId(), traits, total);
    for (FrameworkResources used : added.getUsedList()) {
      allocate(agent, used.getFrameworkId(), used.getResourcesList());
    }
    if (added.hasUnavailability()) {
      cluster.setMaintenance(agent, new Maintenance(added.getUnavailability()));
    }
    agent.setInactivity(added.getInactivity());
    cluster.setActive(agent, added.getActive());
    return Outcome.APPLIED;
  }

  private AgentTraits traits(
      AgentInfo info, List<AgentInfo.Capability> capabilities, Bundle total) {
    return AgentTraits.of(info, capabilities, total, settings);
  }

  private Outcome update(AgentUpdated updated) {
    Agent agent = cluster.agent(updated.getInfo().getId());
    if (agent == null) {
      return Outcome.IGNORED;
    }
    Bundle total = reader.read(updated.getTotalList());
    cluster.setTraits(agent, traits(updated.getInfo(), updated.getCapabilitiesList(), total));
    cluster.setTotal(agent, total);
    return Outcome.APPLIED;
  }

  private Outcome setActive(AgentID id, boolean active) {
    return ifKnown(cluster.agent(id), agent -> cluster.setActive(agent, active));
  }

  private Outcome deactivate(AgentDeactivated deactivated) {
    return ifKnown(
        cluster.agent(deactivated.getAgentId()),
        agent -> {
          agent.setInactivity(deactivated.getInactivity());
          cluster.setActive(agent, false);
        });
  }

  private Outcome setUnavailability(UnavailabilityUpdated updated) {
    return ifKnown(
        cluster.agent(updated.getAgentId()),
        agent ->
            cluster.setMaintenance(
                agent,
                updated.hasUnavailability() ? new Maintenance(updated.getUnavailability()) : null));
  }

  private Outcome answer(InverseOfferAnswered answered, long nowMs) {
    Agent agent = cluster.agent(answered.getAgentId());
    Framework framework = framework(answered.getFrameworkId());
    if (agent == null || framework == null || agent.maintenance() == null) {
      return Outcome.IGNORED;
    }
    long quietMs = answered.hasFilterMs() ? answered.getFilterMs() : 0;
    agent.maintenance().answered(framework, filterEnd(quietMs, nowMs));
    return Outcome.APPLIED;
  }

  // ---- who holds what

  private Outcome allocate(ResourcesAllocated allocated) {
    return ifKnown(
        cluster.agent(allocated.getAgentId()),
        agent -> allocate(agent, allocated.getFrameworkId(), allocated.getResourcesList()));
  }

  private void allocate(Agent agent, FrameworkID frameworkId, List<Resource> resources) {
    Framework framework = cluster.frameworks().findOrAdd(frameworkId);
    for (Map.Entry<String, Bundle> entry : reader.readByRole(resources).entrySet()) {
      Client client = cluster.frameworks().client(framework, entry.getKey());
      cluster.allocate(agent, client, entry.getValue());
      cluster.reorder(client);
    }
  }

  private Outcome recover(ResourcesRecovered recovered, long nowMs) {
    Agent agent = cluster.agent(recovered.getAgentId());
    Framework framework = framework(recovered.getFrameworkId());
    if (agent == null || framework == null) {
      return Outcome.IGNORED;
    }
    for (Map.Entry<String, Bundle> entry :
        reader.readByRole(recovered.getResourcesList()).entrySet()) {
      Bundle bundle = entry.getValue();
      Client client = cluster.frameworks().client(framework, entry.getKey());
      boolean declined = recovered.hasFilterMs() || isDecline(agent, client, bundle, nowMs);
      if (!cluster.release(agent, client, bundle)) {
        return Outcome.CONTRADICTION;
      }
      if (declined && client.isSubscribed()) {
        filters.refuse(agent, client, bundle, filterEnd(recovered.getFilterMs(), nowMs));
      }
    }
    return Outcome.APPLIED;
  }

  /** Whoever gives a whole offer back at once does not want it, even if it sets no filter. */
  private boolean isDecline(Agent agent, Client client, Bundle bundle, long nowMs) {
    return agent.isOffer(client, bundle, nowMs - settings.allocationInterval().toMillis());
  }

  /**
   * A filter lasts at least for one allocation interval; one of no length until the next periodic
   * run, so that who declines everything at once is not offered it again and again.
   */
  private long filterEnd(long filterMs, long nowMs) {
    return filterMs == 0
        ? control.nextPeriodicMs()
        : nowMs + Math.max(filterMs, settings.allocationInterval().toMillis());
  }

  private Outcome convert(ResourcesConverted conversion) {
    Agent agent = cluster.agent(conversion.getAgentId());
    if (agent == null) {
      return Outcome.IGNORED;
    }
    if (!conversion.hasFrameworkId()) {
      Bundle consumed = reader.read(conversion.getConsumedList());
      Bundle converted = reader.read(conversion.getConvertedList());
      return outcome(cluster.convert(agent, null, consumed, converted));
    }
    Framework framework = framework(conversion.getFrameworkId());
    if (framework == null) {
      return Outcome.CONTRADICTION;
    }
    Map<String, Bundle> converted = reader.readByRole(conversion.getConvertedList());
    boolean agrees = true;
    for (Map.Entry<String, Bundle> entry :
        reader.readByRole(conversion.getConsumedList()).entrySet()) {
      Client client = cluster.frameworks().client(framework, entry.getKey());
      Bundle gained = converted.getOrDefault(entry.getKey(), Bundle.NONE);
      agrees &= cluster.convert(agent, client, entry.getValue(), gained);
    }
    return outcome(agrees);
  }

  private static Outcome outcome(boolean agrees) {
    return agrees ? Outcome.APPLIED : Outcome.CONTRADICTION;
  }

  // ---- who may claim how much

  private Outcome addFramework(FrameworkAdded added) {
    cluster
        .frameworks()
        .update(
            added.getInfo(),
            added.getSuppressedRolesList(),
            added.getOfferConstraints(),
            added.getActive());
    return Outcome.APPLIED;
  }

  private Outcome updateFramework(FrameworkUpdated updated) {
    cluster
        .frameworks()
        .update(
            updated.getInfo(),
            updated.getSuppressedRolesList(),
            updated.getOfferConstraints(),
            updated.getActive());
    return Outcome.APPLIED;
  }

  private void deactivate(Framework framework) {
    cluster.frameworks().deactivate(framework);
    cluster.agentsInMaintenance().forEach(agent -> agent.maintenance().forget(framework));
  }

  private Outcome suppress(RolesSuppressed suppressed) {
    return ifKnown(
        framework(suppressed.getFrameworkId()),
        framework -> cluster.frameworks().suppress(framework, suppressed.getRolesList()));
  }

  private Outcome revive(RolesRevived revived) {
    return ifKnown(
        framework(revived.getFrameworkId()),
        framework -> {
          cluster.frameworks().revive(framework, revived.getRolesList());
          cluster.agentsInMaintenance().forEach(a -> a.maintenance().dropFilters(framework));
        });
  }

  private Outcome setWeights(List<WeightInfo> weights) {
    Map<String, Double> byRole = new HashMap<>();
    weights.forEach(weight -> byRole.put(weight.getRole(), weight.getWeight()));
    cluster.roles().setWeights(byRole);
    return Outcome.APPLIED;
  }

  private Outcome setQuotas(List<QuotaConfig> configs) {
    Map<String, Quota> byRole = new HashMap<>();
    configs.forEach(config -> byRole.put(config.getRole(), Quota.of(config, kinds)));
    cluster.setQuotas(byRole);
    return Outcome.APPLIED;
  }
}
