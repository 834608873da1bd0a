package io.entresol.master.core.validation;

import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Framework;

/**
 * Whose task would run where, on what.
 *
 * @param offered what is left of the accepted offers, allocated
 */
public record Place(Framework framework, Agent agent, Resources offered) {
  boolean hasExecutor(String executorId) {
    return agent.executor(framework.id(), executorId) != null;
  }
}
