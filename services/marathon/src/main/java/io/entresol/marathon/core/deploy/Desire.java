package io.entresol.marathon.core.deploy;

import io.entresol.marathon.core.app.AppSpec;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What is wanted of one app at this moment, as its definition and its deployment have it. */
public sealed interface Desire {
  /**
   * So many instances, of whichever configuration; new ones of this.
   *
   * @param killFirst tasks that go in any case
   * @param mustWork whether it is reached only once all of them work
   */
  record Hold(AppSpec spec, Set<String> killFirst, boolean mustWork) implements Desire {}

  /**
   * As many instances as the spec says, all of its configuration.
   *
   * @param since instances provisioned before count as old, whatever their configuration; empty if
   *     only the configuration counts
   */
  record Replace(AppSpec spec, Optional<Instant> since) implements Desire {}

  /** No instances. */
  record None() implements Desire {}
}
