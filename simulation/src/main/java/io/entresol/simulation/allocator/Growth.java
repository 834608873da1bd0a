package io.entresol.simulation.allocator;

import io.entresol.allocator.core.AllocatorEffect.Propose;
import io.entresol.mesos.v1.Resource;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.ProposedOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the cost of a run grows with the cluster: frameworks in many roles, ever more agents. */
final class Growth {
  private static final String AGENT = "cpus:24;mem:4096;disk:4096;ports:[31000-32000]";
  private static final int CHANGES = 2001;

  private final Stopwatch stopwatch;

  Growth(Stopwatch stopwatch) {
    this.stopwatch = stopwatch;
  }

  /**
   * Of one size.
   *
   * @param all one allocation of all agents, none of which anybody holds
   * @param change one agent comes back in a cluster in which all is held, and goes to the next
   */
  record Point(int agents, Timing all, Timing change) {
    double offersPerSecond() {
      return agents / (all.medianMs() / 1e3);
    }

    double nanosPerOffer() {
      return all.medianMs() * 1e6 / agents;
    }

    /** The cost of an offer if it grew as n log n from another size. */
    double nanosPerOfferFrom(Point smaller) {
      return smaller.nanosPerOffer() * Math.log(agents) / Math.log(smaller.agents);
    }
  }

  Point measure(int agents, int frameworks, int roles) {
    BenchmarkCluster cluster = cluster(agents, frameworks, roles);
    int warmUp = Math.max(12, 200_000 / agents);
    Timing all = Timing.of(warmUp, 11, () -> allocateAll(cluster));
    return new Point(agents, all, oneChange(cluster));
  }

  /** All free, and nobody has been offered anything yet. */
  static BenchmarkCluster cluster(int agents, int frameworks, int roles) {
    BenchmarkCluster cluster = new BenchmarkCluster();
    List<AllocatorEvent> events = new ArrayList<>();
    for (int i = 0; i < frameworks; i++) {
      events.add(Messages.framework(i, "role" + i % roles, false));
    }
    List<Resource> total = Messages.resources(AGENT);
    for (int i = 0; i < agents; i++) {
      events.add(Messages.agent(i, total));
    }
    cluster.apply(events);
    return cluster;
  }

  private long allocateAll(BenchmarkCluster cluster) {
    cluster.nextInterval();
    long began = stopwatch.now();
    Optional<Propose> proposed = cluster.run();
    long nanos = stopwatch.now() - began;
    cluster.write(proposed);
    cluster.confirm();
    cluster.nextInterval();
    cluster.apply(cluster.returned(BenchmarkCluster.NO_FILTER));
    return nanos;
  }

  /** All is held; again and again one agent comes back and goes to the next. */
  private Timing oneChange(BenchmarkCluster cluster) {
    cluster.nextInterval();
    List<ProposedOffer> held = new ArrayList<>(cluster.write(cluster.run()).getOffersList());
    cluster.confirm();
    cluster.nextInterval();
    int[] next = new int[1];
    return Timing.of(CHANGES, CHANGES, () -> change(cluster, held, next[0]++ % held.size()));
  }

  private long change(BenchmarkCluster cluster, List<ProposedOffer> held, int index) {
    // Longer than it takes to count as declined, so that anybody may be offered it.
    cluster.nextInterval();
    cluster.nextInterval();
    AllocatorEvents message =
        cluster.message(
            List.of(BenchmarkCluster.returned(held.get(index), BenchmarkCluster.NO_FILTER)));
    long began = stopwatch.now();
    cluster.apply(message);
    Optional<Propose> proposed = cluster.run();
    long nanos = stopwatch.now() - began;
    OfferBatch written = cluster.write(proposed);
    if (written.getOffersCount() != 1) {
      throw new IllegalStateException("one agent came back, and offers: " + written);
    }
    held.set(index, written.getOffers(0));
    cluster.confirm();
    return nanos;
  }
}
