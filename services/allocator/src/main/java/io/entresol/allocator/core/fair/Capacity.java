package io.entresol.allocator.core.fair;

import io.entresol.allocator.core.amount.Quantities;
import io.entresol.allocator.core.amount.ScalarKinds;
import java.util.Set;

/** What the cluster has in all, by kind: the measure of every share. */
public final class Capacity {
  private final ScalarKinds kinds;
  private final Set<String> excluded;
  private long[] totals = new long[ScalarKinds.GPUS + 1];
  private boolean[] counted = {};
  private long generation = 1;

  /**
   * @param excluded names of resources that do not count towards fairness
   */
  public Capacity(ScalarKinds kinds, Set<String> excluded) {
    this.kinds = kinds;
    this.excluded = Set.copyOf(excluded);
  }

  public void add(long[] milli) {
    totals = Quantities.add(totals, milli);
    generation++;
  }

  public void subtract(long[] milli) {
    totals = Quantities.subtract(totals, milli);
    generation++;
  }

  /** Says that shares may be others than they were, for another reason than the totals. */
  public void sharesChanged() {
    generation++;
  }

  /** How many kinds there are. */
  public int kinds() {
    return totals.length;
  }

  public String name(int kind) {
    return kinds.name(kind);
  }

  /** In thousandths, over all agents. */
  public long totalMilli(int kind) {
    return Quantities.at(totals, kind);
  }

  /** Whether there is any of that kind, and it counts towards fairness. */
  public boolean counts(int kind) {
    if (kind >= counted.length) {
      listCounted();
    }
    return counted[kind] && totals[kind] > 0;
  }

  private void listCounted() {
    counted = new boolean[totals.length];
    for (int kind = 0; kind < counted.length; kind++) {
      counted[kind] = kind < kinds.count() && !excluded.contains(kinds.name(kind));
    }
  }

  /** Another number whenever the order of anybody may have changed through no change of its own. */
  long generation() {
    return generation;
  }

  /** The largest part of any counted kind that the claim holds, from 0 to 1; its weight aside. */
  public double dominantShare(Claim claim) {
    double share = 0;
    for (int kind = 0; kind < totals.length; kind++) {
      long held = claim.heldMilli(kind);
      if (held > 0 && counts(kind)) {
        share = Math.max(share, (double) held / totals[kind]);
      }
    }
    return share;
  }
}
