package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.frame.Frame;
import io.entresol.domain.id.Epoch;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.WeightInfo;
import io.entresol.mesos.v1.quota.QuotaConfig;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentAdded;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.BatchDone;
import io.entresol.proto.bus.FrameworkAdded;
import io.entresol.proto.bus.FrameworkResources;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.ProposedOffer;
import io.entresol.proto.bus.QuotaUpdated;
import io.entresol.proto.bus.ResourcesRecovered;
import io.entresol.proto.bus.RolesRevived;
import io.entresol.proto.bus.RolesSuppressed;
import io.entresol.proto.bus.SnapshotPage;
import io.entresol.proto.bus.WeightsUpdated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An allocator with a master that keeps plain books of its own and checks every proposal against
 * them: nothing is offered that is not free.
 */
final class TestingAllocator {
  static final List<AgentInfo.Capability.Type> AGENT_CAPABILITIES =
      List.of(
          AgentInfo.Capability.Type.MULTI_ROLE,
          AgentInfo.Capability.Type.HIERARCHICAL_ROLE,
          AgentInfo.Capability.Type.RESERVATION_REFINEMENT);

  private record Holder(String framework, String role, String agent) {}

  final AllocatorCore core;
  Instant now = Instant.ofEpochSecond(1_000_000);
  long seed = 1;

  private final Duration interval;
  private final Map<String, Resources> totals = new LinkedHashMap<>();
  private final Map<Holder, Resources> held = new LinkedHashMap<>();
  private long nextSeq = 1;

  TestingAllocator() {
    this(AllocatorSettings.defaults());
  }

  TestingAllocator(AllocatorSettings settings) {
    interval = settings.allocationInterval();
    core = new AllocatorCore(settings, new Epoch(7), AllocatorMetrics.NONE);
    core.masterElected(new Epoch(3), now);
    core.snapshotPage(snapshotPage(0, true).setNextSeq(nextSeq).build(), now);
    assertThat(core.isLive()).isTrue();
  }

  static SnapshotPage.Builder snapshotPage(int page, boolean last) {
    return SnapshotPage.newBuilder()
        .setMasterEpoch(3)
        .setAllocatorEpoch(7)
        .setPage(page)
        .setLast(last);
  }

  // ---- what the master says

  Frame<AllocatorEffect> apply(AllocatorEvent.Builder event) {
    Frame<AllocatorEffect> frame = core.events(numbered(nextSeq, event), now);
    nextSeq++;
    return frame;
  }

  long nextSeq() {
    return nextSeq;
  }

  static AllocatorEvents numbered(long firstSeq, AllocatorEvent.Builder... events) {
    AllocatorEvents.Builder all =
        AllocatorEvents.newBuilder().setMasterEpoch(3).setFirstSeq(firstSeq);
    for (AllocatorEvent.Builder event : events) {
      all.addEvents(event);
    }
    return all.build();
  }

  TestingAllocator agent(String id, String resources) {
    return agent(id, resources, added -> {});
  }

  TestingAllocator agent(String id, String resources, Consumer<AgentAdded.Builder> more) {
    return agent(id, ResourceParser.parse(resources), more);
  }

  TestingAllocator agent(String id, Resources total, Consumer<AgentAdded.Builder> more) {
    totals.put(id, total);
    AgentAdded.Builder added = added(id, total);
    more.accept(added);
    for (FrameworkResources used : added.getUsedList()) {
      Resources all = ProtoResources.fromProto(used.getResourcesList());
      all.forEach(
          (key, amount) -> {
            String role = key.allocatedTo().orElseThrow();
            hold(used.getFrameworkId().getValue(), role, id, Resources.of(key, amount));
          });
    }
    apply(AllocatorEvent.newBuilder().setAgentAdded(added));
    return this;
  }

  static AgentAdded.Builder added(String id, Resources total) {
    AgentAdded.Builder added =
        AgentAdded.newBuilder()
            .setInfo(AgentInfo.newBuilder().setId(agentId(id)).setHostname("host-" + id))
            .addAllTotal(ProtoResources.toProto(total));
    for (AgentInfo.Capability.Type type : AGENT_CAPABILITIES) {
      added.addCapabilities(AgentInfo.Capability.newBuilder().setType(type));
    }
    return added;
  }

  TestingAllocator framework(String id, String... roles) {
    return framework(id, added -> {}, roles);
  }

  TestingAllocator framework(String id, Consumer<FrameworkAdded.Builder> more, String... roles) {
    apply(AllocatorEvent.newBuilder().setFrameworkAdded(frameworkAdded(id, more, roles)));
    return this;
  }

  static FrameworkAdded.Builder frameworkAdded(
      String id, Consumer<FrameworkAdded.Builder> more, String... roles) {
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder()
            .setUser("nobody")
            .setName(id)
            .setId(frameworkId(id))
            .addAllRoles(List.of(roles))
            .addCapabilities(capability(FrameworkInfo.Capability.Type.MULTI_ROLE))
            .addCapabilities(capability(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT));
    FrameworkAdded.Builder added = FrameworkAdded.newBuilder().setInfo(info).setActive(true);
    more.accept(added);
    return added;
  }

  static FrameworkInfo.Capability capability(FrameworkInfo.Capability.Type type) {
    return FrameworkInfo.Capability.newBuilder().setType(type).build();
  }

  static AgentID agentId(String id) {
    return AgentID.newBuilder().setValue(id).build();
  }

  static FrameworkID frameworkId(String id) {
    return FrameworkID.newBuilder().setValue(id).build();
  }

  void suppress(String framework, String... roles) {
    apply(
        AllocatorEvent.newBuilder()
            .setRolesSuppressed(
                RolesSuppressed.newBuilder()
                    .setFrameworkId(frameworkId(framework))
                    .addAllRoles(List.of(roles))));
  }

  void revive(String framework, String... roles) {
    apply(
        AllocatorEvent.newBuilder()
            .setRolesRevived(
                RolesRevived.newBuilder()
                    .setFrameworkId(frameworkId(framework))
                    .addAllRoles(List.of(roles))));
  }

  void weight(String role, double weight) {
    apply(
        AllocatorEvent.newBuilder()
            .setWeightsUpdated(
                WeightsUpdated.newBuilder()
                    .addWeights(WeightInfo.newBuilder().setRole(role).setWeight(weight))));
  }

  /** All weights that are not 1. */
  void weights(Map<String, Integer> all) {
    WeightsUpdated.Builder updated = WeightsUpdated.newBuilder();
    all.forEach(
        (role, weight) ->
            updated.addWeights(WeightInfo.newBuilder().setRole(role).setWeight(weight)));
    apply(AllocatorEvent.newBuilder().setWeightsUpdated(updated));
  }

  static QuotaConfig quota(String role, String guarantees, String limits) {
    QuotaConfig.Builder config = QuotaConfig.newBuilder().setRole(role);
    scalars(guarantees).forEach(config::putGuarantees);
    scalars(limits).forEach(config::putLimits);
    return config.build();
  }

  private static Map<String, Value.Scalar> scalars(String text) {
    Map<String, Value.Scalar> scalars = new LinkedHashMap<>();
    if (!text.isEmpty()) {
      for (String part : text.split(";", -1)) {
        int colon = part.indexOf(':');
        double value = Double.parseDouble(part.substring(colon + 1));
        scalars.put(part.substring(0, colon), Value.Scalar.newBuilder().setValue(value).build());
      }
    }
    return scalars;
  }

  void quotas(QuotaConfig... configs) {
    apply(
        AllocatorEvent.newBuilder()
            .setQuotaUpdated(QuotaUpdated.newBuilder().addAllConfigs(List.of(configs))));
  }

  void whitelist(String... hostnames) {
    core.setWhitelist(Optional.of(Set.of(hostnames)), now);
  }

  // ---- offers

  /** The next periodic run; all of its proposals become offers. */
  List<Offered> allocate() {
    now = now.plus(interval);
    return tick();
  }

  /** What is due now, without any time going by. */
  List<Offered> tick() {
    List<Offered> offers = propose();
    if (!offers.isEmpty()) {
      done(lastBatch, List.of());
    }
    return offers;
  }

  private long lastBatch;

  /** As {@link #tick}, but the batch stays without an answer. */
  List<Offered> propose() {
    Optional<OfferBatch> batch = batch(core.tick(now, seed++));
    List<Offered> offers = new ArrayList<>();
    if (batch.isPresent()) {
      lastBatch = batch.get().getBatchId();
      for (ProposedOffer offer : batch.get().getOffersList()) {
        offers.add(offered(offer));
      }
    }
    offers.forEach(this::check);
    return offers;
  }

  Optional<OfferBatch> batch(Frame<AllocatorEffect> frame) {
    return frame.effects().stream()
        .filter(AllocatorEffect.Propose.class::isInstance)
        .map(effect -> core.message((AllocatorEffect.Propose) effect))
        .findFirst();
  }

  private static Offered offered(ProposedOffer offer) {
    return new Offered(
        offer.getFrameworkId().getValue(),
        offer.getRole(),
        offer.getAgentId().getValue(),
        ProtoResources.fromProto(offer.getResourcesList()));
  }

  private void check(Offered offer) {
    assertThat(offer.resources().isEmpty()).isFalse();
    offer
        .resources()
        .forEach((key, amount) -> assertThat(key.allocatedTo()).contains(offer.role()));
    Resources wanted = offer.resources().unallocated();
    Resources exclusive = wanted.filter(key -> !key.shared());
    assertThat(free(offer.agent()).contains(exclusive))
        .as("%s of %s", wanted, free(offer.agent()))
        .isTrue();
    hold(offer.framework(), offer.role(), offer.agent(), offer.resources());
  }

  /** What by the master's books nobody holds. */
  Resources free(String agent) {
    Resources free = totals.getOrDefault(agent, Resources.NONE);
    for (Map.Entry<Holder, Resources> entry : held.entrySet()) {
      if (entry.getKey().agent().equals(agent)) {
        free = free.minus(entry.getValue().unallocated().filter(key -> !key.shared()));
      }
    }
    return free;
  }

  Resources heldBy(String framework) {
    return Resources.sum(
        held.entrySet().stream()
            .filter(entry -> entry.getKey().framework().equals(framework))
            .map(Map.Entry::getValue)
            .toList());
  }

  private void hold(String framework, String role, String agent, Resources resources) {
    held.merge(new Holder(framework, role, agent), resources, Resources::plus);
  }

  Frame<AllocatorEffect> done(long batchId, List<Integer> refused) {
    BatchDone.Builder done = BatchDone.newBuilder().setBatchId(batchId);
    for (int index : refused) {
      done.addRefusedBuilder().setIndex(index).setReason("test");
    }
    return apply(AllocatorEvent.newBuilder().setBatchDone(done));
  }

  long lastBatch() {
    return lastBatch;
  }

  /**
   * The framework uses that much of its offer and gives back the rest, with a filter or without.
   */
  void accept(Offered offer, String used, Optional<Duration> filter) {
    Resources kept = ResourceParser.parse(used).allocatedTo(offer.role());
    giveBack(offer, offer.resources().minus(kept), filter);
  }

  void decline(Offered offer, Duration filter) {
    giveBack(offer, offer.resources(), Optional.of(filter));
  }

  /** Back without a filter: as if a task had ended. */
  void release(Offered offer) {
    giveBack(offer, offer.resources(), Optional.empty());
  }

  Frame<AllocatorEffect> giveBack(Offered offer, Resources resources, Optional<Duration> filter) {
    held.computeIfPresent(
        new Holder(offer.framework(), offer.role(), offer.agent()),
        (holder, all) -> all.minus(resources));
    ResourcesRecovered.Builder recovered =
        ResourcesRecovered.newBuilder()
            .setFrameworkId(frameworkId(offer.framework()))
            .setAgentId(agentId(offer.agent()))
            .addAllResources(ProtoResources.toProto(resources));
    filter.ifPresent(duration -> recovered.setFilterMs(duration.toMillis()));
    return apply(AllocatorEvent.newBuilder().setResourcesRecovered(recovered));
  }

  void forgetAgent(String agent) {
    totals.remove(agent);
    held.keySet().removeIf(holder -> holder.agent().equals(agent));
  }

  void forgetFramework(String framework) {
    held.keySet().removeIf(holder -> holder.framework().equals(framework));
  }

  void setTotal(String agent, Resources total) {
    totals.put(agent, total);
  }
}
