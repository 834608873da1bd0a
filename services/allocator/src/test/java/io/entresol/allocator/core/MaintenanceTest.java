package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.TimeInfo;
import io.entresol.mesos.v1.Unavailability;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.InverseOfferAnswered;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.UnavailabilityUpdated;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
  private static final Unavailability TONIGHT =
      Unavailability.newBuilder()
          .setStart(TimeInfo.newBuilder().setNanoseconds(1_000_000_000_000L))
          .build();

  private final TestingAllocator allocator = new TestingAllocator();

  @BeforeEach
  void aFrameworkHoldsAnAgentOfTwo() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");
    allocator.allocate();
    allocator.framework("idle", "*");
  }

  private void plan(Optional<Unavailability> unavailability) {
    UnavailabilityUpdated.Builder updated =
        UnavailabilityUpdated.newBuilder().setAgentId(TestingAllocator.agentId("a1"));
    unavailability.ifPresent(updated::setUnavailability);
    allocator.apply(AllocatorEvent.newBuilder().setUnavailabilityUpdated(updated));
  }

  private List<String> asked() {
    allocator.now = allocator.now.plusSeconds(1);
    Optional<OfferBatch> batch =
        allocator.batch(allocator.core.tick(allocator.now, allocator.seed++));
    batch.ifPresent(b -> allocator.done(b.getBatchId(), List.of()));
    return batch.stream()
        .flatMap(b -> b.getInverseOffersList().stream())
        .map(offer -> offer.getFrameworkId().getValue())
        .toList();
  }

  private void answer(OptionalLong filterMs) {
    InverseOfferAnswered.Builder answered =
        InverseOfferAnswered.newBuilder()
            .setFrameworkId(TestingAllocator.frameworkId("f1"))
            .setAgentId(TestingAllocator.agentId("a1"))
            .setAccepted(false);
    filterMs.ifPresent(answered::setFilterMs);
    allocator.apply(AllocatorEvent.newBuilder().setInverseOfferAnswered(answered));
  }

  @Test
  void whoeverHoldsSomethingOfTheAgentIsAskedOnce() {
    assertThat(asked()).isEmpty();
    plan(Optional.of(TONIGHT));

    assertThat(asked()).containsExactly("f1");
    assertThat(asked()).isEmpty();
  }

  @Test
  void afterAnAnswerItIsAskedAgainWhenTheFilterEnds() {
    plan(Optional.of(TONIGHT));
    asked();
    answer(OptionalLong.of(3000));

    assertThat(asked()).isEmpty();
    assertThat(asked()).isEmpty();
    assertThat(asked()).containsExactly("f1");
  }

  @Test
  void reviveMakesTheAllocatorAskAgain() {
    plan(Optional.of(TONIGHT));
    asked();
    answer(OptionalLong.of(1_000_000));
    assertThat(asked()).isEmpty();

    allocator.revive("f1");

    assertThat(asked()).containsExactly("f1");
  }

  @Test
  void calledOffMaintenanceIsNoLongerAskedFor() {
    plan(Optional.of(TONIGHT));
    plan(Optional.empty());

    assertThat(asked()).isEmpty();
  }
}
