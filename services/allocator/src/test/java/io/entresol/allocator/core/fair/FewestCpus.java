package io.entresol.allocator.core.fair;

import io.entresol.allocator.core.amount.ScalarKinds;

/** A policy from the class path: whoever holds the fewest CPUs, whatever its weight. */
public final class FewestCpus implements SharePolicy {
  @Override
  public String name() {
    return "fewest-cpus";
  }

  @Override
  public double rank(Claim claim, Capacity capacity) {
    return claim.heldMilli(ScalarKinds.CPUS);
  }
}
