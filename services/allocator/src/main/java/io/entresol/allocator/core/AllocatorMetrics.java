package io.entresol.allocator.core;

/**
 * What the allocator counts. Offers proposed = accepted + refused + those without an answer yet.
 */
public interface AllocatorMetrics {
  /** Counts nothing. */
  AllocatorMetrics NONE = new AllocatorMetrics() {};

  /**
   * A run has ended.
   *
   * @param agents how many it looked at
   * @param offers how many it proposes
   */
  default void ran(int agents, int offers) {}

  /** The master has answered a batch. */
  default void answered(int accepted, int refused) {}

  /** A batch had no answer in time. */
  default void unanswered() {}

  /** Everything is asked for anew. */
  default void snapshotRequested() {}

  /** An event made no sense; it is left out. */
  default void eventIgnored() {}
}
