package io.entresol.simulation.allocator;

import io.entresol.allocator.core.AllocatorCore;
import io.entresol.allocator.core.AllocatorEffect;
import io.entresol.allocator.core.AllocatorEffect.Propose;
import io.entresol.allocator.core.AllocatorMetrics;
import io.entresol.allocator.core.AllocatorSettings;
import io.entresol.domain.frame.Frame;
import io.entresol.domain.id.Epoch;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.BatchDone;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.ProposedOffer;
import io.entresol.proto.bus.ResourcesRecovered;
import io.entresol.proto.bus.SnapshotPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An allocator core with a master that agrees to everything, and a clock that is moved by hand. */
final class BenchmarkCluster {
  /** As the length of a filter when there is none. */
  static final long NO_FILTER = -1;

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final AllocatorCore core;
  private Instant now = Instant.ofEpochSecond(1_700_000_000);
  private long nextSeq = 1;
  private long seed;
  private OfferBatch offers = OfferBatch.getDefaultInstance();

  BenchmarkCluster() {
    AllocatorSettings settings = AllocatorSettings.defaults().withOffersMax(1_000_000);
    core = new AllocatorCore(settings, new Epoch(1), AllocatorMetrics.NONE);
    core.masterElected(new Epoch(1), now);
    core.snapshotPage(
        SnapshotPage.newBuilder()
            .setMasterEpoch(1)
            .setAllocatorEpoch(1)
            .setPage(0)
            .setLast(true)
            .setNextSeq(1)
            .build(),
        now);
  }

  /** Moves the clock to the next periodic run. */
  void nextInterval() {
    now = now.plus(INTERVAL);
  }

  /** Moves the clock so far that the next event brings about a run of its own. */
  void nextWindow() {
    now = now.plusMillis(10);
  }

  /** The events as one message, numbered. */
  AllocatorEvents message(List<AllocatorEvent> events) {
    AllocatorEvents message =
        AllocatorEvents.newBuilder()
            .setMasterEpoch(1)
            .setFirstSeq(nextSeq)
            .addAllEvents(events)
            .build();
    nextSeq += events.size();
    return message;
  }

  void apply(AllocatorEvents message) {
    if (!core.events(message, now).isEmpty()) {
      throw new IllegalStateException("the allocator asks for a snapshot");
    }
  }

  void apply(List<AllocatorEvent> events) {
    apply(message(events));
  }

  /** One run, if one is due. */
  Optional<Propose> run() {
    Frame<AllocatorEffect> frame = core.tick(now, seed++);
    return frame.effects().stream().map(Propose.class::cast).findFirst();
  }

  /** Writes the proposals as a message to the master. */
  OfferBatch write(Optional<Propose> proposed) {
    offers = proposed.map(core::message).orElse(OfferBatch.getDefaultInstance());
    return offers;
  }

  /** The master makes offers of all that was written last. */
  void confirm() {
    if (offers.hasBatchId()) {
      confirm(offers.getBatchId());
    }
  }

  void confirm(long batchId) {
    AllocatorEvent.Builder done =
        AllocatorEvent.newBuilder().setBatchDone(BatchDone.newBuilder().setBatchId(batchId));
    apply(List.of(done.build()));
  }

  /** All that was written last comes back. */
  List<AllocatorEvent> returned(long filterMs) {
    List<AllocatorEvent> events = new ArrayList<>();
    for (ProposedOffer offer : offers.getOffersList()) {
      events.add(returned(offer, filterMs));
    }
    return events;
  }

  static AllocatorEvent returned(ProposedOffer offer, long filterMs) {
    ResourcesRecovered.Builder recovered =
        ResourcesRecovered.newBuilder()
            .setFrameworkId(offer.getFrameworkId())
            .setAgentId(offer.getAgentId())
            .addAllResources(offer.getResourcesList());
    if (filterMs != NO_FILTER) {
      recovered.setFilterMs(filterMs);
    }
    return AllocatorEvent.newBuilder().setResourcesRecovered(recovered).build();
  }
}
