package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.frame.Frame;
import io.entresol.proto.bus.AgentRemoved;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.FrameworkRemoved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
  private final TestingAllocator allocator = new TestingAllocator();

  @Test
  void oneBatchIsOutstandingAtATime() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");
    assertThat(allocator.propose()).hasSize(1);
    allocator.agent("a2", "cpus:1;mem:512");

    allocator.now = allocator.now.plusSeconds(1);
    assertThat(allocator.propose()).isEmpty();

    allocator.done(allocator.lastBatch(), List.of());
    assertThat(allocator.propose()).extracting(Offered::agent).containsExactly("a2");
  }

  @Test
  void aRunFollowsAnEventWithoutDelayUnlessOneHasJustBeen() {
    allocator.allocate();
    allocator.now = allocator.now.plusMillis(50);
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");

    assertThat(allocator.core.nextDeadline()).contains(allocator.now);
    assertThat(allocator.tick()).hasSize(1);

    Instant ran = allocator.now;
    allocator.agent("a2", "cpus:1;mem:512");
    assertThat(allocator.core.nextDeadline()).contains(ran.plusMillis(10));
    assertThat(allocator.tick()).isEmpty();
    allocator.now = ran.plusMillis(10);
    assertThat(allocator.tick()).hasSize(1);
  }

  @Test
  void refusedProposalsAreTakenBackAndMadeAgainLater() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512").agent("a2", "cpus:1;mem:512");
    List<Offered> offers = allocator.propose();
    allocator.forgetFramework("f1");
    allocator.done(allocator.lastBatch(), List.of(0));

    assertThat(allocator.tick()).isEmpty();
    assertThat(allocator.allocate())
        .extracting(Offered::agent)
        .containsExactly(offers.get(0).agent());
  }

  @Test
  void aBatchWithoutAnAnswerMeansToAskForEverything() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");
    allocator.propose();
    Instant sent = allocator.now;

    assertThat(allocator.core.tick(sent.plusMillis(4999), 1).isEmpty()).isTrue();
    Frame<AllocatorEffect> frame = allocator.core.tick(sent.plusSeconds(5), 1);

    assertThat(frame.effects()).singleElement().isInstanceOf(AllocatorEffect.RequestSnapshot.class);
    assertThat(allocator.core.isLive()).isFalse();
  }

  @Test
  void aProposalForAFrameworkThatHasGoneIsForgottenWithIt() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");
    allocator.propose();
    allocator.apply(
        AllocatorEvent.newBuilder()
            .setFrameworkRemoved(
                FrameworkRemoved.newBuilder().setFrameworkId(TestingAllocator.frameworkId("f1"))));
    allocator.forgetFramework("f1");
    allocator.done(allocator.lastBatch(), List.of(0));

    allocator.framework("f2", "*");

    assertThat(allocator.allocate()).extracting(Offered::pair).containsExactly("f2@a1");
  }

  @Test
  void aProposalOfAnAgentThatHasGoneIsForgottenWithIt() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");
    allocator.propose();
    allocator.apply(
        AllocatorEvent.newBuilder()
            .setAgentRemoved(AgentRemoved.newBuilder().setAgentId(TestingAllocator.agentId("a1"))));
    allocator.forgetAgent("a1");
    allocator.agent("a1", "cpus:2;mem:512");

    allocator.done(allocator.lastBatch(), List.of(0));

    assertThat(allocator.allocate().get(0).cpus()).isEqualTo(2);
  }

  @Test
  void refusalsInEveryBatchMeanThatTheBooksAreWrong() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");
    for (int batch = 1; batch <= 5; batch++) {
      allocator.now = allocator.now.plusSeconds(1);
      assertThat(allocator.propose()).hasSize(1);
      allocator.forgetFramework("f1");
      allocator.done(allocator.lastBatch(), List.of(0));
    }

    assertThat(allocator.core.isLive()).isFalse();
  }

  @Test
  void refusalsThatTheMasterHasExplainedDoNot() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");
    for (int batch = 1; batch <= 5; batch++) {
      allocator.now = allocator.now.plusSeconds(1);
      assertThat(allocator.propose()).hasSize(1);
      allocator.suppress("f1", "*");
      allocator.forgetFramework("f1");
      allocator.done(allocator.lastBatch(), List.of(0));
      allocator.revive("f1", "*");
    }

    assertThat(allocator.core.isLive()).isTrue();
  }

  @Test
  void moreOffersThanABatchHoldsFollowInTheNext() {
    TestingAllocator small = new TestingAllocator(AllocatorSettings.defaults().withOffersMax(2));
    small.framework("f1", "*");
    for (int i = 0; i < 5; i++) {
      small.agent("a" + i, "cpus:1;mem:512");
    }

    assertThat(small.allocate()).hasSize(2);
    small.now = small.now.plusMillis(10);
    assertThat(small.tick()).hasSize(2);
    small.now = small.now.plusMillis(10);
    assertThat(small.tick()).hasSize(1);
  }

  @Test
  void theSameSeedGivesTheSameOffersInTheSameOrder() {
    List<List<String>> runs =
        List.of(pairs(new TestingAllocator(), 42), pairs(new TestingAllocator(), 42));

    assertThat(runs.get(0)).isEqualTo(runs.get(1));
    assertThat(pairs(new TestingAllocator(), 43)).isNotEqualTo(runs.get(0));
  }

  private static List<String> pairs(TestingAllocator fresh, long seed) {
    fresh.seed = seed;
    fresh.framework("f1", "r1").framework("f2", "r2");
    for (int i = 0; i < 20; i++) {
      fresh.agent("a" + i, "cpus:1;mem:512");
    }
    return fresh.allocate().stream().map(Offered::pair).toList();
  }

  @Test
  void anUnknownBatchIsNotAnswered() {
    allocator.framework("f1", "*").agent("a1", "cpus:1;mem:512");
    allocator.propose();

    allocator.done(99, List.of(0));

    allocator.now = allocator.now.plus(Duration.ofSeconds(1));
    assertThat(allocator.propose()).isEmpty();
    assertThat(allocator.core.isLive()).isTrue();
  }
}
