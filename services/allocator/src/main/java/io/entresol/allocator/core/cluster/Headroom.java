package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.amount.Quantities;
import io.entresol.allocator.core.amount.ScalarKinds;

/**
 * What must be kept free so that every guarantee can be met later, against what is free: unreserved
 * scalars that are not revocable, on active agents.
 */
public final class Headroom {
  private long[] required = new long[ScalarKinds.GPUS + 1];
  private long[] available = new long[ScalarKinds.GPUS + 1];

  void require(int kind, long more) {
    required = Quantities.with(required, kind, Quantities.at(required, kind) + more);
  }

  void add(long[] milli) {
    available = Quantities.add(available, milli);
  }

  void subtract(long[] milli) {
    available = Quantities.subtract(available, milli);
  }

  public long requiredMilli(int kind) {
    return Quantities.at(required, kind);
  }

  public long availableMilli(int kind) {
    return Quantities.at(available, kind);
  }

  /** Whether any guarantee is not yet met. */
  public boolean isRequired() {
    return Quantities.hasPositive(required);
  }

  /** What may be given to those whose guarantees are met, or who have none; never negative. */
  public long surplusMilli(int kind) {
    return Math.max(0, availableMilli(kind) - requiredMilli(kind));
  }

  /** The surplus of every kind. */
  public long[] surplus() {
    long[] surplus = new long[available.length];
    for (int kind = 0; kind < surplus.length; kind++) {
      surplus[kind] = surplusMilli(kind);
    }
    return surplus;
  }
}
