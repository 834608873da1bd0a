package io.entresol.marathon.core.app;

import java.time.Duration;

/** What becomes of an instance whose agent is out of reach. */
public sealed interface UnreachableStrategy {
  UnreachableStrategy DEFAULT = new Replace(Duration.ZERO, Duration.ZERO);

  /**
   * It is replaced.
   *
   * @param inactiveAfter until a replacement starts
   * @param expungeAfter until it is forgotten; not less than {@code inactiveAfter}
   */
  record Replace(Duration inactiveAfter, Duration expungeAfter) implements UnreachableStrategy {}

  /** It is waited for, for ever. */
  record Disabled() implements UnreachableStrategy {}
}
