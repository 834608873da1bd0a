package io.entresol.agent.container;

/**
 * The name of one container. Unique for ever: a UUID, also the name of its run directory.
 *
 * @param value the UUID
 */
public record ContainerId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
