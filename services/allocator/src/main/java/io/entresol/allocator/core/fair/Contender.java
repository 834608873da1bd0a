package io.entresol.allocator.core.fair;

import io.entresol.allocator.core.amount.Quantities;
import io.entresol.allocator.core.amount.ScalarKinds;

/**
 * One of those who compete for resources: a role's subtree, the frameworks directly in a role, or a
 * framework in a role. Holds what it has, and stands in at most one {@link Ranking}.
 */
public abstract class Contender implements Claim {
  private final String name;
  private long[] held = new long[ScalarKinds.GPUS + 1];
  private double weight = 1;
  private long timesServed;

  private Ranking ranking;
  // As of when it was ranked; what it holds may have changed since.
  private double rank;
  private double tieBreak;
  private long timesServedWhenRanked;

  /**
   * @param name unique among those that it competes with; the last resort of the order
   */
  protected Contender(String name) {
    this.name = name;
  }

  public final String name() {
    return name;
  }

  @Override
  public final double weight() {
    return weight;
  }

  /** Takes effect when it is ranked again. */
  public final void setWeight(double weight) {
    this.weight = weight;
  }

  @Override
  public final long heldMilli(int kind) {
    return Quantities.at(held, kind);
  }

  /** What it holds by kind, in thousandths; not to be written to. */
  public final long[] held() {
    return held;
  }

  public final void gain(long[] milli) {
    held = Quantities.add(held, milli);
  }

  public final void lose(long[] milli) {
    held = Quantities.subtract(held, milli);
  }

  public final void served() {
    timesServed++;
  }

  /** Whether it stands in a ranking: whether it competes at all. */
  public final boolean isRanked() {
    return ranking != null;
  }

  /** Finds its place again after a change of what it holds. */
  public final void rankAgain() {
    if (ranking != null) {
      ranking.moved(this);
    }
  }

  final void standIn(Ranking newRanking) {
    ranking = newRanking;
  }

  final void measure(SharePolicy policy, Capacity capacity) {
    rank = orderly(policy.rank(this, capacity));
    tieBreak = orderly(policy.tieBreak(this, capacity));
    timesServedWhenRanked = timesServed;
  }

  /** What is no number comes last, so that any policy makes an order. */
  private static double orderly(double rank) {
    return Double.isNaN(rank) ? Double.POSITIVE_INFINITY : rank;
  }

  final double rank() {
    return rank;
  }

  /** Before (negative) or after (positive) another of the same ranking; 0 only for itself. */
  public final int compareRank(Contender other) {
    if (rank != other.rank) {
      return rank < other.rank ? -1 : 1;
    }
    if (tieBreak != other.tieBreak) {
      return tieBreak < other.tieBreak ? -1 : 1;
    }
    int order = Long.compare(timesServedWhenRanked, other.timesServedWhenRanked);
    return order == 0 ? name.compareTo(other.name) : order;
  }
}
