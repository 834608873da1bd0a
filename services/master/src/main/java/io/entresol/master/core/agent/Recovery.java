package io.entresol.master.core.agent;

import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Due;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.turn.Turn;
import java.time.Duration;

/**
 * The first minutes of a new leader, while agents of the registry come back. Guarantees could not
 * be kept with a part of the cluster: nothing is offered until most of it is there.
 */
public final class Recovery {
  private static final double ENOUGH = 0.8;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final Books books;
  private final AllocatorNotes allocator;
  private int expected;

  public Recovery(Books books, AllocatorNotes allocator) {
    this.books = books;
    this.allocator = allocator;
  }

  /** The registry has been read. */
  public void begin(Turn turn) {
    expected = books.agents().recovered().size();
    if (expected > 0) {
      books
          .deadlines()
          .set(
              new Due.RecoveredAgents(),
              turn.now().plus(books.config().agents().reregisterTimeout()));
    }
    if (expected > 0 && !books.roles().quotas().isEmpty()) {
      books.setAllocationPaused(true);
      books.deadlines().set(new Due.AllocationResumed(), turn.now().plus(LONGEST_PAUSE));
    }
  }

  /** An agent of the registry has come back. */
  void returned(Turn turn) {
    int missing = books.agents().recovered().size();
    if (missing == 0) {
      books.deadlines().cancel(new Due.RecoveredAgents());
    }
    if (expected - missing >= ENOUGH * expected) {
      resume(turn);
    }
  }

  /** Agents had their time. */
  public void resume(Turn turn) {
    if (books.isAllocationPaused()) {
      books.setAllocationPaused(false);
      books.deadlines().cancel(new Due.AllocationResumed());
      turn.toAllocator(allocator.paused());
    }
  }
}
