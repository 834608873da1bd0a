package io.entresol.master.core.book;

import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.Unavailability;

/** A request to leave an agent that waits for its framework's answer. */
public record OutstandingInverseOffer(
    OfferID id, Framework framework, Agent agent, Unavailability unavailability) {
  @Override
  public boolean equals(Object other) {
    return other instanceof OutstandingInverseOffer offer && id.equals(offer.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id.getValue();
  }
}
