package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.quota.QuotaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * The allocator, offer by offer, against {@link NaiveFairness}: a tree of roles with weights and
 * limits that change while it runs, several frameworks in a role, some suppressed for a while.
 */
final class NaiveReplay {
  private static final List<String> ROLES =
      List.of("a", "b", "a/x", "a/y", "a/x/deep", "b/x", "c", "d");
  private static final List<String> TOP_LEVEL = List.of("a", "b", "c", "d");

  /** What is the least worth an offer, as the allocator has it by default. */
  private static final long CPUS_LEAST = 10;

  private static final long MEM_LEAST = 32_000;

  private final Random random;
  private final NaiveFairness naive = new NaiveFairness();
  private final TestingAllocator allocator = new TestingAllocator();
  private final List<String> frameworks = new ArrayList<>();
  private final Map<String, long[]> free = new LinkedHashMap<>();
  private final List<Offered> held = new ArrayList<>();
  private final Set<String> suppressed = new HashSet<>();
  // By framework and agent: the amounts that were declined for good.
  private final Map<String, List<long[]>> declined = new HashMap<>();

  NaiveReplay(long seed) {
    random = new Random(seed);
  }

  void run() {
    populate();
    boolean limited = random.nextBoolean();
    for (int run = 0; run < 8; run++) {
      if (random.nextInt(3) == 0) {
        changeWeights();
      }
      if (limited && random.nextInt(3) == 0) {
        changeLimits();
      }
      suppressOrRevive();
      List<Offered> offers = allocator.allocate();
      offers.forEach(this::check);
      assertThat(free.keySet()).allMatch(agent -> naive.next(id -> wants(id, agent)).isEmpty());
      held.addAll(offers);
      useSome();
    }
  }

  private void populate() {
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      String role = any(ROLES);
      frameworks.add("f" + i);
      allocator.framework("f" + i, role);
      naive.framework("f" + i, role);
    }
    for (int i = 0; i < 1 + random.nextInt(15); i++) {
      String size =
          "cpus:%d;mem:%d".formatted(1 + random.nextInt(32), 64 * (1 + random.nextInt(64)));
      allocator.agent("a" + i, size);
      free.put("a" + i, amounts(ResourceParser.parse(size)));
      naive.capacity(free.get("a" + i)[0], free.get("a" + i)[1]);
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void changeWeights() {
    Map<String, Integer> weights = new TreeMap<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      weights.put(any(ROLES), 1 + random.nextInt(5));
    }
    allocator.weights(weights);
    naive.weights(weights);
  }

  private void changeLimits() {
    Map<String, long[]> limits = new TreeMap<>();
    List<QuotaConfig> quotas = new ArrayList<>();
    for (String role : TOP_LEVEL) {
      if (random.nextInt(3) == 0) {
        int cpus = random.nextInt(40);
        int mem = 64 * random.nextInt(80);
        limits.put(role, new long[] {cpus * 1000L, mem * 1000L});
        quotas.add(TestingAllocator.quota(role, "", "cpus:%d;mem:%d".formatted(cpus, mem)));
      }
    }
    allocator.quotas(quotas.toArray(new QuotaConfig[0]));
    naive.limits(limits);
  }

  private void suppressOrRevive() {
    String framework = any(frameworks);
    if (random.nextInt(4) == 0) {
      suppressed.add(framework);
      allocator.suppress(framework);
    } else if (random.nextInt(4) == 0) {
      suppressed.remove(framework);
      declined.keySet().removeIf(pair -> pair.startsWith(framework + "@"));
      allocator.revive(framework);
    }
  }

  // ---- what must be offered

  /** Whether the framework must be offered what it may have of what is free there. */
  private boolean wants(String framework, String agent) {
    long[] portion = naive.within(framework, free.get(agent));
    boolean enough = portion[0] >= CPUS_LEAST || portion[1] >= MEM_LEAST;
    return enough
        && !suppressed.contains(framework)
        && declined.getOrDefault(framework + "@" + agent, List.of()).stream()
            .noneMatch(amounts -> portion[0] <= amounts[0] && portion[1] <= amounts[1]);
  }

  private void check(Offered offer) {
    assertThat(naive.next(id -> wants(id, offer.agent()))).contains(offer.framework());
    long[] expected = naive.within(offer.framework(), free.get(offer.agent()));
    assertThat(amounts(offer.resources())).isEqualTo(expected);
    naive.gains(offer.framework(), expected[0], expected[1]);
    naive.wasServed(offer.framework());
    free.get(offer.agent())[0] -= expected[0];
    free.get(offer.agent())[1] -= expected[1];
  }

  /** Of some of what is held nothing, half or all is used, and the rest never wanted again. */
  private void useSome() {
    for (Offered offer : List.copyOf(held)) {
      int part = random.nextInt(5);
      if (part < 2) {
        giveBack(offer, part == 0 ? offer.resources() : half(offer));
      }
    }
  }

  private static Resources half(Offered offer) {
    long[] amounts = amounts(offer.resources());
    return offer
        .resources()
        .minus(
            Resources.scalar("cpus", Math.floorDiv(amounts[0], 2) / 1000.0)
                .plus(Resources.scalar("mem", Math.floorDiv(amounts[1], 2) / 1000.0))
                .allocatedTo(offer.role()));
  }

  private void giveBack(Offered offer, Resources some) {
    long[] amounts = amounts(some);
    allocator.giveBack(offer, some, Optional.of(Duration.ofDays(1)));
    held.remove(offer);
    Resources kept = offer.resources().minus(some);
    if (!kept.isEmpty()) {
      held.add(new Offered(offer.framework(), offer.role(), offer.agent(), kept));
    }
    declined.computeIfAbsent(offer.pair(), any -> new ArrayList<>()).add(amounts);
    naive.gains(offer.framework(), -amounts[0], -amounts[1]);
    free.get(offer.agent())[0] += amounts[0];
    free.get(offer.agent())[1] += amounts[1];
  }

  private static long[] amounts(Resources resources) {
    return new long[] {resources.scalarMilli("cpus"), resources.scalarMilli("mem")};
  }
}
