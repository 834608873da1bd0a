package io.entresol.master.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.Resource;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentAdded;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.BatchDone;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.ProposedOffer;
import io.entresol.proto.bus.RefusedOffer;
import io.entresol.proto.bus.ResourcesConverted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What an allocator makes of what the master tells it; a contradiction fails the test. */
final class AllocatorMirror {
  /** What a framework holds of an agent. */
  record Holding(String frameworkId, String agentId) {}

  private final Map<String, Resources> totals = new HashMap<>();
  private final Map<Holding, Resources> held = new HashMap<>();
  private final Map<Long, OfferBatch> proposals = new HashMap<>();

  Map<String, Resources> totals() {
    return totals;
  }

  Map<Holding, Resources> held() {
    return held;
  }

  void proposed(OfferBatch batch) {
    proposals.put(batch.getBatchId(), batch);
  }

  void see(MasterEffect effect) {
    if (effect instanceof MasterEffect.SendToAllocator sent) {
      sent.events().getEventsList().forEach(this::apply);
    } else if (effect instanceof MasterEffect.SendSnapshot sent) {
      if (sent.page().getPage() == 0) {
        totals.clear();
        held.clear();
      }
      sent.page().getEventsList().forEach(this::apply);
    }
  }

  private void apply(AllocatorEvent event) {
    switch (event.getEventCase()) {
      case AGENT_ADDED -> add(event.getAgentAdded());
      case AGENT_UPDATED ->
          totals.put(
              event.getAgentUpdated().getInfo().getId().getValue(),
              resources(event.getAgentUpdated().getTotalList()));
      case AGENT_REMOVED -> {
        String id = event.getAgentRemoved().getAgentId().getValue();
        totals.remove(id);
        held.keySet().removeIf(holding -> holding.agentId().equals(id));
      }
      case FRAMEWORK_REMOVED -> {
        String id = event.getFrameworkRemoved().getFrameworkId().getValue();
        assertThat(held.keySet()).noneMatch(holding -> holding.frameworkId().equals(id));
      }
      case RESOURCES_RECOVERED ->
          take(
              holding(
                  event.getResourcesRecovered().getFrameworkId(),
                  event.getResourcesRecovered().getAgentId()),
              resources(event.getResourcesRecovered().getResourcesList()));
      case RESOURCES_ALLOCATED ->
          give(
              holding(
                  event.getResourcesAllocated().getFrameworkId(),
                  event.getResourcesAllocated().getAgentId()),
              resources(event.getResourcesAllocated().getResourcesList()));
      case RESOURCES_CONVERTED -> convert(event.getResourcesConverted());
      case BATCH_DONE -> done(event.getBatchDone());
      default -> {
        // Concerns who may claim, not who holds.
      }
    }
  }

  private static Resources resources(List<Resource> resources) {
    return ProtoResources.fromProto(resources);
  }

  private static Holding holding(FrameworkID framework, AgentID agent) {
    return new Holding(framework.getValue(), agent.getValue());
  }

  private void add(AgentAdded added) {
    assertThat(totals).doesNotContainKey(added.getInfo().getId().getValue());
    totals.put(added.getInfo().getId().getValue(), resources(added.getTotalList()));
    added
        .getUsedList()
        .forEach(
            used ->
                give(
                    holding(used.getFrameworkId(), added.getInfo().getId()),
                    resources(used.getResourcesList())));
  }

  private void give(Holding holding, Resources resources) {
    assertThat(totals).containsKey(holding.agentId());
    held.merge(holding, resources, Resources::plus);
  }

  private void take(Holding holding, Resources resources) {
    Resources had = held.getOrDefault(holding, Resources.NONE);
    assertThat(had.contains(resources))
        .as("%s holds [%s] of which [%s] is taken", holding, had, resources)
        .isTrue();
    Resources left = had.minus(resources);
    if (left.isEmpty()) {
      held.remove(holding);
    } else {
      held.put(holding, left);
    }
  }

  private void convert(ResourcesConverted conversion) {
    Resources consumed = resources(conversion.getConsumedList());
    Resources converted = resources(conversion.getConvertedList());
    if (conversion.hasFrameworkId()) {
      Holding holding = holding(conversion.getFrameworkId(), conversion.getAgentId());
      take(holding, consumed);
      give(holding, converted);
    }
    String agentId = conversion.getAgentId().getValue();
    Resources total = totals.get(agentId);
    assertThat(total.contains(consumed.unallocated())).isTrue();
    totals.put(agentId, total.minus(consumed.unallocated()).plus(converted.unallocated()));
  }

  private void done(BatchDone verdict) {
    OfferBatch batch = proposals.remove(verdict.getBatchId());
    Set<Integer> refused =
        verdict.getRefusedList().stream().map(RefusedOffer::getIndex).collect(Collectors.toSet());
    for (int i = 0; i < batch.getOffersCount(); i++) {
      if (!refused.contains(i)) {
        ProposedOffer offer = batch.getOffers(i);
        give(
            holding(offer.getFrameworkId(), offer.getAgentId()),
            resources(offer.getResourcesList()).allocatedTo(offer.getRole()));
      }
    }
  }
}
