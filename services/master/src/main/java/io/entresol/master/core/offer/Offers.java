package io.entresol.master.core.offer;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Due;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.OutstandingInverseOffer;
import io.entresol.master.core.book.OutstandingOffer;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.notice.FrameworkNotes;
import io.entresol.master.core.turn.Turn;
import io.entresol.mesos.v1.Unavailability;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which offers and inverse offers are outstanding: the only writer of both. */
public final class Offers {
  private final Books books;
  private final AllocatorNotes allocator;

  public Offers(Books books, AllocatorNotes allocator) {
    this.books = books;
    this.allocator = allocator;
  }

  /** Makes an offer of resources that are available, allocated to the role. */
  public OutstandingOffer make(
      Turn turn, Framework framework, Agent agent, String role, Resources resources) {
    OutstandingOffer offer =
        new OutstandingOffer(books.ids().nextOffer(), framework, agent, role, resources);
    books.offers().add(offer);
    turn.touch(agent);
    books
        .config()
        .offerTimeout()
        .ifPresent(
            timeout ->
                books
                    .deadlines()
                    .set(new Due.OfferTimeout(offer.id().getValue()), turn.now().plus(timeout)));
    return offer;
  }

  /** Takes an offer back, and says so. */
  public void rescind(Turn turn, OutstandingOffer offer, Optional<Duration> filter) {
    offer.framework().counters().offerRescinded();
    FrameworkNotes.rescind(turn, offer.framework(), offer.id());
    discard(turn, offer, filter);
  }

  public void rescind(Turn turn, OutstandingOffer offer) {
    rescind(turn, offer, Optional.empty());
  }

  /** Takes an offer back without a word. */
  public void discard(Turn turn, OutstandingOffer offer, Optional<Duration> filter) {
    take(turn, offer);
    allocator.recovered(turn, offer.framework(), offer.agent(), offer.resources(), filter);
  }

  /** The offer is no more; its resources are available, while the allocator counts them as held. */
  public void take(Turn turn, OutstandingOffer offer) {
    books.offers().remove(offer);
    books.deadlines().cancel(new Due.OfferTimeout(offer.id().getValue()));
    turn.touch(offer.agent());
  }

  public void rescindAllOn(Turn turn, Agent agent) {
    List.copyOf(agent.offers()).forEach(offer -> rescind(turn, offer));
    List.copyOf(agent.inverseOffers()).forEach(offer -> rescind(turn, offer));
  }

  /** Nobody listens, or someone else does: a framework's offers go without a word. */
  public void discardAllOf(Turn turn, Framework framework) {
    List.copyOf(framework.offers()).forEach(offer -> discard(turn, offer, Optional.empty()));
    List.copyOf(framework.inverseOffers()).forEach(this::remove);
  }

  public OutstandingInverseOffer makeInverse(
      Turn turn, Framework framework, Agent agent, Unavailability unavailability) {
    OutstandingInverseOffer offer =
        new OutstandingInverseOffer(books.ids().nextOffer(), framework, agent, unavailability);
    books.offers().add(offer);
    books
        .config()
        .offerTimeout()
        .ifPresent(
            timeout ->
                books
                    .deadlines()
                    .set(
                        new Due.InverseOfferTimeout(offer.id().getValue()),
                        turn.now().plus(timeout)));
    return offer;
  }

  /** Takes an inverse offer back, and says so. */
  public void rescind(Turn turn, OutstandingInverseOffer offer) {
    FrameworkNotes.rescindInverse(turn, offer.framework(), offer.id());
    remove(offer);
  }

  /** The inverse offer is no more. */
  public void remove(OutstandingInverseOffer offer) {
    books.offers().remove(offer);
    books.deadlines().cancel(new Due.InverseOfferTimeout(offer.id().getValue()));
  }

  /** An offer has lain unanswered for too long. */
  public void timeOut(Turn turn, Due.OfferTimeout due) {
    OutstandingOffer offer = books.offers().get(due.offerId());
    if (offer != null) {
      rescind(turn, offer);
    }
  }

  /** An inverse offer has lain unanswered for too long. */
  public void timeOut(Turn turn, Due.InverseOfferTimeout due) {
    OutstandingInverseOffer offer = books.offers().getInverse(due.inverseOfferId());
    if (offer != null) {
      rescind(turn, offer);
    }
  }
}
