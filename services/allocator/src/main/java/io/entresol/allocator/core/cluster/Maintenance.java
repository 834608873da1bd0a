package io.entresol.allocator.core.cluster;

import io.entresol.mesos.v1.Unavailability;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A planned unavailability of an agent, and who was asked to give the agent back for it. */
public final class Maintenance {
  private final Unavailability unavailability;
  private final Set<Framework> asked = new HashSet<>();
  private final Map<Framework, Long> quietUntilMs = new HashMap<>();

  public Maintenance(Unavailability unavailability) {
    this.unavailability = unavailability;
  }

  public Unavailability unavailability() {
    return unavailability;
  }

  /** Whether the framework is to be asked now: it has no question open and did not decline. */
  public boolean shouldAsk(Framework framework, long nowMs) {
    return !asked.contains(framework)
        && quietUntilMs.getOrDefault(framework, Long.MIN_VALUE) <= nowMs;
  }

  public void asked(Framework framework) {
    asked.add(framework);
  }

  /** It is not asked again before then. */
  public void answered(Framework framework, long quietUntil) {
    asked.remove(framework);
    quietUntilMs.put(framework, quietUntil);
  }

  /** The framework wants to be asked again, or is gone. */
  public void forget(Framework framework) {
    asked.remove(framework);
    quietUntilMs.remove(framework);
  }

  /** It may be asked again at once. */
  public void dropFilters(Framework framework) {
    quietUntilMs.remove(framework);
  }
}
