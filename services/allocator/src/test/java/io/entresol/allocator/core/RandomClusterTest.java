package io.entresol.allocator.core;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class RandomClusterTest {
  @Property(tries = 300)
  void nothingIsOfferedTwiceLostOrMissed(@ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    RandomCluster cluster = new RandomCluster(seed);
    for (int step = 0; step < 120; step++) {
      cluster.step();
    }
  }
}
