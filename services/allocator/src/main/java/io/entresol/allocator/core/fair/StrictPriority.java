package io.entresol.allocator.core.fair;

/** The weight is a priority: the greatest is always served first; among equals, as with DRF. */
public final class StrictPriority implements SharePolicy {
  @Override
  public String name() {
    return "priority";
  }

  @Override
  public double rank(Claim claim, Capacity capacity) {
    return -claim.weight();
  }

  @Override
  public double tieBreak(Claim claim, Capacity capacity) {
    return capacity.dominantShare(claim);
  }
}
