package io.entresol.simulation.load;

import io.entresol.runtime.LeaderInfo;
import java.time.Duration;
import java.util.Optional;

/**
 * An allocator's death under load, as the frameworks see it. Used by several threads.
 *
 * <p>Offers that the dead one had proposed may still come; so the gap is up to the first offer that
 * comes after another one has been elected.
 */
final class Outage {
  private final long epochBefore;
  private volatile long killedNanos;
  private volatile long electedNanos;
  private volatile long offeredNanos;

  /**
   * Nothing has happened yet.
   *
   * @param epochBefore the term of the one that is to die
   */
  Outage(long epochBefore) {
    this.epochBefore = epochBefore;
  }

  void killed(long nowNanos) {
    killedNanos = nowNanos;
  }

  void leaderIs(Optional<LeaderInfo> leader, long nowNanos) {
    if (electedNanos == 0
        && leader.filter(info -> info.epoch().number() > epochBefore).isPresent()) {
      electedNanos = nowNanos;
    }
  }

  void offered(long nowNanos) {
    if (offeredNanos == 0 && electedNanos != 0) {
      offeredNanos = nowNanos;
    }
  }

  boolean isOver() {
    return offeredNanos != 0;
  }

  /** From the death until another one is known to lead. */
  Duration election() {
    return Duration.ofNanos(electedNanos - killedNanos);
  }

  /** From the death until the first offer of another one. */
  Duration gap() {
    return Duration.ofNanos(offeredNanos - killedNanos);
  }
}
