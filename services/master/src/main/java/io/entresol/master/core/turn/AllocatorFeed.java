package io.entresol.master.core.turn;

import io.entresol.domain.frame.Deadlines;
import io.entresol.master.core.book.Due;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.AllocatorEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Numbers what the allocator is told, and lets it hear something every second. */
public final class AllocatorFeed {
  /** The longest silence. */
  public static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

  private final long epoch;
  private final Deadlines<Due> deadlines;
  private long nextSeq = 1;
  private Instant sentAt = Instant.MIN;

  public AllocatorFeed(long epoch, Deadlines<Due> deadlines) {
    this.epoch = epoch;
    this.deadlines = deadlines;
  }

  /** The number of the next event. */
  public long nextSeq() {
    return nextSeq;
  }

  /** Sends what the turn has for the allocator. */
  public void flush(Turn turn) {
    if (!turn.allocatorEvents().isEmpty()) {
      send(turn, turn.allocatorEvents());
    }
  }

  /**
   * Says that nothing happened, if nothing was said for so long. The deadline stays where it is
   * while events go out, since there are thousands a second; it is moved when it has come.
   */
  public void signOfLife(Turn turn) {
    Instant silentSince = turn.allocatorEvents().isEmpty() ? sentAt : turn.now();
    if (silentSince.isAfter(turn.now().minus(SIGN_OF_LIFE))) {
      deadlines.set(new Due.AllocatorFeed(), silentSince.plus(SIGN_OF_LIFE));
    } else {
      send(turn, List.of());
      deadlines.set(new Due.AllocatorFeed(), turn.now().plus(SIGN_OF_LIFE));
    }
  }

  private void send(Turn turn, List<AllocatorEvent> events) {
    AllocatorEvents message =
        AllocatorEvents.newBuilder()
            .setMasterEpoch(epoch)
            .setFirstSeq(nextSeq)
            .addAllEvents(events)
            .build();
    nextSeq += events.size();
    turn.toAllocator(new MasterEffect.SendToAllocator(message));
    sentAt = turn.now();
  }
}
