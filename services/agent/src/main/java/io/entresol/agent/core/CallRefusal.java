package io.entresol.agent.core;

import java.util.Optional;

/**
 * Why an executor's call is not taken.
 *
 * @param status the HTTP status that Mesos gives
 */
public record CallRefusal(int status, String message) {
  static Optional<CallRefusal> badRequest(String message) {
    return Optional.of(new CallRefusal(400, message));
  }
}
