package io.entresol.master.core.agent;

import io.entresol.master.core.book.Books;
import io.entresol.master.core.notice.Notes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.operation.Operations;
import io.entresol.master.core.task.Tasks;

/** Everything that is done with agents as a whole. */
public record AgentDesk(
    AgentDepartures departures, AgentWatch watch, Draining draining, Recovery recovery) {

  public static AgentDesk of(
      Books books, Notes notes, Tasks tasks, Offers offers, Operations operations) {
    AgentDepartures departures = new AgentDepartures(books, notes, tasks, offers, operations);
    return new AgentDesk(
        departures,
        new AgentWatch(books, departures),
        new Draining(books, departures),
        new Recovery(books, notes.allocator()));
  }
}
