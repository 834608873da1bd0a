package io.entresol.marathon.core.match;

import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.marathon.core.instance.Placement;
import io.entresol.mesos.v1.Offer;
import io.entresol.proto.ProtoResources;

/** An offer, and what is left of it while instances are fitted into it. Used by one thread. */
public final class OpenOffer {
  private final Offer offer;
  private final Placement placement;
  private final boolean hasGpus;
  private Resources left;

  public OpenOffer(Offer offer) {
    this.offer = offer;
    this.placement = Placement.of(offer);
    this.left =
        ProtoResources.fromProto(offer.getResourcesList()).filter(OpenOffer::isForOrdinaryTasks);
    this.hasGpus = left.scalarMilli("gpus") > 0;
  }

  public Offer offer() {
    return offer;
  }

  /** Where a task on this offer would run. */
  public Placement placement() {
    return placement;
  }

  /** The role that the offer was made to. */
  public String role() {
    return offer.hasAllocationInfo() && offer.getAllocationInfo().hasRole()
        ? offer.getAllocationInfo().getRole()
        : ResourceKey.UNRESERVED_ROLE;
  }

  /** What can still be used: neither volumes nor anything that may be taken back at any time. */
  public Resources left() {
    return left;
  }

  /** Whether GPUs were offered, taken since or not. */
  public boolean hasGpus() {
    return hasGpus;
  }

  public void take(Resources taken) {
    left = left.minus(taken);
  }

  private static boolean isForOrdinaryTasks(ResourceKey key) {
    return !key.revocable() && !key.shared() && key.disk().isEmpty();
  }
}
