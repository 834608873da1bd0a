package io.entresol.allocator.core.fair;

/**
 * Whoever holds the smallest part of what it holds most of (Ghodsi et al., NSDI 2011), divided by
 * its weight.
 */
public final class DominantResourceFairness implements SharePolicy {
  @Override
  public String name() {
    return "drf";
  }

  @Override
  public double rank(Claim claim, Capacity capacity) {
    double weight = claim.weight();
    double share = 0;
    for (int kind = 0; kind < capacity.kinds(); kind++) {
      long held = claim.heldMilli(kind);
      if (held > 0 && capacity.counts(kind)) {
        // One division of exact numbers, so that equal shares of different weights are equal.
        share = Math.max(share, held / (capacity.totalMilli(kind) * weight));
      }
    }
    return share;
  }
}
