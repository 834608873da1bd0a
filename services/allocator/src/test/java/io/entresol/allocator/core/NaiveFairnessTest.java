package io.entresol.allocator.core;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class NaiveFairnessTest {
  @Property(tries = 1000)
  void everyOfferGoesToWhoeverIsNext(@ForAll @LongRange(min = 0, max = 1L << 40) long seed) {
    new NaiveReplay(seed).run();
  }
}
