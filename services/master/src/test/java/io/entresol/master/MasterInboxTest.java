package io.entresol.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.master.MasterInbox.Source;
import io.entresol.master.core.state.Waiting;
import io.entresol.proto.bus.ToMaster;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MasterInboxTest {
  private final List<String> handled = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final MasterInbox<String> inbox = new MasterInbox<>(handled::add, later::add);

  private void round() {
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void theAllocatorGoesFirstAndTheRestKeepsItsOrder() {
    inbox.add(Source.AGENT, "update 1");
    inbox.add(Source.CLIENT, "acknowledge");
    inbox.add(Source.AGENT, "update 2");
    inbox.add(Source.ALLOCATOR, "snapshot");
    inbox.add(Source.ALLOCATOR, "offers");
    assertThat(inbox.waiting()).isEqualTo(new Waiting(2, 1, 2));
    assertThat(handled).isEmpty();

    round();

    assertThat(handled)
        .containsExactly("snapshot", "offers", "update 1", "acknowledge", "update 2");
    assertThat(inbox.waiting()).isEqualTo(Waiting.NOTHING);
    assertThat(later).isEmpty();
  }

  @Test
  void whatTheAllocatorSaysMeanwhileOvertakesWhatWaits() {
    for (int i = 0; i < 1000; i++) {
      inbox.add(Source.AGENT, "update");
    }
    round();
    assertThat(handled).hasSizeLessThan(1000);
    inbox.add(Source.ALLOCATOR, "offers");
    int before = handled.size();

    round();

    assertThat(handled.get(before)).isEqualTo("offers");
    while (!later.isEmpty()) {
      round();
    }
    assertThat(handled).hasSize(1001);
  }

  @Test
  void fullIsFull() {
    for (int i = 0; i < MasterInbox.MAX_WAITING; i++) {
      assertThat(inbox.add(Source.AGENT, "update")).isTrue();
    }
    assertThat(inbox.add(Source.CLIENT, "one more")).isFalse();
    assertThat(inbox.waiting()).isEqualTo(new Waiting(0, 0, MasterInbox.MAX_WAITING));
    round();
    assertThat(inbox.add(Source.CLIENT, "again")).isTrue();
  }

  @Test
  void whatIsLeftAtTheEndIsNamedAndNotHandled() {
    inbox.add(Source.AGENT, "update");
    inbox.add(Source.ALLOCATOR, "offers");
    List<String> left = new ArrayList<>();

    inbox.clear(left::add);
    round();

    assertThat(left).containsExactly("offers", "update");
    assertThat(handled).isEmpty();
  }

  @Test
  void everyKindOfMessageHasASource() {
    for (ToMaster.MessageCase message : ToMaster.MessageCase.values()) {
      assertThat(Source.of(message)).isNotNull();
    }
    assertThat(Source.of(ToMaster.MessageCase.SNAPSHOT_REQUEST)).isEqualTo(Source.ALLOCATOR);
    assertThat(Source.of(ToMaster.MessageCase.AGENT_MESSAGE)).isEqualTo(Source.AGENT);
    assertThat(Source.of(ToMaster.MessageCase.SCHEDULER_CALL)).isEqualTo(Source.CLIENT);
  }
}
