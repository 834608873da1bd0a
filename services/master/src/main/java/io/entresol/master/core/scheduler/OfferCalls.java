package io.entresol.master.core.scheduler;

import io.entresol.master.core.book.Books;
import io.entresol.master.core.book.Framework;
import io.entresol.master.core.book.OutstandingInverseOffer;
import io.entresol.master.core.book.OutstandingOffer;
import io.entresol.master.core.book.Tally;
import io.entresol.master.core.notice.AllocatorNotes;
import io.entresol.master.core.offer.Offers;
import io.entresol.master.core.offer.RefusalTimes;
import io.entresol.master.core.state.Portraits;
import io.entresol.master.core.turn.Turn;
import io.entresol.master.core.validation.RoleRules;
import io.entresol.mesos.v1.Filters;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.allocator.InverseOfferStatus;
import io.entresol.mesos.v1.scheduler.Call;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What frameworks say about offers, but for accepting them. */
final class OfferCalls {
  private final Books books;
  private final Offers offers;
  private final AllocatorNotes allocator;

  OfferCalls(Books books, Offers offers, AllocatorNotes allocator) {
    this.books = books;
    this.offers = offers;
    this.allocator = allocator;
  }

  void decline(Turn turn, Framework framework, Call.Decline call) {
    books.tallies().count(Tally.MESSAGES_DECLINE_OFFERS);
    Optional<Duration> refused = RefusalTimes.of(call.getFilters());
    int declined = 0;
    for (OfferID id : call.getOfferIdsList()) {
      OutstandingOffer offer = books.offers().get(id.getValue());
      if (offer != null && offer.framework() == framework) {
        offers.discard(turn, offer, refused);
        declined++;
      }
    }
    framework.counters().offersDeclined(declined);
  }

  void revive(Turn turn, Framework framework, Call.Revive call) {
    books.tallies().count(Tally.MESSAGES_REVIVE_OFFERS);
    meant(framework, call.getRolesList())
        .ifPresent(
            roles -> {
              Set<String> suppressed = new LinkedHashSet<>(framework.suppressedRoles());
              suppressed.removeAll(roles);
              framework.setSuppressedRoles(suppressed);
              allocator.revived(turn, framework, roles);
            });
  }

  void suppress(Turn turn, Framework framework, Call.Suppress call) {
    books.tallies().count(Tally.MESSAGES_SUPPRESS_OFFERS);
    meant(framework, call.getRolesList())
        .ifPresent(
            roles -> {
              Set<String> suppressed = new LinkedHashSet<>(framework.suppressedRoles());
              suppressed.addAll(roles);
              framework.setSuppressedRoles(suppressed);
              allocator.suppressed(turn, framework, roles);
            });
  }

  /** The roles that are named, or all if none is; empty if one of them is not the framework's. */
  private Optional<Set<String>> meant(Framework framework, List<String> named) {
    if (RoleRules.checkSubscribed(named, framework.roles()).isPresent()) {
      books.tallies().count(Tally.DROPPED_MESSAGES);
      return Optional.empty();
    }
    return Optional.of(named.isEmpty() ? framework.roles() : new LinkedHashSet<>(named));
  }

  void answerInverse(
      Turn turn, Framework framework, List<OfferID> ids, boolean accepted, Filters filters) {
    for (OfferID id : ids) {
      OutstandingInverseOffer offer = books.offers().getInverse(id.getValue());
      if (offer == null || offer.framework() != framework) {
        continue;
      }
      InverseOfferStatus.Status answer =
          accepted ? InverseOfferStatus.Status.ACCEPT : InverseOfferStatus.Status.DECLINE;
      books
          .machines()
          .answers()
          .computeIfAbsent(offer.agent().id(), agent -> new HashMap<>())
          .put(
              framework.id(),
              InverseOfferStatus.newBuilder()
                  .setStatus(answer)
                  .setFrameworkId(framework.protoId())
                  .setTimestamp(Portraits.time(turn.now()))
                  .build());
      allocator.inverseOfferAnswered(
          turn, framework, offer.agent(), accepted, RefusalTimes.of(filters));
      offers.remove(offer);
    }
  }
}
