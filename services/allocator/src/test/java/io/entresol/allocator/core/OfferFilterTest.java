package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.Attribute;
import io.entresol.mesos.v1.Value;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentUpdated;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.FrameworkDeactivated;
import io.entresol.proto.bus.FrameworkUpdated;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OfferFilterTest {
  private final TestingAllocator allocator = new TestingAllocator();

  private Offered only() {
    List<Offered> offers = allocator.allocate();
    assertThat(offers).hasSize(1);
    return offers.get(0);
  }

  @Test
  void declinedResourcesAreOfferedAgainWhenTheFilterEnds() {
    allocator.framework("f1", "*").agent("a1", "cpus:4;mem:4096");
    allocator.decline(only(), Duration.ofSeconds(5));

    for (int second = 1; second < 5; second++) {
      assertThat(allocator.allocate()).isEmpty();
    }
    assertThat(only().pair()).isEqualTo("f1@a1");
  }

  @Test
  void declinedResourcesGoToOthersWithoutDelay() {
    allocator.framework("f1", "*").framework("f2", "*").agent("a1", "cpus:4;mem:4096");
    Offered offer = only();
    assertThat(offer.framework()).isEqualTo("f1");

    allocator.decline(offer, Duration.ofSeconds(5));
    allocator.now = allocator.now.plusMillis(10);

    assertThat(allocator.tick()).extracting(Offered::pair).containsExactly("f2@a1");
  }

  @Test
  void aFilterLastsAtLeastOneAllocationInterval() {
    allocator.framework("f1", "*").agent("a1", "cpus:4;mem:4096");
    allocator.decline(only(), Duration.ofMillis(1));

    allocator.now = allocator.now.plusMillis(900);
    assertThat(allocator.tick()).isEmpty();

    allocator.now = allocator.now.plusMillis(200);
    assertThat(allocator.tick()).hasSize(1);
  }

  @Test
  void aFilterOfNoLengthHoldsUntilTheNextPeriodicRun() {
    allocator.framework("f1", "*").agent("a1", "cpus:4;mem:4096");
    Offered offer = only();
    allocator.now = allocator.now.plusMillis(100);
    allocator.decline(offer, Duration.ZERO);

    allocator.now = allocator.now.plusMillis(100);
    assertThat(allocator.tick()).isEmpty();
    allocator.now = allocator.now.plusMillis(900);
    assertThat(allocator.tick()).hasSize(1);
  }

  @Test
  void whoeverGivesAWholeOfferBackAtOnceIsNotAskedAgainAtOnce() {
    allocator.framework("f1", "*").agent("a1", "cpus:4;mem:4096");
    Offered offer = only();
    allocator.now = allocator.now.plusMillis(100);
    allocator.release(offer);

    allocator.now = allocator.now.plusMillis(100);
    assertThat(allocator.tick()).isEmpty();
    allocator.now = allocator.now.plusMillis(900);
    assertThat(allocator.tick()).hasSize(1);
  }

  @Test
  void whatATaskLeavesIsOfferedAgainAtOnce() {
    allocator.framework("f1", "*").agent("a1", "cpus:4;mem:4096");
    Offered offer = only();
    allocator.now = allocator.now.plusMillis(100);
    allocator.giveBack(
        offer, ResourceParser.parse("cpus:1;mem:64").allocatedTo("*"), Optional.empty());

    assertThat(allocator.tick()).hasSize(1);
  }

  @Test
  void lessThanWasDeclinedIsNotOfferedMoreIs() {
    allocator.framework("f1", "*").framework("f2", "*").agent("a1", "cpus:4;mem:4096");
    Offered first = only();
    allocator.accept(first, "cpus:2;mem:2048", Optional.of(Duration.ofDays(1)));
    Offered second = only();
    assertThat(second.pair()).isEqualTo("f2@a1");
    allocator.decline(second, Duration.ofDays(1));
    assertThat(allocator.allocate()).isEmpty();

    // A task of 1 CPU ends: now there is more than either of them declined.
    allocator.giveBack(
        first, ResourceParser.parse("cpus:1;mem:1024").allocatedTo("*"), Optional.empty());

    Offered more = only();
    assertThat(more.cpus()).isEqualTo(3);
  }

  @Test
  void reviveDropsTheFiltersOfThatRoleOnly() {
    allocator
        .framework("f1", "r1", "r2")
        .agent("a1", "cpus:1;mem:1024")
        .agent("a2", "cpus:1;mem:1024");
    for (Offered offer : allocator.allocate()) {
      allocator.decline(offer, Duration.ofDays(1));
    }
    for (Offered offer : allocator.allocate()) {
      allocator.decline(offer, Duration.ofDays(1));
    }
    assertThat(allocator.allocate()).isEmpty();

    allocator.revive("f1", "r1");

    assertThat(allocator.allocate())
        .hasSize(2)
        .allSatisfy(offer -> assertThat(offer.role()).isEqualTo("r1"));
  }

  @Test
  void suppressedRolesGetNothingUntilRevived() {
    allocator.framework("f1", "r1", "r2");
    allocator.suppress("f1", "r1");
    allocator.agent("a1", "cpus:1;mem:1024").agent("a2", "cpus:1;mem:1024");

    List<Offered> offers = allocator.allocate();
    assertThat(offers).extracting(Offered::role).containsOnly("r2");
    allocator.suppress("f1", "r2");
    offers.forEach(allocator::release);
    assertThat(allocator.allocate()).isEmpty();

    allocator.revive("f1", "r1");
    assertThat(allocator.allocate()).extracting(Offered::role).containsOnly("r1").hasSize(2);
  }

  @Test
  void suppressWithoutRolesMeansAllRoles() {
    allocator.framework("f1", "r1", "r2");
    allocator.suppress("f1");
    allocator.agent("a1", "cpus:1;mem:1024");
    assertThat(allocator.allocate()).isEmpty();

    allocator.revive("f1");
    assertThat(allocator.allocate()).hasSize(1);
  }

  @Test
  void aFrameworkMaySubscribeWithARoleSuppressed() {
    allocator
        .framework("f1", added -> added.addSuppressedRoles("r1"), "r1")
        .agent("a1", "cpus:1;mem:1024");

    assertThat(allocator.allocate()).isEmpty();
  }

  @Test
  void otherAttributesOfAnAgentDropItsFilters() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:1024");
    allocator.decline(only(), Duration.ofDays(1));
    AgentInfo.Builder info =
        TestingAllocator.added("a1", ResourceParser.parse("")).getInfo().toBuilder();
    AgentUpdated.Builder updated =
        AgentUpdated.newBuilder()
            .setInfo(info)
            .addAllCapabilities(
                TestingAllocator.added("a1", ResourceParser.parse("")).getCapabilitiesList())
            .addAllTotal(ProtoResources.toProto(ResourceParser.parse("cpus:1;mem:1024")));
    allocator.apply(AllocatorEvent.newBuilder().setAgentUpdated(updated));
    assertThat(allocator.allocate()).isEmpty();

    updated.setInfo(
        info.addAttributes(
            Attribute.newBuilder()
                .setName("rack")
                .setType(Value.Type.TEXT)
                .setText(Value.Text.newBuilder().setValue("r7"))));
    allocator.apply(AllocatorEvent.newBuilder().setAgentUpdated(updated));

    assertThat(only().pair()).isEqualTo("f1@a1");
  }

  @Test
  void aFrameworkThatComesBackHasNoFilters() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:1024");
    allocator.decline(only(), Duration.ofDays(1));
    allocator.apply(
        AllocatorEvent.newBuilder()
            .setFrameworkDeactivated(
                FrameworkDeactivated.newBuilder()
                    .setFrameworkId(TestingAllocator.frameworkId("f1"))));
    assertThat(allocator.allocate()).isEmpty();

    allocator.apply(
        AllocatorEvent.newBuilder()
            .setFrameworkUpdated(
                FrameworkUpdated.newBuilder()
                    .setInfo(TestingAllocator.frameworkAdded("f1", added -> {}, "*").getInfo())
                    .setActive(true)));

    assertThat(only().pair()).isEqualTo("f1@a1");
  }

  @Test
  void nothingIsLookedAtWhileNothingChanges() {
    allocator.framework("f1", "*").framework("f2", "*").agent("a1", "cpus:1;mem:1024");
    allocator.decline(only(), Duration.ofDays(1));
    allocator.decline(only(), Duration.ofDays(1));
    assertThat(allocator.allocate()).isEmpty();

    for (int second = 0; second < 10; second++) {
      assertThat(allocator.allocate()).isEmpty();
    }
    assertThat(allocator.core.figures().filters()).isEqualTo(2);
  }
}
