package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** The allocator, step by step against {@link NaiveFairness}. */
class NaiveFairnessTest {
  private static final List<String> ROLES =
      List.of("a", "b", "a/x", "a/y", "a/x/deep", "b/x", "c", "d");

  private final NaiveFairness naive = new NaiveFairness();
  private final TestingAllocator allocator = new TestingAllocator();
  private final Set<String> declined = new HashSet<>();

  @Property(tries = 400)
  void everyOfferGoesToWhoeverIsNext(@ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    new NaiveFairnessTest().replay(seed);
  }

  private void replay(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      String role = ROLES.get(random.nextInt(ROLES.size()));
      allocator.framework("f" + i, role);
      naive.framework("f" + i, role);
    }
    String weighted = ROLES.get(random.nextInt(ROLES.size()));
    int weight = 1 + random.nextInt(5);
    allocator.weight(weighted, weight);
    naive.weight(weighted, weight);
    Map<String, Resources> free = new LinkedHashMap<>();
    for (int i = 0; i < 1 + random.nextInt(15); i++) {
      String size =
          "cpus:%d;mem:%d".formatted(1 + random.nextInt(32), 64 * (1 + random.nextInt(64)));
      allocator.agent("a" + i, size);
      free.put("a" + i, ResourceParser.parse(size));
      naive.capacity(cpus(free.get("a" + i)), mem(free.get("a" + i)));
    }
    for (int run = 0; run < 6; run++) {
      List<Offered> offers = allocator.allocate();
      offers.forEach(offer -> check(offer, free));
      assertThat(free.keySet()).allMatch(agent -> nobodyWants(agent, free));
      offers.forEach(offer -> use(offer, random, free));
    }
  }

  private boolean nobodyWants(String agent, Map<String, Resources> free) {
    return free.get(agent).isEmpty() || naive.next(id -> wants(id, agent)).isEmpty();
  }

  private boolean wants(String framework, String agent) {
    return !declined.contains(framework + "@" + agent);
  }

  private void check(Offered offer, Map<String, Resources> free) {
    assertThat(naive.next(id -> wants(id, offer.agent()))).contains(offer.framework());
    assertThat(offer.resources().unallocated()).isEqualTo(free.get(offer.agent()));
    naive.gains(offer.framework(), cpus(offer.resources()), mem(offer.resources()));
    naive.wasServed(offer.framework());
    free.put(offer.agent(), Resources.NONE);
  }

  /** Uses nothing, half or all of it, and never wants the rest. */
  private void use(Offered offer, Random random, Map<String, Resources> free) {
    int part = random.nextInt(3);
    if (part == 2) {
      return;
    }
    Resources used =
        part == 0
            ? Resources.NONE
            : Resources.scalar("cpus", offer.cpus() / 2)
                .plus(Resources.scalar("mem", offer.mem() / 2))
                .allocatedTo(offer.role());
    Resources rest = offer.resources().minus(used);
    if (rest.scalarMilli("cpus") < 10 && rest.scalarMilli("mem") < 32_000) {
      return;
    }
    allocator.giveBack(offer, rest, Optional.of(Duration.ofDays(1)));
    declined.add(offer.pair());
    free.put(offer.agent(), rest.unallocated());
    naive.gains(offer.framework(), -cpus(rest), -mem(rest));
  }

  private static long cpus(Resources resources) {
    return resources.scalarMilli("cpus");
  }

  private static long mem(Resources resources) {
    return resources.scalarMilli("mem");
  }
}
