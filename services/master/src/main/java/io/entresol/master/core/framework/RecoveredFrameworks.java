package io.entresol.master.core.framework;

import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.notice.OperatorNotes;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.FrameworkInfo;

/** Frameworks of an earlier master's term, known by their id before they subscribe here. */
public final class RecoveredFrameworks {
  private final Books books;
  private final OperatorNotes operators;
  private final AllocatorNotes allocator;

  public RecoveredFrameworks(Books books, Notes notes) {
    this.books = books;
    this.operators = notes.operators();
    this.allocator = notes.allocator();
  }

  /** A framework that nobody listens for; it lives until someone does or an operator ends it. */
  public Framework add(Turn turn, FrameworkInfo info) {
    Framework framework = prepare(info);
    announce(turn, framework);
    return framework;
  }

  /** The same, before anyone is told of it. */
  public Framework prepare(FrameworkInfo info) {
    Framework framework = new Framework(info);
    framework.setRecovered();
    return framework;
  }

  public void announce(Turn turn, Framework framework) {
    books.frameworks().add(framework);
    allocator.frameworkAdded(turn, framework);
    operators.frameworkAdded(turn, framework);
  }
}
