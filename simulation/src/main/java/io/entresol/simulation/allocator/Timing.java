package io.entresol.simulation.allocator;

import java.util.Arrays;
import java.util.List;

/** Several measurements of the same thing. */
final class Timing {
  private final long[] nanos;

  private Timing(long[] nanos) {
    this.nanos = nanos;
    Arrays.sort(nanos);
  }

  static Timing of(List<Long> nanos) {
    return new Timing(nanos.stream().mapToLong(Long::longValue).toArray());
  }

  /** Something that is done again and again, and says how long what is measured of it took. */
  interface Round {
    long nanos();
  }

  /** The first rounds are for the compiler, and do not count. */
  static Timing of(int warmUp, int rounds, Round round) {
    for (int i = 0; i < warmUp; i++) {
      round.nanos();
    }
    long[] nanos = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      nanos[i] = round.nanos();
    }
    return new Timing(nanos);
  }

  double medianMs() {
    return nanos[nanos.length / 2] / 1e6;
  }

  double bestMs() {
    return nanos[0] / 1e6;
  }
}
