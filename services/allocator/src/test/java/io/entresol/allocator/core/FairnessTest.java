package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.allocator.core.fair.SharePolicies;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.FrameworkInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FairnessTest {
  private static final Optional<Duration> NO_FILTER = Optional.empty();

  private static TestingAllocator allocatorWith(String policy) {
    return new TestingAllocator(
        AllocatorSettings.defaults()
            .withPolicies(SharePolicies.named(policy), SharePolicies.named("drf")));
  }

  /** Every framework starts a task of its size from each offer that has room for it. */
  private static Map<String, Integer> runTasks(
      TestingAllocator allocator, Map<String, String> taskOf, int runs) {
    Map<String, Integer> tasks = new HashMap<>();
    for (int run = 0; run < runs; run++) {
      for (Offered offer : allocator.allocate()) {
        String task = taskOf.get(offer.framework());
        if (offer.resources().unallocated().contains(ResourceParser.parse(task))) {
          tasks.merge(offer.framework(), 1, Integer::sum);
          allocator.accept(offer, task, NO_FILTER);
        } else {
          allocator.decline(offer, Duration.ofDays(1));
        }
      }
    }
    return tasks;
  }

  @Test
  void whatAFrameworkLeavesOfAnOfferGoesToTheNext() {
    TestingAllocator allocator =
        new TestingAllocator().agent("a1", "cpus:4;mem:4096").framework("f1", "*");
    Offered all = allocator.allocate().get(0);
    assertThat(all.pair()).isEqualTo("f1@a1");
    assertThat(all.cpus()).isEqualTo(4);
    assertThat(all.mem()).isEqualTo(4096);

    allocator.framework("f2", "*");
    allocator.accept(all, "cpus:3;mem:3072", Optional.of(Duration.ofSeconds(5)));

    Offered rest = allocator.allocate().get(0);
    assertThat(rest.pair()).isEqualTo("f2@a1");
    assertThat(rest.cpus()).isEqualTo(1);
    assertThat(rest.mem()).isEqualTo(1024);
  }

  @Test
  void dominantSharesBecomeEqualAsInThePaper() {
    TestingAllocator allocator =
        new TestingAllocator()
            .agent("a1", "cpus:9;mem:18432")
            .framework("A", "role-a")
            .framework("B", "role-b");

    Map<String, Integer> tasks =
        runTasks(allocator, Map.of("A", "cpus:1;mem:4096", "B", "cpus:3;mem:1024"), 12);

    assertThat(tasks).containsEntry("A", 3).containsEntry("B", 2);
  }

  @Test
  void aWeightOfTwoGetsTwiceTheShare() {
    for (String policy : List.of("drf", "max-min")) {
      TestingAllocator allocator =
          allocatorWith(policy)
              .agent("a1", "cpus:12;mem:12288")
              .framework("light", "light")
              .framework("heavy", "heavy");
      allocator.weight("heavy", 2);

      String task = "cpus:1;mem:1024";
      Map<String, Integer> tasks = runTasks(allocator, Map.of("light", task, "heavy", task), 12);

      assertThat(tasks).containsEntry("light", 4).containsEntry("heavy", 8);
    }
  }

  @Test
  void strictPriorityServesTheGreatestWeightAsLongAsItWants() {
    TestingAllocator allocator =
        allocatorWith("priority")
            .framework("low", "low")
            .framework("high", "high")
            .agent("a1", "cpus:6;mem:6144");
    allocator.weight("high", 10);
    Map<String, String> tasks = Map.of("low", "cpus:1;mem:1024", "high", "cpus:1;mem:1024");

    assertThat(runTasks(allocator, tasks, 4)).containsOnly(Map.entry("high", 4));

    allocator.suppress("high");
    assertThat(runTasks(allocator, tasks, 2)).containsOnly(Map.entry("low", 2));
  }

  @Test
  void aPolicyFromTheClassPathDecides() {
    TestingAllocator allocator =
        allocatorWith("fewest-cpus")
            .framework("light", "light")
            .framework("heavy", "heavy")
            .agent("a1", "cpus:12;mem:12288");
    allocator.weight("heavy", 2);

    String task = "cpus:1;mem:1024";
    // It does not look at weights.
    assertThat(runTasks(allocator, Map.of("light", task, "heavy", task), 12))
        .containsEntry("light", 6)
        .containsEntry("heavy", 6);
  }

  @Test
  void agentsAreSharedEquallyAmongFrameworksOfOneRole() {
    TestingAllocator allocator = new TestingAllocator();
    for (String framework : List.of("f1", "f2", "f3", "f4")) {
      allocator.framework(framework, "*");
    }
    for (int i = 0; i < 12; i++) {
      allocator.agent("a" + i, "cpus:2;mem:1024");
    }

    assertThat(countByFramework(allocator.allocate()))
        .isEqualTo(Map.of("f1", 3L, "f2", 3L, "f3", 3L, "f4", 3L));
  }

  @Test
  void aRolesShareIsDividedAmongItsSubRoles() {
    TestingAllocator allocator =
        new TestingAllocator()
            .framework("web", "eng/web")
            .framework("db", "eng/db")
            .framework("eng", "eng")
            .framework("ops", "ops");
    for (int i = 0; i < 12; i++) {
      allocator.agent("a" + i, "cpus:1;mem:1024");
    }

    assertThat(countByFramework(allocator.allocate()))
        .isEqualTo(Map.of("web", 2L, "db", 2L, "eng", 2L, "ops", 6L));
  }

  @Test
  void theWeightOfASubRoleCountsAmongItsSiblings() {
    TestingAllocator allocator =
        new TestingAllocator()
            .framework("web", "eng/web")
            .framework("db", "eng/db")
            .framework("ops", "ops");
    allocator.weight("eng/db", 2);
    for (int i = 0; i < 12; i++) {
      allocator.agent("a" + i, "cpus:1;mem:1024");
    }

    assertThat(countByFramework(allocator.allocate()))
        .isEqualTo(Map.of("web", 2L, "db", 4L, "ops", 6L));
  }

  @Test
  void excludedResourcesDoNotCountTowardsShares() {
    TestingAllocator allocator =
        new TestingAllocator(AllocatorSettings.defaults().withNotCounted(Set.of("gpus")))
            .framework(
                "f1",
                added ->
                    added
                        .getInfoBuilder()
                        .addCapabilities(
                            TestingAllocator.capability(
                                FrameworkInfo.Capability.Type.GPU_RESOURCES)),
                "r1")
            .agent("a1", "cpus:2;mem:2048;gpus:1");
    assertThat(allocator.allocate()).hasSize(1);
    allocator.framework("f2", "r2").agent("a2", "cpus:4;mem:4096");
    allocator.allocate();

    allocator.agent("a3", "cpus:1;mem:1024");

    // By CPUs and memory f1 has less; with its GPU it would have all.
    assertThat(allocator.allocate().get(0).pair()).isEqualTo("f1@a3");
  }

  @Test
  void ofEqualSharesWhoWasServedLessOftenIsFirst() {
    TestingAllocator allocator =
        new TestingAllocator()
            .framework("f1", "*")
            .framework("f2", "*")
            .agent("a1", "cpus:1;mem:1024");

    Offered first = allocator.allocate().get(0);
    allocator.release(first);
    Offered second = allocator.allocate().get(0);
    allocator.release(second);
    Offered third = allocator.allocate().get(0);

    assertThat(List.of(first.framework(), second.framework(), third.framework()))
        .containsExactly("f1", "f2", "f1");
  }

  private static Map<String, Long> countByFramework(List<Offered> offers) {
    return offers.stream()
        .collect(Collectors.groupingBy(Offered::framework, Collectors.counting()));
  }
}
