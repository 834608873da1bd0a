package io.entresol.allocator.core;

import static io.entresol.allocator.core.TestingAllocator.quota;
import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.FrameworkInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private final TestingAllocator allocator = new TestingAllocator();

  private static Map<String, Double> cpusByFramework(List<Offered> offers) {
    return offers.stream()
        .collect(
            Collectors.groupingBy(Offered::framework, Collectors.summingDouble(Offered::cpus)));
  }

  @Test
  void aGuaranteeIsKeptFreeThoughNobodyUsesIt() {
    allocator.framework("greedy", "other");
    allocator.quotas(quota("vip", "cpus:2;mem:1024", ""));
    allocator.agent("a1", "cpus:2;mem:1024").agent("a2", "cpus:2;mem:1024");

    assertThat(allocator.allocate()).hasSize(1);
    assertThat(allocator.allocate()).isEmpty();

    allocator.framework("late", "vip");
    assertThat(allocator.allocate()).extracting(Offered::framework).containsExactly("late");
  }

  @Test
  void guaranteesComeBeforeShares() {
    allocator.framework("vip", "vip").framework("other", "other");
    allocator.quotas(quota("vip", "cpus:6;mem:6144", ""));
    for (int i = 0; i < 4; i++) {
      allocator.agent("a" + i, "cpus:2;mem:2048");
    }

    assertThat(cpusByFramework(allocator.allocate())).isEqualTo(Map.of("vip", 6.0, "other", 2.0));
  }

  @Test
  void aLimitIsNeverExceededNorReachedByTooMuch() {
    allocator.framework("bounded", "bounded");
    allocator.quotas(quota("bounded", "", "cpus:3;mem:1536"));
    allocator.agent("a1", "cpus:2;mem:1024").agent("a2", "cpus:2;mem:1024");

    List<Offered> offers = allocator.allocate();

    assertThat(cpusByFramework(offers)).isEqualTo(Map.of("bounded", 3.0));
    assertThat(offers.stream().mapToDouble(Offered::mem).sum()).isEqualTo(1536);
    assertThat(allocator.allocate()).isEmpty();
  }

  @Test
  void whatALimitForbidsGoesToOthers() {
    allocator.framework("bounded", "bounded").framework("other", "other");
    allocator.quotas(quota("bounded", "", "cpus:1;mem:512"));
    allocator.agent("a1", "cpus:4;mem:4096");

    assertThat(cpusByFramework(allocator.allocate()))
        .isEqualTo(Map.of("bounded", 1.0, "other", 3.0));
  }

  @Test
  void resourcesThatComeBackMakeRoomWithinTheLimit() {
    allocator.framework("bounded", "bounded");
    allocator.quotas(quota("bounded", "", "cpus:1;mem:512"));
    allocator.agent("a1", "cpus:1;mem:512").agent("a2", "cpus:1;mem:512");
    Offered held = allocator.allocate().get(0);
    assertThat(allocator.allocate()).isEmpty();

    allocator.decline(held, Duration.ofDays(1));

    // The other agent, which was not looked at since its role had enough.
    assertThat(allocator.allocate()).hasSize(1).noneMatch(o -> o.agent().equals(held.agent()));
  }

  @Test
  void aLimitHoldsForAllSubRolesTogether() {
    allocator.framework("web", "eng/web").framework("db", "eng/db").framework("eng", "eng");
    allocator.quotas(quota("eng", "", "cpus:4;mem:4096"));
    for (int i = 0; i < 8; i++) {
      allocator.agent("a" + i, "cpus:1;mem:1024");
    }

    assertThat(allocator.allocate()).hasSize(4);
    assertThat(allocator.allocate()).isEmpty();
  }

  @Test
  void reservationsOfTheRoleCountTowardsItsGuarantee() {
    allocator.framework("other", "other");
    allocator.quotas(quota("vip", "cpus:2;mem:1024", ""));
    allocator.agent("a1", "cpus(vip):2;mem(vip):1024").agent("a2", "cpus:2;mem:1024");

    // The guarantee is met by what is reserved; nothing else must be kept.
    assertThat(allocator.allocate()).extracting(Offered::agent).containsExactly("a2");
  }

  @Test
  void reservationsOfTheRoleCountTowardsItsLimit() {
    allocator.framework("bounded", "bounded");
    allocator.quotas(quota("bounded", "", "cpus:2;mem:1024"));
    allocator.agent("a1", "cpus(bounded):2;mem(bounded):1024").agent("a2", "cpus:2;mem:1024");

    assertThat(allocator.allocate()).extracting(Offered::agent).containsExactly("a1");
  }

  @Test
  void whatIsNotGuaranteedComesAlongWithTheGuarantee() {
    allocator.framework("vip", "vip");
    allocator.quotas(quota("vip", "cpus:1", ""));
    allocator.agent("a1", "cpus:1;mem:1024;ports:[31000-31010]");

    Offered offer = allocator.allocate().get(0);
    assertThat(offer.mem()).isEqualTo(1024);
    assertThat(offer.resources().ranges("ports").size()).isEqualTo(11);
  }

  @Test
  void oneOfferAnAgentEvenIfItIsGivenInTwoHelpings() {
    allocator.framework("vip", "vip").framework("other", "other");
    allocator.quotas(quota("vip", "cpus:1;mem:512", ""), quota("other", "cpus:1;mem:512", ""));
    allocator.agent("a1", "cpus:4;mem:4096");

    List<Offered> offers = allocator.allocate();

    assertThat(offers).extracting(Offered::pair).doesNotHaveDuplicates();
    assertThat(offers.stream().mapToDouble(Offered::cpus).sum()).isEqualTo(4);
  }

  @Test
  void heldBackResourcesAreGivenOnceTheGuaranteeIsMet() {
    allocator.framework("other", "other");
    allocator.quotas(quota("vip", "cpus:2;mem:1024", ""));
    allocator.agent("a1", "cpus:2;mem:1024");
    assertThat(allocator.allocate()).isEmpty();

    allocator.quotas();

    assertThat(allocator.allocate()).extracting(Offered::framework).containsExactly("other");
  }

  @Test
  void aSecondAgentFreesWhatWasHeldBackOfTheFirst() {
    allocator.framework("other", "other");
    allocator.quotas(quota("vip", "cpus:2;mem:1024", ""));
    allocator.agent("a1", "cpus:2;mem:1024");
    assertThat(allocator.allocate()).isEmpty();

    allocator.agent("a2", "cpus:1;mem:512");

    assertThat(cpusByFramework(allocator.allocate())).isEqualTo(Map.of("other", 1.0));
  }

  @Test
  void aRoleThatFallsBelowItsGuaranteeIsServedAgain() {
    allocator.framework("vip", "vip").framework("other", "other");
    allocator.quotas(quota("vip", "cpus:2;mem:1024", "cpus:2;mem:1024"));
    allocator.agent("a1", "cpus:2;mem:1024").agent("a2", "cpus:2;mem:1024");
    List<Offered> offers = allocator.allocate();
    Offered vip = offers.stream().filter(o -> o.role().equals("vip")).findFirst().orElseThrow();
    Offered other = offers.stream().filter(o -> o.role().equals("other")).findFirst().orElseThrow();
    allocator.decline(vip, Duration.ofDays(1));
    assertThat(allocator.allocate()).isEmpty();

    allocator.release(other);

    assertThat(allocator.allocate()).extracting(Offered::pair).contains("vip@" + other.agent());
  }

  @Test
  void gpusAreNotSplit() {
    allocator.framework(
        "f1",
        added ->
            added
                .getInfoBuilder()
                .addCapabilities(
                    TestingAllocator.capability(FrameworkInfo.Capability.Type.GPU_RESOURCES)),
        "bounded");
    allocator.quotas(quota("bounded", "", "gpus:1.5"));
    allocator.agent("a1", "cpus:2;mem:1024;gpus:4");

    assertThat(allocator.allocate().get(0).resources().scalarMilli("gpus")).isEqualTo(1000);
  }

  @Test
  void aLimitOfZeroShutsARoleOut() {
    allocator.framework("f1", "none");
    allocator.quotas(quota("none", "", "cpus:0;mem:0;disk:0"));
    allocator.agent("a1", "cpus:2;mem:1024;disk:100");

    assertThat(allocator.allocate()).isEmpty();
    allocator.quotas();
    assertThat(allocator.allocate()).hasSize(1);
  }

  @Test
  void tasksUnderALimitMakeRoomPieceByPiece() {
    allocator.framework("bounded", "bounded");
    allocator.quotas(quota("bounded", "", "cpus:2;mem:2048"));
    allocator.agent("a1", "cpus:4;mem:4096");
    Offered offer = allocator.allocate().get(0);
    assertThat(offer.cpus()).isEqualTo(2);

    allocator.giveBack(
        offer, ResourceParser.parse("cpus:1;mem:1024").allocatedTo("bounded"), Optional.empty());

    assertThat(allocator.allocate().get(0).cpus()).isEqualTo(1);
  }
}
