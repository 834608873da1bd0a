package io.entresol.master.core.validation;

import io.entresol.master.core.book.Agent;
import io.entresol.master.core.book.Framework;
import java.util.Optional;

/**
 * Who wants an operation on which agent.
 *
 * @param principal empty if nobody in particular
 * @param framework empty if it is an operator
 */
public record Requester(Optional<String> principal, Optional<Framework> framework, Agent agent) {
  public static Requester framework(Framework framework, Agent agent) {
    return new Requester(
        framework.info().hasPrincipal()
            ? Optional.of(framework.info().getPrincipal())
            : Optional.empty(),
        Optional.of(framework),
        agent);
  }

  public static Requester operator(Optional<String> principal, Agent agent) {
    return new Requester(principal, Optional.empty(), agent);
  }
}
