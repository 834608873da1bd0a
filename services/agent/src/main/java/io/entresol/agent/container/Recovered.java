package io.entresol.agent.container;

import java.util.Map;
import java.util.Optional;

/**
 * A container that an earlier process of this agent left behind.
 *
 * @param termination how it ended, if it has ended meanwhile; empty while it runs
 * @param labels framework id, executor id and task id, as its launch named them
 */
public record Recovered(
    ContainerId id,
    Launched launched,
    Optional<Termination> termination,
    Map<String, String> labels) {
  public Recovered {
    labels = Map.copyOf(labels);
  }
}
