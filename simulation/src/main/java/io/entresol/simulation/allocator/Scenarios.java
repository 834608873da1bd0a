package io.entresol.simulation.allocator;

import io.entresol.allocator.core.AllocatorEffect.Propose;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Resource;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.AllocatorEvents;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The scenarios of Mesos's own benchmark in which all frameworks are in one role. */
final class Scenarios {
  private static final String TOTAL = "cpus:24;mem:4096;disk:4096;ports:[31000-32000]";
  private static final String USED = "cpus:16;mem:1024;disk:1024;" + Messages.fragmentedPorts();
  private static final long FOR_EVER = Duration.ofDays(365).toMillis();
  private static final int EVENTS_PER_MESSAGE = 500;
  private static final int ADD_ROUNDS = 18;
  private static final int ADD_WARM_UP = 9;

  private final Stopwatch stopwatch;
  private long offers;

  Scenarios(Stopwatch stopwatch) {
    this.stopwatch = stopwatch;
  }

  private static BenchmarkCluster cluster(
      int agents, int frameworks, int suppressed, List<Resource> total, List<Resource> used) {
    BenchmarkCluster cluster = new BenchmarkCluster();
    List<AllocatorEvent> events = new ArrayList<>();
    for (int i = 0; i < frameworks; i++) {
      events.add(Messages.framework(i, "*", i < suppressed));
    }
    for (int i = 0; i < agents; i++) {
      events.add(Messages.agent(i, total, i % frameworks, used));
    }
    cluster.apply(events);
    return cluster;
  }

  private static BenchmarkCluster common(int agents, int frameworks, int suppressed) {
    return cluster(
        agents, frameworks, suppressed, Messages.resources(TOTAL), Messages.allocated(USED, "*"));
  }

  /** A run; then what it offered comes back. */
  private long round(BenchmarkCluster cluster, long filterMs) {
    cluster.nextInterval();
    long began = stopwatch.now();
    Optional<Propose> proposed = cluster.run();
    long nanos = stopwatch.now() - began;
    offers = proposed.map(p -> p.proposals().size()).orElse(0);
    cluster.write(proposed);
    cluster.confirm();
    cluster.nextInterval();
    List<AllocatorEvent> returned = cluster.returned(filterMs);
    if (!returned.isEmpty()) {
      cluster.apply(returned);
    }
    return nanos;
  }

  /** So that the compiler is done before the first figure. */
  void warmUp() {
    BenchmarkCluster cluster = common(1000, 200, 40);
    for (int i = 0; i < 300; i++) {
      round(cluster, BenchmarkCluster.NO_FILTER);
    }
  }

  /** A: all is free, a fifth of the frameworks want nothing. */
  Figure offerAll(String id, int agents, int frameworks, double mesosMs) {
    BenchmarkCluster cluster = common(agents, frameworks, frameworks / 5);
    Timing timing = Timing.of(20, 21, () -> round(cluster, BenchmarkCluster.NO_FILTER));
    return new Figure(
        id, "all free, 20 % suppressed", agents + " x " + frameworks, mesosMs, timing, offers);
  }

  /** A5: nobody wants anything. */
  Figure offerNobody(String id, int agents, int frameworks, double mesosMs) {
    BenchmarkCluster cluster = common(agents, frameworks, frameworks);
    Timing timing = Timing.of(3, 101, () -> round(cluster, BenchmarkCluster.NO_FILTER));
    return new Figure(
        id, "all free, all suppressed", agents + " x " + frameworks, mesosMs, timing, offers);
  }

  /** B1 to B3: everybody has declined everything. */
  Figure allDeclined(String id, int agents, int frameworks, double mesosMs) {
    BenchmarkCluster cluster = common(agents, frameworks, 0);
    for (int i = 0; i <= frameworks; i++) {
      round(cluster, FOR_EVER);
    }
    Timing timing = Timing.of(3, 101, () -> round(cluster, FOR_EVER));
    return new Figure(
        id, "all declined by all", agents + " x " + frameworks, mesosMs, timing, offers);
  }

  /** B4, B5: on the way there, when each agent is declined by 70 to 78 frameworks. */
  Figure manyDeclined(String id, int agents, int frameworks, double mesosMs) {
    BenchmarkCluster cluster = common(agents, frameworks, 0);
    Timing timing = Timing.of(70, 9, () -> round(cluster, FOR_EVER));
    return new Figure(
        id,
        (79 * agents / 1000) + ",000 filters set",
        agents + " x " + frameworks,
        mesosMs,
        timing,
        offers);
  }

  /** C: agents are added, then updated; each message brings about a run. */
  List<Figure> addAndUpdate(int agents, int frameworks, double addMesosMs, double updateMesosMs) {
    List<Long> added = new ArrayList<>();
    List<Long> updated = new ArrayList<>();
    long[] counts = new long[2];
    for (int i = 0; i < ADD_ROUNDS; i++) {
      addAndUpdateOnce(agents, frameworks, added, updated, counts);
    }
    String size = agents + " x " + frameworks;
    return List.of(
        new Figure("C1", "add all agents", size, addMesosMs, Timing.of(late(added)), counts[0]),
        new Figure(
            "C2",
            "oversubscribe all agents",
            size,
            updateMesosMs,
            Timing.of(late(updated)),
            counts[1]));
  }

  private static List<Long> late(List<Long> nanos) {
    return nanos.subList(ADD_WARM_UP, nanos.size());
  }

  private void addAndUpdateOnce(
      int agents, int frameworks, List<Long> added, List<Long> updated, long[] counts) {
    BenchmarkCluster cluster = new BenchmarkCluster();
    List<AllocatorEvent> events = new ArrayList<>();
    for (int i = 0; i < frameworks; i++) {
      events.add(
          Messages.framework(i, "*", false, FrameworkInfo.Capability.Type.REVOCABLE_RESOURCES));
    }
    cluster.apply(events);
    List<Resource> total = Messages.resources("cpus:2;mem:1024;disk:4096;ports:[31000-32000]");
    List<Resource> used =
        Messages.allocated(
            "cpus:1;mem:128;disk:1024;" + "ports:[31126-31510,31512-31623,31810-31852,31854-31964]",
            "*");
    events.clear();
    for (int i = 0; i < agents; i++) {
      events.add(Messages.agent(i, total, i % frameworks, used));
    }
    added.add(applyAndRun(cluster, events, counts, 0));
    List<Resource> more = new ArrayList<>(total);
    more.add(
        Messages.resources("cpus:10").get(0).toBuilder()
            .setRevocable(Resource.RevocableInfo.getDefaultInstance())
            .build());
    events.clear();
    for (int i = 0; i < agents; i++) {
      events.add(Messages.agentUpdated(i, more));
    }
    updated.add(applyAndRun(cluster, events, counts, 1));
  }

  private long applyAndRun(
      BenchmarkCluster cluster, List<AllocatorEvent> events, long[] counts, int count) {
    counts[count] = 0;
    long nanos = 0;
    List<Optional<Propose>> proposed = new ArrayList<>();
    for (int i = 0; i < events.size(); i += EVENTS_PER_MESSAGE) {
      AllocatorEvents message =
          cluster.message(events.subList(i, Math.min(events.size(), i + EVENTS_PER_MESSAGE)));
      cluster.nextWindow();
      nanos +=
          stopwatch.time(
              () -> {
                cluster.apply(message);
                proposed.add(cluster.run());
              });
      Optional<Propose> last = proposed.get(proposed.size() - 1);
      counts[count] += last.map(p -> p.proposals().size()).orElse(0);
      last.ifPresent(p -> cluster.confirm(p.batchId()));
    }
    return nanos;
  }

  /** D: all is free, and all frameworks want offers again, one after the other. */
  Figure revive(int agents, int frameworks, double mesosMs) {
    long[] total = new long[1];
    Timing timing =
        Timing.of(
            4,
            7,
            () -> {
              BenchmarkCluster cluster = common(agents, frameworks, frameworks);
              cluster.nextInterval();
              cluster.run();
              total[0] = 0;
              long nanos = 0;
              for (int i = 0; i < frameworks; i++) {
                AllocatorEvents message = cluster.message(List.of(Messages.revived(i)));
                cluster.nextWindow();
                long began = stopwatch.now();
                cluster.apply(message);
                Optional<Propose> proposed = cluster.run();
                nanos += stopwatch.now() - began;
                total[0] += proposed.map(p -> p.proposals().size()).orElse(0);
                proposed.ifPresent(p -> cluster.confirm(p.batchId()));
              }
              return nanos;
            });
    return new Figure(
        "D",
        frameworks + " revives, all free",
        agents + " x " + frameworks,
        mesosMs,
        timing,
        total[0]);
  }

  /** E: all is reserved to one role, with a persistent volume on each agent. */
  Figure volumes(int agents, int frameworks, double mesosMs) {
    BenchmarkCluster cluster = new BenchmarkCluster();
    List<AllocatorEvent> events = new ArrayList<>();
    for (int i = 0; i < frameworks; i++) {
      events.add(Messages.framework(i, "test", false));
    }
    List<Resource> reserved =
        Messages.resources(
            "cpus(test):24;mem(test):4096;disk(test):3072;ports(test):[31000-32000]");
    List<Resource> used =
        Messages.allocated(
            "cpus(test):16;mem(test):1024;disk(test):1024;"
                + Messages.fragmentedPorts().replace("ports:", "ports(test):"),
            "test");
    for (int i = 0; i < agents; i++) {
      List<Resource> total = new ArrayList<>(reserved);
      total.add(volume(i));
      events.add(Messages.agent(i, total, i % frameworks, used));
    }
    cluster.apply(events);
    Timing timing = Timing.of(20, 21, () -> round(cluster, BenchmarkCluster.NO_FILTER));
    return new Figure(
        "E", "all free, with volumes", agents + " x " + frameworks, mesosMs, timing, offers);
  }

  /** What a cluster takes of the heap when everything has been offered and declined so often. */
  double liveMegabytes(int agents, int frameworks, int rounds) {
    double before = LiveMemory.megabytes();
    BenchmarkCluster cluster = common(agents, frameworks, 0);
    try {
      for (int i = 0; i < rounds; i++) {
        round(cluster, FOR_EVER);
      }
      return LiveMemory.megabytes() - before;
    } finally {
      Reference.reachabilityFence(cluster);
    }
  }

  private static Resource volume(int number) {
    Resource.Builder volume = Messages.resources("disk(test):1024").get(0).toBuilder();
    volume.getDiskBuilder().getPersistenceBuilder().setId("id" + number);
    volume
        .getDiskBuilder()
        .getVolumeBuilder()
        .setContainerPath("path" + number)
        .setMode(io.entresol.mesos.v1.Volume.Mode.RW);
    return volume.build();
  }
}
