package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.allocator.core.Explanation.AgentClass;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.proto.bus.AgentActivated;
import io.entresol.proto.bus.AgentDeactivated;
import io.entresol.proto.bus.AgentRemoved;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.FrameworkDeactivated;
import io.entresol.proto.bus.FrameworkRemoved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Anything that may happen, in any order. At every step: nothing is offered that is not free (the
 * harness sees to that), the sums agree, no limit is exceeded, and after a run nobody is left who
 * could have something: looking only at what changed misses nothing.
 */
final class RandomCluster {
  private static final List<String> ROLES = List.of("*", "a", "a/x", "a/y", "b", "c");
  private static final List<String> SIZES =
      List.of(
          "cpus:4;mem:4096",
          "cpus:1.5;mem:700;ports:[31000-31020]",
          "cpus:8;mem:1024;cpus(a):2;mem(a):512",
          "cpus:2;mem:2048;ports:[31000-31005];ports(b):[32000-32005];mem(a/x):1000",
          "cpus(b):4;mem(b):2048;disk:500");

  private final TestingAllocator allocator = new TestingAllocator();
  private final Random random;
  private final List<String> agents = new ArrayList<>();
  private final List<String> frameworks = new ArrayList<>();
  private final List<Offered> held = new ArrayList<>();
  private boolean limited;
  private int made;

  RandomCluster(long seed) {
    random = new Random(seed);
  }

  void step() {
    switch (random.nextInt(14)) {
      case 0, 1 -> addAgent();
      case 2 -> addFramework();
      case 3, 4, 5 -> giveBackSome();
      case 6 -> rarely(this::removeAgent);
      case 7 -> rarely(this::removeFramework);
      case 8 -> suppressOrRevive();
      case 9 -> rarely(this::changeQuota);
      case 10 -> rarely(this::switchAgent);
      case 11 -> rarely(this::reconnect);
      default -> run();
    }
    assertThat(allocator.core.isLive()).isTrue();
  }

  private void rarely(Runnable action) {
    if (random.nextInt(3) == 0) {
      action.run();
    }
  }

  private <T> Optional<T> any(List<T> list) {
    return list.isEmpty() ? Optional.empty() : Optional.of(list.get(random.nextInt(list.size())));
  }

  private void addAgent() {
    String id = "agent" + made++;
    agents.add(id);
    allocator.agent(id, SIZES.get(random.nextInt(SIZES.size())));
  }

  private void addFramework() {
    String id = "framework" + made++;
    frameworks.add(id);
    String first = ROLES.get(random.nextInt(ROLES.size()));
    String second = ROLES.get(random.nextInt(ROLES.size()));
    if (first.equals(second)) {
      allocator.framework(id, first);
    } else {
      allocator.framework(id, first, second);
    }
  }

  private void giveBackSome() {
    any(held)
        .ifPresent(
            offer -> {
              held.remove(offer);
              Resources some = offer.resources();
              if (random.nextBoolean()) {
                some = half(offer.resources());
                held.add(
                    new Offered(
                        offer.framework(),
                        offer.role(),
                        offer.agent(),
                        offer.resources().minus(some)));
              }
              allocator.giveBack(offer, some, filter());
            });
  }

  private Optional<Duration> filter() {
    return switch (random.nextInt(4)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(Duration.ZERO);
      case 2 -> Optional.of(Duration.ofSeconds(3));
      default -> Optional.of(Duration.ofDays(1));
    };
  }

  private static Resources half(Resources all) {
    List<Resources> parts = new ArrayList<>();
    all.forEach(
        (key, amount) ->
            parts.add(
                amount instanceof Scalar scalar
                    ? Resources.of(key, new Scalar(scalar.milli() / 2))
                    : Resources.of(key, amount)));
    return Resources.sum(parts);
  }

  private void removeAgent() {
    any(agents)
        .ifPresent(
            id -> {
              agents.remove(id);
              held.removeIf(offer -> offer.agent().equals(id));
              allocator.forgetAgent(id);
              AgentRemoved.Builder removed =
                  AgentRemoved.newBuilder().setAgentId(TestingAllocator.agentId(id));
              allocator.apply(AllocatorEvent.newBuilder().setAgentRemoved(removed));
            });
  }

  private void removeFramework() {
    any(frameworks)
        .ifPresent(
            id -> {
              frameworks.remove(id);
              held.removeIf(offer -> offer.framework().equals(id));
              allocator.forgetFramework(id);
              FrameworkRemoved.Builder removed =
                  FrameworkRemoved.newBuilder().setFrameworkId(TestingAllocator.frameworkId(id));
              allocator.apply(AllocatorEvent.newBuilder().setFrameworkRemoved(removed));
            });
  }

  private void suppressOrRevive() {
    any(frameworks)
        .ifPresent(
            id -> {
              if (random.nextInt(3) == 0) {
                allocator.suppress(id);
              } else {
                allocator.revive(id);
              }
            });
  }

  private void changeQuota() {
    limited = random.nextBoolean();
    if (limited) {
      allocator.quotas(
          TestingAllocator.quota("a", "cpus:3;mem:512", "cpus:5;mem:3000;disk:0"),
          TestingAllocator.quota("c", "cpus:2;mem:1024", ""));
    } else {
      allocator.quotas();
    }
  }

  private void switchAgent() {
    any(agents)
        .ifPresent(
            id -> {
              AllocatorEvent.Builder event = AllocatorEvent.newBuilder();
              if (random.nextBoolean()) {
                event.setAgentDeactivated(
                    AgentDeactivated.newBuilder().setAgentId(TestingAllocator.agentId(id)));
              } else {
                event.setAgentActivated(
                    AgentActivated.newBuilder().setAgentId(TestingAllocator.agentId(id)));
              }
              allocator.apply(event);
            });
  }

  private void reconnect() {
    any(frameworks)
        .ifPresent(
            id -> {
              FrameworkDeactivated.Builder gone =
                  FrameworkDeactivated.newBuilder()
                      .setFrameworkId(TestingAllocator.frameworkId(id));
              allocator.apply(AllocatorEvent.newBuilder().setFrameworkDeactivated(gone));
              if (random.nextBoolean()) {
                allocator.framework(id, ROLES.get(random.nextInt(ROLES.size())));
              }
            });
  }

  private void run() {
    double before = held("a");
    List<Offered> offers = allocator.allocate();
    held.addAll(offers);
    checkSums();
    checkLimit(before, offers);
    for (String framework : frameworks) {
      checkNothingMissed(framework);
    }
  }

  private void checkSums() {
    Map<String, Double> sums = new TreeMap<>();
    for (Offered offer : held) {
      offer
          .resources()
          .scalars()
          .forEach((name, scalar) -> sums.merge(name, scalar.value(), Double::sum));
    }
    sums.replaceAll((name, value) -> Math.round(value * 1000) / 1000.0);
    sums.values().removeIf(value -> value == 0);
    assertThat(allocator.core.figures().allocated()).isEqualTo(sums);
  }

  private double held(String topRole) {
    return held.stream()
        .filter(o -> o.role().equals(topRole) || o.role().startsWith(topRole + "/"))
        .mapToDouble(o -> o.resources().unreserved().scalarMilli("cpus") / 1000.0)
        .sum();
  }

  private void checkLimit(double before, List<Offered> offers) {
    double after = held("a");
    if (limited && after > before) {
      assertThat(after).isLessThanOrEqualTo(5.0);
      assertThat(offers).isNotEmpty();
    }
  }

  private void checkNothingMissed(String framework) {
    Explanation explanation =
        allocator
            .core
            .explain(TestingAllocator.frameworkId(framework), allocator.now)
            .orElseThrow();
    assertThat(explanation.roles())
        .allSatisfy(
            role ->
                assertThat(role.agents())
                    .extracting(AgentClass::reason)
                    .doesNotContain(Refusal.NOT_ITS_TURN));
  }
}
