package io.entresol.allocator.core.fair;

import io.entresol.allocator.core.amount.ScalarKinds;

/**
 * Weighted max-min fairness over one resource, CPUs: whoever holds least of it for its weight. For
 * clusters whose other resources are never short. Equals are ordered as with DRF.
 */
public final class WeightedMaxMin implements SharePolicy {
  @Override
  public String name() {
    return "max-min";
  }

  @Override
  public double rank(Claim claim, Capacity capacity) {
    return claim.heldMilli(ScalarKinds.CPUS) / claim.weight();
  }

  @Override
  public double tieBreak(Claim claim, Capacity capacity) {
    return capacity.dominantShare(claim) / claim.weight();
  }
}
