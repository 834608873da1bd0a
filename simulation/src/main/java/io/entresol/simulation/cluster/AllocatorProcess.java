package io.entresol.simulation.cluster;

import io.entresol.allocator.core.AllocatorCore;
import io.entresol.allocator.core.AllocatorEffect;
import io.entresol.allocator.core.AllocatorMetrics;
import io.entresol.allocator.core.AllocatorSettings;
import io.entresol.domain.frame.Frame;
import io.entresol.domain.id.Epoch;
import io.entresol.proto.bus.SnapshotRequest;
import io.entresol.proto.bus.ToAllocator;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.LeaderRole;
import io.entresol.simulation.cluster.Coordination.Leader;
import java.time.Instant;
import java.util.Optional;

/** A process with an allocator: stands by, leads, may die at any moment. */
final class AllocatorProcess implements Coordination.Contender, AllocatorEffect.Runner {
  private final World world;
  private final Bus bus;
  private final Coordination coordination;
  private final String node;

  private Optional<AllocatorCore> core = Optional.empty();
  private long epoch;
  private boolean dead;
  private int term;
  private Optional<Instant> armed = Optional.empty();

  AllocatorProcess(World world, Bus bus, Coordination coordination, String node) {
    this.world = world;
    this.bus = bus;
    this.coordination = coordination;
    this.node = node;
    coordination.join(node);
    coordination.watch(LeaderRole.MASTER, this::masterLeads);
    bus.allocator(node, this::receive);
  }

  @Override
  public String node() {
    return node;
  }

  long epoch() {
    return epoch;
  }

  Optional<AllocatorCore> core() {
    return core;
  }

  @Override
  public void elected(long newEpoch) {
    if (dead || !coordination.isCurrent(LeaderRole.ALLOCATOR, newEpoch)) {
      return;
    }
    endTerm();
    epoch = newEpoch;
    core =
        Optional.of(
            new AllocatorCore(
                AllocatorSettings.defaults(), new Epoch(newEpoch), AllocatorMetrics.NONE));
    coordination.publish(LeaderRole.ALLOCATOR, new Leader(node, newEpoch));
    coordination.leader(LeaderRole.MASTER, node).ifPresent(this::masterLeads);
  }

  @Override
  public void deposed() {
    endTerm();
  }

  void die() {
    dead = true;
    endTerm();
  }

  private void endTerm() {
    term++;
    core = Optional.empty();
    armed = Optional.empty();
  }

  private void masterLeads(Leader leader) {
    core.ifPresent(
        allocator -> carryOut(allocator.masterElected(new Epoch(leader.epoch()), world.now())));
  }

  private void receive(ToAllocator message) {
    if (core.isEmpty()) {
      return;
    }
    AllocatorCore allocator = core.get();
    switch (message.getMessageCase()) {
      case EVENTS -> {
        if (message.getEpoch() == epoch) {
          carryOut(allocator.events(message.getEvents(), world.now()));
        }
      }
      case SNAPSHOT_PAGE ->
          carryOut(allocator.snapshotPage(message.getSnapshotPage(), world.now()));
      case EXPLAIN, MESSAGE_NOT_SET -> {}
    }
  }

  private void carryOut(Frame<AllocatorEffect> frame) {
    frame.effects().forEach(effect -> effect.runWith(this));
    arm();
  }

  private void arm() {
    Optional<Instant> next = core.flatMap(AllocatorCore::nextDeadline);
    if (next.equals(armed) || next.isEmpty()) {
      return;
    }
    armed = next;
    int ofTerm = term;
    world.at(
        next.get(),
        () -> {
          if (ofTerm == term && armed.equals(next)) {
            armed = Optional.empty();
            core.ifPresent(allocator -> carryOut(allocator.tick(world.now(), world.seed())));
          }
        });
  }

  @Override
  public void requestSnapshot(AllocatorEffect.RequestSnapshot effect) {
    bus.tellMaster(
        node,
        ToMaster.newBuilder()
            .setSnapshotRequest(SnapshotRequest.newBuilder().setAllocatorEpoch(epoch)));
  }

  @Override
  public void propose(AllocatorEffect.Propose effect) {
    core.ifPresent(
        allocator ->
            bus.tellMaster(node, ToMaster.newBuilder().setOfferBatch(allocator.message(effect))));
  }
}
