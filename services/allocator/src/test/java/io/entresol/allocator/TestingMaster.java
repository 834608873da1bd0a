package io.entresol.allocator;

import io.entresol.domain.id.Epoch;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.SnapshotPage;
import io.entresol.proto.bus.SnapshotRequest;
import io.entresol.proto.bus.ToAllocator;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.Announcement;
import io.entresol.runtime.Candidate;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.Election;
import io.entresol.runtime.LeaderRole;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Leads as the master and answers every request for a snapshot; keeps what is proposed. */
final class TestingMaster implements Candidate {
  final List<OfferBatch> batches = new CopyOnWriteArrayList<>();
  final List<SnapshotRequest> requests = new CopyOnWriteArrayList<>();
  final ConcurrentLinkedQueue<AllocatorEvent> snapshot = new ConcurrentLinkedQueue<>();

  private final ClusterNode node;
  private Election election;
  private Epoch epoch = new Epoch(1);
  private MessageConsumer<ToMaster> consumer;
  private long nextSeq;

  TestingMaster(ClusterNode node) {
    this.node = node;
  }

  void contend() {
    Announcement announcement = new Announcement("m", "localhost", "127.0.0.1", 5050, "{}");
    election = Election.contend(node, LeaderRole.MASTER, announcement, this);
  }

  Future<Void> resign() {
    return election.resign();
  }

  @Override
  public Future<Void> elected(Epoch elected) {
    epoch = elected;
    nextSeq = 1;
    consumer = node.vertx().eventBus().consumer(LeaderRole.MASTER.busAddress(epoch));
    consumer.handler(message -> receive(message.body()));
    return consumer.completion();
  }

  @Override
  public Future<Void> deposed(String why) {
    return consumer.unregister();
  }

  private void receive(ToMaster message) {
    if (message.hasSnapshotRequest()) {
      requests.add(message.getSnapshotRequest());
      node.allocatorBus()
          .tell(
              ToAllocator.newBuilder()
                  .setSnapshotPage(
                      SnapshotPage.newBuilder()
                          .setMasterEpoch(epoch.number())
                          .setAllocatorEpoch(message.getSnapshotRequest().getAllocatorEpoch())
                          .setPage(0)
                          .setLast(true)
                          .setNextSeq(nextSeq)
                          .addAllEvents(snapshot)));
    } else if (message.hasOfferBatch()) {
      batches.add(message.getOfferBatch());
      AllocatorEvent.Builder done = AllocatorEvent.newBuilder();
      done.getBatchDoneBuilder().setBatchId(message.getOfferBatch().getBatchId());
      send(done.build());
    }
  }

  void send(AllocatorEvent event) {
    node.allocatorBus()
        .tell(
            ToAllocator.newBuilder()
                .setEvents(
                    AllocatorEvents.newBuilder()
                        .setMasterEpoch(epoch.number())
                        .setFirstSeq(nextSeq++)
                        .addEvents(event)));
  }

  /** The numbers of one event are lost. */
  void loseOne() {
    nextSeq++;
  }
}
