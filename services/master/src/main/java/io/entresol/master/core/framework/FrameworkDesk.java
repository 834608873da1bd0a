package io.entresol.master.core.framework;

import io.entresol.master.core.book.Books;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.task.Tasks;

/** Everything that is done with frameworks as a whole. */
public record FrameworkDesk(
    FrameworkTerms terms,
    RecoveredFrameworks recovered,
    Subscriptions subscriptions,
    FrameworkUpdates updates,
    FrameworkDepartures departures) {

  public static FrameworkDesk of(Books books, Notes notes, Tasks tasks, Offers offers) {
    FrameworkTerms terms = new FrameworkTerms(books);
    RecoveredFrameworks recovered = new RecoveredFrameworks(books, notes);
    return new FrameworkDesk(
        terms,
        recovered,
        new Subscriptions(books, terms, recovered, offers, notes),
        new FrameworkUpdates(terms, offers, notes),
        new FrameworkDepartures(books, terms, tasks, offers, notes));
  }
}
