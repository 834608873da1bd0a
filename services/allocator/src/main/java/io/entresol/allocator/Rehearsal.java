package io.entresol.allocator;

import com.google.protobuf.InvalidProtocolBufferException;
import io.entresol.allocator.core.AllocatorCore;
import io.entresol.allocator.core.AllocatorEffect;
import io.entresol.allocator.core.AllocatorMetrics;
import io.entresol.allocator.core.AllocatorSettings;
import io.entresol.domain.id.Epoch;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import io.entresol.proto.bus.AgentAdded;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.FrameworkAdded;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.SnapshotPage;
import io.entresol.proto.bus.ToAllocator;
import io.entresol.proto.bus.ToMaster;
import java.time.Duration;
import java.time.Instant;

/**
 * The beginning of a term played through in memory, with an agent and a framework that do not
 * exist. A standby does it while it has nothing else to do, so that the classes for it are loaded
 * and compiled when frameworks wait for it in earnest.
 */
final class Rehearsal implements AllocatorEffect.Runner {
  private static final int ROUNDS = 30;
  private static final long MASTER_EPOCH = 1;
  private static final Epoch EPOCH = new Epoch(1);
  private static final Duration STEP = Duration.ofSeconds(2);

  private Instant now;
  private AllocatorCore core;
  private int proposals;

  private Rehearsal(Instant now) {
    this.now = now;
  }

  /**
   * Plays, on any thread but an event loop.
   *
   * @return how many offers were proposed
   */
  static int play(AllocatorSettings settings, Instant now) {
    Rehearsal rehearsal = new Rehearsal(now);
    for (int round = 0; round < ROUNDS; round++) {
      rehearsal.round(settings);
    }
    return rehearsal.proposals;
  }

  private void round(AllocatorSettings settings) {
    core = new AllocatorCore(settings, EPOCH, AllocatorMetrics.NONE);
    core.masterElected(new Epoch(MASTER_EPOCH), now).effects().forEach(each -> each.runWith(this));
    core.snapshotPage(carried(message().setSnapshotPage(snapshot())).getSnapshotPage(), now);
    core.events(carried(message().setEvents(framework())).getEvents(), now);
    now = now.plus(STEP);
    core.tick(now, proposals).effects().forEach(each -> each.runWith(this));
  }

  private static ToAllocator.Builder message() {
    return ToAllocator.newBuilder().setEpoch(EPOCH.number());
  }

  private static SnapshotPage.Builder snapshot() {
    Resource.Builder cpus =
        Resource.newBuilder()
            .setName("cpus")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(1));
    AgentInfo.Builder info =
        AgentInfo.newBuilder()
            .setId(AgentID.newBuilder().setValue("rehearsal-S0"))
            .setHostname("rehearsal");
    AgentInfo.Capability.Builder multiRole =
        AgentInfo.Capability.newBuilder().setType(AgentInfo.Capability.Type.MULTI_ROLE);
    return SnapshotPage.newBuilder()
        .setMasterEpoch(MASTER_EPOCH)
        .setAllocatorEpoch(EPOCH.number())
        .setPage(0)
        .setLast(true)
        .setNextSeq(1)
        .addEvents(
            AllocatorEvent.newBuilder()
                .setAgentAdded(
                    AgentAdded.newBuilder()
                        .setInfo(info)
                        .addCapabilities(multiRole)
                        .addTotal(cpus)));
  }

  private static AllocatorEvents.Builder framework() {
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder()
            .setUser("nobody")
            .setName("rehearsal")
            .setId(FrameworkID.newBuilder().setValue("rehearsal-0000"))
            .addRoles("*");
    info.addCapabilitiesBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE);
    return AllocatorEvents.newBuilder()
        .setMasterEpoch(MASTER_EPOCH)
        .setFirstSeq(1)
        .addEvents(
            AllocatorEvent.newBuilder()
                .setFrameworkAdded(FrameworkAdded.newBuilder().setInfo(info).setActive(true)));
  }

  /** As it comes off the bus. */
  private static ToAllocator carried(ToAllocator.Builder message) {
    try {
      return ToAllocator.parseFrom(message.build().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("what was written cannot be read", e);
    }
  }

  @Override
  public void requestSnapshot(AllocatorEffect.RequestSnapshot effect) {
    // The snapshot comes anyhow.
  }

  @Override
  public void propose(AllocatorEffect.Propose effect) {
    OfferBatch batch = core.message(effect);
    byte[] sent = ToMaster.newBuilder().setEpoch(1).setOfferBatch(batch).build().toByteArray();
    try {
      proposals += ToMaster.parseFrom(sent).getOfferBatch().getOffersCount();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("what was written cannot be read", e);
    }
  }
}
