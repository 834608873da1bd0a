package io.entresol.marathon.core.health;

import io.entresol.domain.frame.Deadlines;
import io.entresol.marathon.core.effect.MarathonEffect;
import io.entresol.marathon.core.effect.ProbeId;
import io.entresol.marathon.core.effect.ProbeTarget;
import io.entresol.marathon.core.effect.Turn;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** When which check is made; not too many at a time. */
final class Probes {
  private static final int MAX_IN_FLIGHT = 256;

  private final Deadlines<ProbeId> due = new Deadlines<>();
  private final Set<ProbeId> inFlight = new HashSet<>();
  private final Set<ProbeId> waiting = new LinkedHashSet<>();

  void schedule(ProbeId id, Instant at) {
    due.set(id, at);
  }

  boolean isScheduled(ProbeId id) {
    return due.isSet(id) || waiting.contains(id) || inFlight.contains(id);
  }

  void cancel(ProbeId id) {
    due.cancel(id);
    waiting.remove(id);
    inFlight.remove(id);
  }

  /** Takes an answer in; false if nobody waits for it any more. */
  boolean answered(ProbeId id) {
    return inFlight.remove(id);
  }

  Optional<Instant> nextDeadline() {
    return due.next();
  }

  /**
   * Begins what is due, as far as the bound allows.
   *
   * @param target what to look at; empty drops the check
   */
  void pump(Function<ProbeId, Optional<ProbeTarget>> target, Turn turn) {
    waiting.addAll(due.takeDue(turn.now()));
    while (!waiting.isEmpty() && inFlight.size() < MAX_IN_FLIGHT) {
      ProbeId next = waiting.iterator().next();
      waiting.remove(next);
      target
          .apply(next)
          .ifPresent(
              at -> {
                inFlight.add(next);
                turn.effect(new MarathonEffect.Probe(next, at));
              });
    }
  }
}
