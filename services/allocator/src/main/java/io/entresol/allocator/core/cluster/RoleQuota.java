package io.entresol.allocator.core.cluster;

import io.entresol.allocator.core.amount.Quantities;
import io.entresol.allocator.core.amount.ScalarKinds;

/**
 * A top-level role's guarantee and limit, and what its subtree consumes of them: all that is
 * reserved to it, used or not, and what it holds of the unreserved, the revocable left out.
 */
public final class RoleQuota {
  /** The limit of a kind that has none. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private long[] guarantees = Quantities.NONE;
  private long[] limits = Quantities.NONE;
  private long[] reserved = Quantities.NONE;
  private long[] unreserved = Quantities.NONE;

  // The guarantees less what is consumed, as it stands in the headroom's sum.
  private long[] unsatisfied = Quantities.NONE;
  private boolean owed;
  private boolean exhausted;
  // Whether a client was refused something for the sake of the limit since anything was freed.
  private boolean heldBack;

  public boolean isDefault() {
    return guarantees.length == 0 && limits.length == 0;
  }

  /** Whether there is anything to remember of it. */
  boolean isInUse() {
    return !isDefault() || !Quantities.isZero(reserved) || !Quantities.isZero(unreserved);
  }

  public boolean hasGuarantee() {
    return guarantees.length > 0;
  }

  public boolean hasLimit() {
    return limits.length > 0;
  }

  public long guaranteeMilli(int kind) {
    return Quantities.at(guarantees, kind);
  }

  /** {@link #UNLIMITED} if there is none. */
  public long limitMilli(int kind) {
    return kind < limits.length ? limits[kind] : UNLIMITED;
  }

  public long consumedMilli(int kind) {
    return Quantities.at(reserved, kind) + Quantities.at(unreserved, kind);
  }

  /** What the role may still get of a kind; never negative. */
  public long leftMilli(int kind) {
    long limit = limitMilli(kind);
    return limit == UNLIMITED ? UNLIMITED : Math.max(0, limit - consumedMilli(kind));
  }

  /** What is missing to the guarantee of a kind. */
  public long unsatisfiedMilli(int kind) {
    return Quantities.at(unsatisfied, kind);
  }

  /** Whether its guarantee is not yet met, in any kind. */
  public boolean isOwed() {
    return owed;
  }

  /** Whether its limit leaves it neither CPUs nor memory nor disk. */
  public boolean isExhausted() {
    return exhausted;
  }

  void set(long[] newGuarantees, long[] newLimits) {
    guarantees = newGuarantees;
    limits = newLimits;
  }

  void addReserved(long[] milli) {
    reserved = Quantities.add(reserved, milli);
  }

  void subtractReserved(long[] milli) {
    reserved = Quantities.subtract(reserved, milli);
  }

  void addUnreserved(long[] milli) {
    unreserved = Quantities.add(unreserved, milli);
  }

  void subtractUnreserved(long[] milli) {
    unreserved = Quantities.subtract(unreserved, milli);
  }

  public boolean isHeldBack() {
    return heldBack;
  }

  public void setHeldBack(boolean heldBack) {
    this.heldBack = heldBack;
  }

  /** Works out anew what is missing, and changes the sum of all by the difference. */
  void update(Headroom headroom) {
    exhausted =
        limits.length > 0
            && leftMilli(ScalarKinds.CPUS) == 0
            && leftMilli(ScalarKinds.MEM) == 0
            && leftMilli(ScalarKinds.DISK) == 0;
    if (guarantees.length == 0 && unsatisfied.length == 0) {
      return;
    }
    if (unsatisfied.length < guarantees.length) {
      unsatisfied = Quantities.add(new long[guarantees.length], unsatisfied);
    }
    boolean owedNow = false;
    for (int kind = 0; kind < unsatisfied.length; kind++) {
      long missing = Math.max(0, guaranteeMilli(kind) - consumedMilli(kind));
      if (missing != unsatisfied[kind]) {
        headroom.require(kind, missing - unsatisfied[kind]);
        unsatisfied[kind] = missing;
      }
      owedNow |= missing > 0;
    }
    owed = owedNow;
  }
}
