package io.entresol.gateway.core.stream;

import java.util.List;

/**
 * Keeps the order of a stream's events, which the bus may lose. Events of another master's term are
 * not the stream's; a gap cannot be closed, so it ends the stream.
 */
public final class EventSequence {
  /** What became of a batch of events. */
  public sealed interface Outcome<E> {
    /** These are next. Empty if all of them came before. */
    record Next<E>(List<E> events) implements Outcome<E> {}

    /** They are of another term, and nobody's. */
    record Foreign<E>() implements Outcome<E> {}

    /**
     * Some are lost.
     *
     * @param expected the number of the first lost one
     * @param received the first number of the batch
     */
    record Gap<E>(long expected, long received) implements Outcome<E> {}
  }

  private static final long UNKNOWN = -1;

  private long epoch = UNKNOWN;
  private long next = 1;

  /**
   * Takes the next batch.
   *
   * @param masterEpoch the term in which it was sent
   * @param firstSeq the number of its first event
   */
  public <E> Outcome<E> take(long masterEpoch, long firstSeq, List<E> events) {
    if (epoch == UNKNOWN) {
      epoch = masterEpoch;
    }
    if (epoch != masterEpoch) {
      return new Outcome.Foreign<>();
    }
    if (firstSeq > next) {
      return new Outcome.Gap<>(next, firstSeq);
    }
    long known = Math.min(next - firstSeq, events.size());
    List<E> fresh = events.subList((int) known, events.size());
    next += fresh.size();
    return new Outcome.Next<>(fresh);
  }

  /** Whether the stream has heard of its master's term. */
  public boolean hasBegun() {
    return epoch != UNKNOWN;
  }

  /** Whether the stream is of that term, or has not heard of any yet. */
  public boolean isOf(long masterEpoch) {
    return epoch == UNKNOWN || epoch == masterEpoch;
  }
}
