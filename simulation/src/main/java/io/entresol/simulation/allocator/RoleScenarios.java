package io.entresol.simulation.allocator;

import io.entresol.allocator.core.AllocatorEffect.Propose;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.quota.QuotaConfig;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.QuotaUpdated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The scenarios with many roles, with quota and without. */
final class RoleScenarios {
  private static final String AGENT = "cpus:2;mem:2048;disk:2048";
  private static final int REPETITIONS = 24;
  private static final int WARM_UP = 13;

  private final Stopwatch stopwatch;

  RoleScenarios(Stopwatch stopwatch) {
    this.stopwatch = stopwatch;
  }

  private record Shape(List<AllocatorEvent> frameworks, int agents, List<QuotaConfig> quotas) {}

  private static Shape quotaShape(int small, int large) {
    List<AllocatorEvent> frameworks = new ArrayList<>();
    List<QuotaConfig> quotas = new ArrayList<>();
    for (int i = 0; i < small; i++) {
      frameworks.add(Messages.framework(i, "small" + i, false));
      quotas.add(Messages.quota("small" + i, 1, 1024, 1024));
    }
    for (int i = 0; i < large; i++) {
      frameworks.add(Messages.framework(small + i, "large" + i, false));
      quotas.add(Messages.quota("large" + i, 4, 4096, 4096));
    }
    return new Shape(frameworks, small / 5 + large * 5, quotas);
  }

  private static Shape pairsShape(int roles, boolean withQuota) {
    List<AllocatorEvent> frameworks = new ArrayList<>();
    List<QuotaConfig> quotas = new ArrayList<>();
    for (int i = 0; i < 2 * roles; i++) {
      frameworks.add(Messages.framework(i, "role" + i / 2, false));
    }
    for (int i = 0; withQuota && i < roles; i++) {
      quotas.add(Messages.quota("role" + i, 4, 4096, 4096));
    }
    return new Shape(frameworks, 2 * roles, quotas);
  }

  /** F: small and large quotas. */
  List<Figure> quotas(int small, int large, double[] mesosMs) {
    Shape shape = quotaShape(small, large);
    return runs("F", "quota, " + shape.frameworks().size() + " roles", shape, mesosMs);
  }

  /** G: two agents and two frameworks for each role. */
  List<Figure> pairs(int roles, boolean withQuota, double[] mesosMs) {
    String what = roles + " roles" + (withQuota ? ", with quota" : "");
    return runs("G", what, pairsShape(roles, withQuota), mesosMs);
  }

  private List<Figure> runs(String id, String what, Shape shape, double[] mesosMs) {
    List<Long> added = new ArrayList<>();
    List<Long> first = new ArrayList<>();
    List<Long> next = new ArrayList<>();
    long[] offers = new long[1];
    for (int i = 0; i < REPETITIONS; i++) {
      BenchmarkCluster cluster = new BenchmarkCluster();
      added.add(addFrameworks(cluster, shape.frameworks()));
      cluster.apply(agentsAndQuotas(shape));
      cluster.nextInterval();
      long began = stopwatch.now();
      Optional<Propose> proposed = cluster.run();
      first.add(stopwatch.now() - began);
      offers[0] = proposed.map(p -> p.proposals().size()).orElse(0);
      proposed.ifPresent(p -> cluster.confirm(p.batchId()));
      cluster.nextInterval();
      next.add(stopwatch.time(cluster::run));
    }
    String size = shape.agents() + " x " + shape.frameworks().size();
    return List.of(
        new Figure(id, what + ": first run", size, mesosMs[0], late(first), offers[0]),
        new Figure(id, what + ": next run", size, mesosMs[1], late(next), 0),
        new Figure("H", what + ": add frameworks", size, mesosMs[2], late(added), 0));
  }

  private static Timing late(List<Long> nanos) {
    return Timing.of(nanos.subList(WARM_UP, nanos.size()));
  }

  /** H: each in a message of its own, with the run that it brings about. */
  private long addFrameworks(BenchmarkCluster cluster, List<AllocatorEvent> frameworks) {
    long nanos = 0;
    for (AllocatorEvent framework : frameworks) {
      AllocatorEvents message = cluster.message(List.of(framework));
      cluster.nextWindow();
      nanos +=
          stopwatch.time(
              () -> {
                cluster.apply(message);
                cluster.run();
              });
    }
    return nanos;
  }

  private static List<AllocatorEvent> agentsAndQuotas(Shape shape) {
    List<AllocatorEvent> events = new ArrayList<>();
    events.add(
        AllocatorEvent.newBuilder()
            .setQuotaUpdated(QuotaUpdated.newBuilder().addAllConfigs(shape.quotas()))
            .build());
    List<Resource> total = Messages.resources(AGENT);
    for (int i = 0; i < shape.agents(); i++) {
      events.add(Messages.agent(i, total));
    }
    return events;
  }
}
