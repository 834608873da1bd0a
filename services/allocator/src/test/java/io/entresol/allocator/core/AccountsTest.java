package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentRemoved;
import io.entresol.proto.bus.AgentUpdated;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.FrameworkRemoved;
import io.entresol.proto.bus.FrameworkResources;
import io.entresol.proto.bus.ResourcesAllocated;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private final TestingAllocator allocator = new TestingAllocator();

  private static FrameworkResources used(String framework, String resources, String role) {
    return FrameworkResources.newBuilder()
        .setFrameworkId(TestingAllocator.frameworkId(framework))
        .addAllResources(ProtoResources.toProto(ResourceParser.parse(resources).allocatedTo(role)))
        .build();
  }

  @Test
  void whatIsUsedOfANewAgentIsNotOffered() {
    allocator
        .framework("f1", "*")
        .framework("f2", "*")
        .agent(
            "a1",
            "cpus:4;mem:4096;ports:[31000-31009]",
            added -> added.addUsed(used("f1", "cpus:3;mem:1024;ports:[31003-31005]", "*")));

    Offered offer = allocator.allocate().get(0);

    // And it counts: f2 has nothing yet.
    assertThat(offer.framework()).isEqualTo("f2");
    assertThat(offer.cpus()).isEqualTo(1);
    assertThat(offer.resources().ranges("ports")).hasToString("[31000-31002, 31006-31009]");
  }

  @Test
  void whatAnUnknownFrameworkUsesCountsOnceItIsIntroduced() {
    allocator.agent("a1", "cpus:4;mem:4096", added -> added.addUsed(used("f1", "cpus:3", "*")));
    allocator.framework("f1", "*").framework("f2", "*");

    assertThat(allocator.allocate()).extracting(Offered::framework).containsExactly("f2");
    assertThat(allocator.core.figures().allocated()).containsEntry("cpus", 4.0);
  }

  @Test
  void whatAnAgentReportsLaterIsTakenFromWhatIsFree() {
    allocator.agent("a1", "cpus:4;mem:4096").framework("f1", "*");
    allocator.apply(
        AllocatorEvent.newBuilder()
            .setResourcesAllocated(
                ResourcesAllocated.newBuilder()
                    .setFrameworkId(TestingAllocator.frameworkId("f1"))
                    .setAgentId(TestingAllocator.agentId("a1"))
                    .addAllResources(
                        ProtoResources.toProto(ResourceParser.parse("cpus:1").allocatedTo("*")))));

    assertThat(allocator.allocate().get(0).cpus()).isEqualTo(3);
  }

  @Test
  void aRemovedFrameworksResourcesAreFree() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512").agent("a2", "cpus:1;mem:512");
    assertThat(allocator.allocate()).hasSize(2);
    allocator.apply(
        AllocatorEvent.newBuilder()
            .setFrameworkRemoved(
                FrameworkRemoved.newBuilder().setFrameworkId(TestingAllocator.frameworkId("f1"))));
    allocator.forgetFramework("f1");
    allocator.framework("f2", "*");

    assertThat(allocator.allocate()).hasSize(2);
    assertThat(allocator.core.figures().frameworks()).isEqualTo(1);
  }

  @Test
  void aRemovedAgentTakesItsResourcesOutOfTheShares() {
    allocator.framework("f1", "r1").framework("f2", "r2").agent("a1", "cpus:8;mem:8192");
    assertThat(allocator.allocate()).extracting(Offered::framework).containsExactly("f1");
    allocator.apply(
        AllocatorEvent.newBuilder()
            .setAgentRemoved(AgentRemoved.newBuilder().setAgentId(TestingAllocator.agentId("a1"))));
    allocator.forgetAgent("a1");

    assertThat(allocator.core.figures().total()).isEmpty();
    assertThat(allocator.core.figures().allocated()).isEmpty();
  }

  @Test
  void aLateReturnForAnAgentThatHasGoneChangesNothing() {
    allocator.framework("f1", "*").agent("a1", "cpus:8;mem:8192");
    Offered offer = allocator.allocate().get(0);
    allocator.apply(
        AllocatorEvent.newBuilder()
            .setAgentRemoved(AgentRemoved.newBuilder().setAgentId(TestingAllocator.agentId("a1"))));

    allocator.release(offer);

    assertThat(allocator.core.isLive()).isTrue();
    assertThat(allocator.core.figures().allocated()).isEmpty();
  }

  @Test
  void moreThanIsHeldCannotComeBack() {
    allocator.framework("f1", "*").agent("a1", "cpus:8;mem:8192");
    Offered offer = allocator.allocate().get(0);
    allocator.release(offer);
    assertThat(allocator.core.isLive()).isTrue();

    allocator.release(offer);

    assertThat(allocator.core.isLive()).isFalse();
  }

  private void update(String agent, Resources total) {
    allocator.setTotal(agent, total);
    AgentUpdated.Builder updated =
        AgentUpdated.newBuilder()
            .setInfo(TestingAllocator.added(agent, total).getInfo())
            .addAllCapabilities(TestingAllocator.added(agent, total).getCapabilitiesList())
            .addAllTotal(ProtoResources.toProto(total));
    allocator.apply(AllocatorEvent.newBuilder().setAgentUpdated(updated));
  }

  @Test
  void aGrownAgentOffersTheDifference() {
    allocator.framework("f1", "*").agent("a1", "cpus:2;mem:1024;ports:[1-10]");
    allocator.allocate();

    update("a1", ResourceParser.parse("cpus:5;mem:1024;ports:[1-20]"));

    Offered offer = allocator.allocate().get(0);
    assertThat(offer.cpus()).isEqualTo(3);
    assertThat(offer.resources().ranges("ports")).hasToString("[11-20]");
  }

  @Test
  void aShrunkAgentOffersNothingUntilItIsBalanced() {
    allocator.framework("f1", "*").agent("a1", "cpus:4;mem:4096;ports:[1-10]");
    Offered offer = allocator.allocate().get(0);
    update("a1", ResourceParser.parse("cpus:2;mem:2048;ports:[1-5]"));

    allocator.giveBack(
        offer,
        ResourceParser.parse("cpus:2;mem:2048;ports:[4-10]").allocatedTo("*"),
        Optional.empty());
    assertThat(allocator.allocate()).isEmpty();

    allocator.giveBack(
        offer, ResourceParser.parse("cpus:1;mem:512").allocatedTo("*"), Optional.empty());
    Offered balanced = allocator.allocate().get(0);
    assertThat(balanced.cpus()).isEqualTo(1);
    assertThat(balanced.resources().ranges("ports")).hasToString("[4-5]");
  }

  @Test
  void scalarsAreExactToTheThousandth() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");
    Offered offer = allocator.allocate().get(0);
    for (int i = 0; i < 10; i++) {
      allocator.giveBack(
          offer, ResourceParser.parse("cpus:0.1").allocatedTo("*"), Optional.empty());
    }
    allocator.giveBack(offer, ResourceParser.parse("mem:512").allocatedTo("*"), Optional.empty());

    assertThat(allocator.allocate().get(0).cpus()).isEqualTo(1);
  }

  @Test
  void aFrameworkThatLeavesARoleKeepsWhatItHoldsThere() {
    allocator.framework("f1", "r1", "r2").agent("a1", "cpus:1;mem:512");
    Offered offer = allocator.allocate().get(0);
    String left = offer.role();
    String stays = left.equals("r1") ? "r2" : "r1";
    allocator.framework("f1", stays);

    allocator.release(offer);

    assertThat(allocator.allocate()).extracting(Offered::role).containsExactly(stays);
    assertThat(allocator.core.figures().roles())
        .extracting(AllocatorFigures.RoleFigures::role)
        .containsExactly(stays);
  }

  @Test
  void figuresAgreeWithTheBooks() {
    allocator
        .framework("f1", "eng/web")
        .framework("f2", "ops")
        .agent("a1", "cpus:3;mem:512")
        .agent("a2", "cpus:1;mem:512");
    List<Offered> offers = allocator.allocate();
    allocator.decline(offers.get(0), Duration.ofDays(1));

    AllocatorFigures figures = allocator.core.figures();

    assertThat(figures.total()).isEqualTo(Map.of("cpus", 4.0, "mem", 1024.0));
    assertThat(figures.filters()).isEqualTo(1);
    assertThat(figures.allocated())
        .containsEntry("cpus", offers.get(1).cpus())
        .containsEntry("mem", 512.0);
    assertThat(figures.roles())
        .extracting(AllocatorFigures.RoleFigures::role)
        .containsExactly("eng", "eng/web", "ops");
    assertThat(figures.frameworkShares())
        .first()
        .satisfies(
            first -> {
              assertThat(first.frameworkId()).isEqualTo(offers.get(1).framework());
              assertThat(first.dominantShare())
                  .isEqualTo(Math.max(offers.get(1).cpus() / 4.0, 0.5));
            });
    allocator.suppress("f2");
    assertThat(allocator.core.figures().roles().get(2).suppressed()).isEqualTo(1);
    assertThat(allocator.core.figures().roles().get(1).competing()).isEqualTo(1);
  }
}
