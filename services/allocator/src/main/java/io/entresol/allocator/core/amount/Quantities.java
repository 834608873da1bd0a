package io.entresol.allocator.core.amount;

import java.util.Arrays;

/**
 * Arithmetic on vectors of thousandths by kind. Vectors may differ in length: what is beyond the
 * end is zero.
 */
public final class Quantities {
  /** Nothing of anything. Never written to: {@link #add} makes a longer one where it must. */
  public static final long[] NONE = {};

  private Quantities() {}

  public static long at(long[] vector, int kind) {
    return kind < vector.length ? vector[kind] : 0;
  }

  /** Adds in place and returns the sum: the target itself, or a longer copy if it was too short. */
  public static long[] add(long[] target, long[] more) {
    long[] sum = target;
    if (sum.length < more.length) {
      sum = Arrays.copyOf(target, more.length);
    }
    for (int kind = 0; kind < more.length; kind++) {
      sum[kind] += more[kind];
    }
    return sum;
  }

  /** Subtracts in place, below zero where need be; the result as with {@link #add}. */
  public static long[] subtract(long[] target, long[] less) {
    long[] rest = target;
    if (rest.length < less.length) {
      rest = Arrays.copyOf(target, less.length);
    }
    for (int kind = 0; kind < less.length; kind++) {
      rest[kind] -= less[kind];
    }
    return rest;
  }

  /** The target with one kind set, or a longer copy of it. */
  public static long[] with(long[] target, int kind, long milli) {
    long[] changed = kind < target.length ? target : Arrays.copyOf(target, Math.max(4, kind + 1));
    changed[kind] = milli;
    return changed;
  }

  /** Whether no kind has more in the part than in the whole. */
  public static boolean isWithin(long[] part, long[] whole) {
    for (int kind = 0; kind < part.length; kind++) {
      if (part[kind] > at(whole, kind)) {
        return false;
      }
    }
    return true;
  }

  public static boolean isZero(long[] vector) {
    for (long milli : vector) {
      if (milli != 0) {
        return false;
      }
    }
    return true;
  }

  public static boolean hasPositive(long[] vector) {
    for (long milli : vector) {
      if (milli > 0) {
        return true;
      }
    }
    return false;
  }

  public static boolean areEqual(long[] one, long[] other) {
    int length = Math.max(one.length, other.length);
    for (int kind = 0; kind < length; kind++) {
      if (at(one, kind) != at(other, kind)) {
        return false;
      }
    }
    return true;
  }

  /** The same for equal vectors, whatever their length. */
  static int hash(long[] vector) {
    int hash = 1;
    for (int kind = 0; kind < vector.length; kind++) {
      if (vector[kind] != 0) {
        hash = hash * 31 + kind;
        hash = hash * 31 + Long.hashCode(vector[kind]);
      }
    }
    return hash;
  }
}
