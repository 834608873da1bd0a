package io.entresol.agent.container;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * One container from its launch to its end: for those who wait for either, and for those who want
 * to end it. Belongs to its containerizer's context.
 */
public final class Lifecycle {
  private final Promise<Launched> launching = Promise.promise();
  private final Promise<Termination> ended = Promise.promise();

  /** Empty while it is launched. */
  private Optional<KillEscalation> killing = Optional.empty();

  private boolean abandoned;
  private boolean ending;

  /** Completes when it runs; fails with {@link LaunchFailedException}. */
  public Future<Launched> launched() {
    return launching.future();
  }

  /** Completes when nothing of it is left; fails if it was never launched. */
  public Future<Termination> ended() {
    return ended.future();
  }

  /** Somebody wanted its end before it ran. Its launch has failed for everybody. */
  public boolean isAbandoned() {
    return abandoned;
  }

  /** It has been started, or found again, and its end is not known. */
  public boolean isRunning() {
    return killing.isPresent() && !ending;
  }

  /** It exists, and can be ended that way. */
  public void started(KillEscalation escalation) {
    killing = Optional.of(escalation);
  }

  /** It runs, for those who wait for its launch. */
  public void complete(Launched launch) {
    launching.tryComplete(launch);
  }

  public void fail(Throwable failure) {
    launching.tryFail(failure);
    ended.tryFail(failure);
  }

  /** Its end is known, and on its way to those who wait. */
  public void ending() {
    ending = true;
    letGo();
  }

  public void complete(Termination termination) {
    ended.tryComplete(termination);
  }

  /**
   * Asks it to end, and ends it after that time. A launch that is under way is given up instead.
   */
  public Future<Void> kill(Duration gracePeriod) {
    return end(escalation -> escalation.begin(gracePeriod));
  }

  /** Ends it at once. A launch that is under way is given up instead. */
  public Future<Void> destroy() {
    return end(KillEscalation::enforce);
  }

  private Future<Void> end(Function<KillEscalation, Future<Void>> way) {
    if (ending) {
      return Future.succeededFuture();
    }
    if (killing.isPresent()) {
      return way.apply(killing.get());
    }
    abandoned = true;
    launching.tryFail(LaunchFailedException.abandoned());
    return Future.succeededFuture();
  }

  /** Whoever wanted its end is no longer at work on it. */
  public void letGo() {
    killing.ifPresent(KillEscalation::stop);
  }
}
