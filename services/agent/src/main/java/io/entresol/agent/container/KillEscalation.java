package io.entresol.agent.container;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends one container: SIGTERM, a grace period, then SIGKILL until it has ended. Belongs to one
 * context.
 */
public final class KillEscalation {
  private static final Logger LOG = LoggerFactory.getLogger(KillEscalation.class);
  private static final long RETRY_FIRST_MS = 100;
  private static final long RETRY_MOST_MS = 10_000;

  /** How the container is reached; to signal one that has ended does nothing. */
  public interface Signals {
    Future<Void> terminate();

    Future<Void> kill();
  }

  private final Vertx vertx;
  private final ContainerId id;
  private final Signals signals;

  /** The armed timer that sends SIGKILL; negative if none is. */
  private long timer = -1;

  /** When that timer fires, by the JVM's nanosecond clock. */
  private long dueNanos;

  private boolean stopped;

  public KillEscalation(Vertx vertx, ContainerId id, Signals signals) {
    this.vertx = vertx;
    this.id = id;
    this.signals = signals;
  }

  /**
   * Sends SIGTERM, and SIGKILL after the grace period. Called again it can only shorten that.
   *
   * @return completes when SIGTERM has been sent
   */
  public Future<Void> begin(Duration gracePeriod) {
    if (stopped) {
      return Future.succeededFuture();
    }
    boolean first = timer < 0;
    long due = System.nanoTime() + gracePeriod.toNanos();
    if (first || due - dueNanos < 0) {
      vertx.cancelTimer(timer);
      dueNanos = due;
      timer = vertx.setTimer(Math.max(1, gracePeriod.toMillis()), fired -> enforceLater(0));
    }
    return first ? signals.terminate() : Future.succeededFuture();
  }

  /** Sends SIGKILL now, and again until {@link #stop}: what forks meanwhile may escape it. */
  public Future<Void> enforce() {
    return enforce(RETRY_FIRST_MS);
  }

  private void enforceLater(long retryMs) {
    enforce(Math.max(RETRY_FIRST_MS, Math.min(RETRY_MOST_MS, retryMs)))
        .onFailure(failure -> LOG.warn("Cannot kill container {}", id, failure));
  }

  private Future<Void> enforce(long retryMs) {
    if (stopped) {
      return Future.succeededFuture();
    }
    vertx.cancelTimer(timer);
    dueNanos = System.nanoTime();
    timer = vertx.setTimer(retryMs, fired -> enforceLater(2 * retryMs));
    return signals.kill();
  }

  /** The container has ended, or is no longer ours to end. */
  public void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }
}
