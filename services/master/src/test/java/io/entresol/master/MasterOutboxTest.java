package io.entresol.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.FrameworkEvents;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MasterOutboxTest {
  private final List<FrameworkEvents> sent = new ArrayList<>();
  private final List<AllocatorEvents> told = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final MasterOutbox outbox =
      new MasterOutbox((node, events) -> sent.add(events), told::add, later::add);

  private static FrameworkEvents events(String stream, long firstSeq, int count) {
    Event heartbeat = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
    return FrameworkEvents.newBuilder()
        .setStreamId(stream)
        .setFirstSeq(firstSeq)
        .addAllEvents(Collections.nCopies(count, heartbeat))
        .setMasterEpoch(1)
        .setSubscription(1)
        .build();
  }

  private static AllocatorEvents facts(long firstSeq, int count) {
    return AllocatorEvents.newBuilder()
        .setMasterEpoch(1)
        .setFirstSeq(firstSeq)
        .addAllEvents(Collections.nCopies(count, AllocatorEvent.getDefaultInstance()))
        .build();
  }

  private void round() {
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void whatOneRoundHasForAStreamIsOneMessage() {
    outbox.add("node", events("a", 1, 2));
    outbox.add("node", events("b", 1, 1));
    outbox.add("node", events("a", 3, 1));
    assertThat(sent).isEmpty();

    round();

    assertThat(sent).containsExactly(events("a", 1, 3), events("b", 1, 1));
    outbox.add("node", events("a", 4, 1));
    round();
    assertThat(sent).hasSize(3).endsWith(events("a", 4, 1));
  }

  @Test
  void theEndOfAStreamIsNotLostAndNothingIsJoinedToIt() {
    outbox.add("node", events("a", 1, 1));
    outbox.add("node", events("a", 2, 1).toBuilder().setLast(true).build());
    outbox.add("node", events("a", 3, 1));
    round();

    assertThat(sent)
        .containsExactly(events("a", 1, 2).toBuilder().setLast(true).build(), events("a", 3, 1));
  }

  @Test
  void anotherSubscriptionOfAStreamIsAnotherMessage() {
    outbox.add("node", events("a", 1, 1));
    outbox.add("node", events("a", 1, 1).toBuilder().setSubscription(2).build());
    round();

    assertThat(sent)
        .containsExactly(
            events("a", 1, 1), events("a", 1, 1).toBuilder().setSubscription(2).build());
  }

  @Test
  void aStreamThatMovedToAnotherProcessIsNotJoined() {
    outbox.add("node", events("a", 1, 1));
    outbox.add("other", events("a", 2, 1));
    round();

    assertThat(sent).containsExactly(events("a", 1, 1), events("a", 2, 1));
  }

  @Test
  void longMessagesLeaveAtOnce() {
    outbox.add("node", events("a", 1, 400));
    outbox.add("node", events("a", 401, 200));
    assertThat(sent).containsExactly(events("a", 1, 400));
    round();

    assertThat(sent).containsExactly(events("a", 1, 400), events("a", 401, 200));
  }

  @Test
  void factsForTheAllocatorAreJoinedTooAndKeepTheirOrder() {
    outbox.add(facts(1, 2));
    outbox.add(facts(3, 1));
    outbox.add(facts(4, 499));
    round();

    assertThat(told).containsExactly(facts(1, 3), facts(4, 499));
    outbox.add(facts(503, 0));
    round();
    assertThat(told).hasSize(3).endsWith(facts(503, 0));
  }

  @Test
  void nothingIsSentOnceTheTermIsOver() {
    outbox.add("node", events("a", 1, 1));
    outbox.add(facts(1, 1));
    outbox.clear();
    round();

    assertThat(sent).isEmpty();
    assertThat(told).isEmpty();
  }
}
