package io.entresol.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.frame.Frame;
import io.entresol.domain.id.Epoch;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.FrameworkAdded;
import io.entresol.proto.bus.SnapshotPage;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MasterFeedTest {
  private static final Instant NOW = Instant.ofEpochSecond(1000);

  private final AllocatorCore core =
      new AllocatorCore(AllocatorSettings.defaults(), new Epoch(7), AllocatorMetrics.NONE);

  private static boolean requestsSnapshot(Frame<AllocatorEffect> frame) {
    return frame.effects().stream().anyMatch(AllocatorEffect.RequestSnapshot.class::isInstance);
  }

  private static AllocatorEvent.Builder framework(String id) {
    FrameworkAdded.Builder added = TestingAllocator.frameworkAdded(id, any -> {}, "*");
    return AllocatorEvent.newBuilder().setFrameworkAdded(added);
  }

  private static AllocatorEvent.Builder agent(String id) {
    return AllocatorEvent.newBuilder()
        .setAgentAdded(TestingAllocator.added(id, ResourceParser.parse("cpus:1;mem:512")));
  }

  private void goLive(long nextSeq) {
    core.masterElected(new Epoch(3), NOW);
    core.snapshotPage(TestingAllocator.snapshotPage(0, true).setNextSeq(nextSeq).build(), NOW);
    assertThat(core.isLive()).isTrue();
  }

  @Test
  void withoutAMasterThereIsNothingToDo() {
    assertThat(core.nextDeadline()).isEmpty();
    assertThat(core.tick(NOW, 1).isEmpty()).isTrue();
  }

  @Test
  void theFirstMasterIsAskedForASnapshot() {
    assertThat(requestsSnapshot(core.masterElected(new Epoch(3), NOW))).isTrue();
    assertThat(core.isLive()).isFalse();
  }

  @Test
  void aSnapshotComesInPages() {
    core.masterElected(new Epoch(3), NOW);
    core.snapshotPage(
        TestingAllocator.snapshotPage(0, false).addEvents(framework("f1")).build(), NOW);
    assertThat(core.isLive()).isFalse();
    core.snapshotPage(
        TestingAllocator.snapshotPage(1, true).addEvents(agent("a1")).setNextSeq(5).build(), NOW);

    assertThat(core.isLive()).isTrue();
    assertThat(core.tick(NOW.plusSeconds(1), 1).effects()).hasSize(1);
  }

  @Test
  void aMissingPageIsNoticed() {
    core.masterElected(new Epoch(3), NOW);
    core.snapshotPage(TestingAllocator.snapshotPage(0, false).build(), NOW);

    SnapshotPage third = TestingAllocator.snapshotPage(2, true).setNextSeq(1).build();

    assertThat(requestsSnapshot(core.snapshotPage(third, NOW))).isTrue();
    assertThat(core.isLive()).isFalse();
  }

  @Test
  void pagesForAnotherAllocatorAreNotOurs() {
    core.masterElected(new Epoch(3), NOW);
    core.snapshotPage(
        TestingAllocator.snapshotPage(0, true).setAllocatorEpoch(6).setNextSeq(1).build(), NOW);

    assertThat(core.isLive()).isFalse();
  }

  @Test
  void anotherSnapshotIsAskedForWhenNoneComes() {
    core.masterElected(new Epoch(3), NOW);

    assertThat(core.tick(NOW.plusMillis(900), 1).isEmpty()).isTrue();
    assertThat(core.nextDeadline()).contains(NOW.plusSeconds(1));
    assertThat(requestsSnapshot(core.tick(NOW.plusSeconds(1), 1))).isTrue();
  }

  @Test
  void aGapInTheEventsMeansToAskForEverything() {
    goLive(10);

    Frame<AllocatorEffect> frame = core.events(TestingAllocator.numbered(11, framework("f1")), NOW);

    assertThat(requestsSnapshot(frame)).isTrue();
  }

  @Test
  void anEmptyMessageShowsALostTail() {
    goLive(10);
    assertThat(core.events(TestingAllocator.numbered(10), NOW).isEmpty()).isTrue();

    assertThat(requestsSnapshot(core.events(TestingAllocator.numbered(12), NOW))).isTrue();
  }

  @Test
  void eventsThatTheSnapshotHoldsAlreadyAreSkipped() {
    goLive(10);

    AllocatorEvents overlapping =
        TestingAllocator.numbered(8, agent("a1"), agent("a2"), agent("a3"));
    assertThat(core.events(overlapping, NOW).isEmpty()).isTrue();

    assertThat(core.figures().agents()).isEqualTo(1);
    assertThat(core.events(TestingAllocator.numbered(11, agent("a4")), NOW).isEmpty()).isTrue();
    assertThat(core.figures().agents()).isEqualTo(2);
  }

  @Test
  void aNewMasterMeansToAskItForEverything() {
    goLive(1);

    assertThat(requestsSnapshot(core.masterElected(new Epoch(4), NOW))).isTrue();
    assertThat(core.isLive()).isFalse();
  }

  @Test
  void theMasterThatIsFollowedIsNotAskedAgain() {
    goLive(1);

    assertThat(core.masterElected(new Epoch(3), NOW).isEmpty()).isTrue();
  }

  @Test
  void aMasterThatCouldNotBeReachedIsAskedAgainWhenItSaysThatItLeads() {
    core.events(TestingAllocator.numbered(1), NOW);

    assertThat(requestsSnapshot(core.masterElected(new Epoch(3), NOW))).isTrue();
  }

  @Test
  void anEventOfANewMasterSaysThatItLeads() {
    goLive(1);
    AllocatorEvents news = AllocatorEvents.newBuilder().setMasterEpoch(4).setFirstSeq(1).build();

    assertThat(requestsSnapshot(core.events(news, NOW))).isTrue();
  }

  @Test
  void anOldMastersEventsAreIgnored() {
    goLive(1);
    AllocatorEvents old =
        AllocatorEvents.newBuilder()
            .setMasterEpoch(2)
            .setFirstSeq(99)
            .addEvents(agent("a1"))
            .build();

    assertThat(core.events(old, NOW).isEmpty()).isTrue();
    assertThat(core.figures().agents()).isZero();
  }

  @Test
  void aSnapshotReplacesAllThatWasKnown() {
    goLive(1);
    core.events(TestingAllocator.numbered(1, agent("a1"), agent("a2")), NOW);
    core.masterElected(new Epoch(4), NOW);

    core.snapshotPage(
        TestingAllocator.snapshotPage(0, true)
            .setMasterEpoch(4)
            .addEvents(agent("a3"))
            .setNextSeq(1)
            .build(),
        NOW);

    assertThat(core.figures().agents()).isEqualTo(1);
  }

  @Test
  void malformedResourcesAreLeftOut() {
    goLive(1);
    AllocatorEvent.Builder broken = agent("a1");
    broken.getAgentAddedBuilder().getTotalBuilder(0).getScalarBuilder().setValue(Double.NaN);

    assertThat(core.events(TestingAllocator.numbered(1, broken, agent("a2")), NOW).isEmpty())
        .isTrue();

    assertThat(core.figures().agents()).isEqualTo(1);
  }
}
