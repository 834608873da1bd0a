package io.entresol.master.core.book;

import java.util.HashMap;
import java.util.Map;

/** All outstanding offers and inverse offers. */
public final class OfferBook {
  private final Map<String, OutstandingOffer> offers = new HashMap<>();
  private final Map<String, OutstandingInverseOffer> inverseOffers = new HashMap<>();

  /** The offer, or null if it is not outstanding. */
  public OutstandingOffer get(String offerId) {
    return offers.get(offerId);
  }

  /** The inverse offer, or null if it is not outstanding. */
  public OutstandingInverseOffer getInverse(String inverseOfferId) {
    return inverseOffers.get(inverseOfferId);
  }

  public int size() {
    return offers.size();
  }

  public void add(OutstandingOffer offer) {
    offers.put(offer.id().getValue(), offer);
    offer.framework().offers().add(offer);
    offer.agent().offers().add(offer);
    offer.agent().account().offer(offer.resources());
  }

  /** Its resources are available again. */
  public void remove(OutstandingOffer offer) {
    offers.remove(offer.id().getValue());
    offer.framework().offers().remove(offer);
    offer.agent().offers().remove(offer);
    offer.agent().account().withdraw(offer.resources());
  }

  public void add(OutstandingInverseOffer offer) {
    inverseOffers.put(offer.id().getValue(), offer);
    offer.framework().inverseOffers().add(offer);
    offer.agent().inverseOffers().add(offer);
  }

  public void remove(OutstandingInverseOffer offer) {
    inverseOffers.remove(offer.id().getValue());
    offer.framework().inverseOffers().remove(offer);
    offer.agent().inverseOffers().remove(offer);
  }
}
