package io.entresol.gateway.core.stream;

import java.time.Duration;

/**
 * How long a framework's stream is kept without a master.
 *
 * @param patience until a master must have taken the framework back; zero ends the stream as soon
 *     as its master is lost
 * @param answerTimeout until the first event must follow a subscription
 */
public record StreamPolicy(Duration patience, Duration answerTimeout) {
  boolean keeps() {
    return !patience.isZero();
  }
}
