package io.entresol.master.core.book;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.OfferID;

/**
 * An offer that waits for its framework's answer.
 *
 * @param resources allocated to the role
 */
public record OutstandingOffer(
    OfferID id, Framework framework, Agent agent, String role, Resources resources) {
  @Override
  public boolean equals(Object other) {
    return other instanceof OutstandingOffer offer && id.equals(offer.id);
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
