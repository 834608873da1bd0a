package io.entresol.allocator.core;

import java.util.Collections;
import java.util.List;

/** Puts a list into an order that depends on the seed alone, so that every run can be replayed. */
final class Shuffle {
  private long state;

  Shuffle(long seed) {
    this.state = seed;
  }

  void shuffle(List<?> list) {
    for (int size = list.size(); size > 1; size--) {
      Collections.swap(list, size - 1, below(size));
    }
  }

  private int below(int bound) {
    // Bias is below 2^-32 times the bound: of no importance here.
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  /** SplitMix64 (Steele, Lea, Flood 2014). */
  private long next() {
    state += 0x9E3779B97F4A7C15L;
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
