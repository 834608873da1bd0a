package io.entresol.gateway.core.stream;

import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The offers that a framework has been made and has not answered yet, as far as its calls came this
 * way. Bounded: of too many the oldest are forgotten, and then not rescinded.
 */
final class OpenOffers {
  static final int MAX_OFFERS = 100_000;

  private final Set<OfferID> offers = new LinkedHashSet<>();
  private final Set<OfferID> inverseOffers = new LinkedHashSet<>();

  /** Takes in an event on its way to the framework. */
  void sent(Event event) {
    switch (event.getType()) {
      case OFFERS -> event.getOffers().getOffersList().forEach(each -> add(offers, each.getId()));
      case INVERSE_OFFERS ->
          event
              .getInverseOffers()
              .getInverseOffersList()
              .forEach(each -> add(inverseOffers, each.getId()));
      case RESCIND -> offers.remove(event.getRescind().getOfferId());
      case RESCIND_INVERSE_OFFER ->
          inverseOffers.remove(event.getRescindInverseOffer().getInverseOfferId());
      default -> {
        // Says nothing of offers.
      }
    }
  }

  private static void add(Set<OfferID> ids, OfferID id) {
    ids.add(id);
    if (ids.size() > MAX_OFFERS) {
      ids.remove(ids.iterator().next());
    }
  }

  /** Takes in a call that the master has accepted. */
  void said(Call call) {
    switch (call.getType()) {
      case ACCEPT -> call.getAccept().getOfferIdsList().forEach(offers::remove);
      case DECLINE -> call.getDecline().getOfferIdsList().forEach(offers::remove);
      case ACCEPT_INVERSE_OFFERS ->
          call.getAcceptInverseOffers().getInverseOfferIdsList().forEach(inverseOffers::remove);
      case DECLINE_INVERSE_OFFERS ->
          call.getDeclineInverseOffers().getInverseOfferIdsList().forEach(inverseOffers::remove);
      default -> {
        // Says nothing of offers.
      }
    }
  }

  /** Takes all of them back. */
  List<Event> rescindAll() {
    List<Event> events = new ArrayList<>(offers.size() + inverseOffers.size());
    for (OfferID id : offers) {
      events.add(
          Event.newBuilder()
              .setType(Event.Type.RESCIND)
              .setRescind(Event.Rescind.newBuilder().setOfferId(id))
              .build());
    }
    for (OfferID id : inverseOffers) {
      events.add(
          Event.newBuilder()
              .setType(Event.Type.RESCIND_INVERSE_OFFER)
              .setRescindInverseOffer(Event.RescindInverseOffer.newBuilder().setInverseOfferId(id))
              .build());
    }
    offers.clear();
    inverseOffers.clear();
    return events;
  }
}
