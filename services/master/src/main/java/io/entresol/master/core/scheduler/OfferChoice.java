package io.entresol.master.core.scheduler;

import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.OutstandingOffer;
import io.entresol.mesos.v1.OfferID;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which offers a framework may accept together: its own, of one agent, and of one role. */
final class OfferChoice {
  private final Books books;

  OfferChoice(Books books) {
    this.books = books;
  }

  /** Why not these, or empty if they can be accepted. */
  Optional<String> check(Framework framework, List<OfferID> ids) {
    if (ids.isEmpty()) {
      return Optional.of("No offers specified");
    }
    Set<OfferID> seen = new HashSet<>();
    for (OfferID id : ids) {
      if (!seen.add(id)) {
        return Optional.of("Duplicate offer " + id.getValue() + " in offer list");
      }
    }
    List<OutstandingOffer> offers = new ArrayList<>();
    for (OfferID id : ids) {
      OutstandingOffer offer = books.offers().get(id.getValue());
      if (offer == null) {
        return Optional.of("Offer " + id.getValue() + " is no longer valid");
      }
      offers.add(offer);
    }
    return checkTogether(framework, offers);
  }

  private static Optional<String> checkTogether(
      Framework framework, List<OutstandingOffer> offers) {
    for (OutstandingOffer offer : offers) {
      if (offer.framework() != framework) {
        return Optional.of(
            name(offer)
                + " has invalid framework "
                + offer.framework().id()
                + " while framework "
                + framework.id()
                + " is expected");
      }
    }
    OutstandingOffer first = offers.get(0);
    for (OutstandingOffer offer : offers) {
      if (!offer.role().equals(first.role())) {
        return Optional.of(
            "Aggregated offers must be allocated to the same role. "
                + name(offer)
                + (" uses role '" + offer.role() + "' and role '" + first.role() + "'"));
      }
    }
    for (OutstandingOffer offer : offers) {
      if (offer.agent() != first.agent()) {
        return Optional.of(
            "Aggregated offers must belong to one single agent. "
                + name(offer)
                + (" uses agent " + offer.agent().id() + " and agent " + first.agent().id()));
      }
    }
    return Optional.empty();
  }

  private static String name(OutstandingOffer offer) {
    return "Offer " + offer.id().getValue();
  }
}
