package io.entresol.gateway.mesos;

import io.entresol.mesos.v1.scheduler.Call;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The frameworks' streams of this process, for the calls that name them: a call may come at another
 * event loop than the stream. A call on a stream that has no master at the moment waits for one,
 * for a while; what waits is bounded.
 */
final class KeptStreams {
  /** How many calls may wait; one more is not kept waiting. */
  static final int MAX_WAITING = 1_000;

  private static final long NOTICE_MS = 100;

  private final Vertx vertx;
  private final Duration patience;
  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * No streams yet.
   *
   * @param patience how long a call waits; zero if none does
   */
  KeptStreams(Vertx vertx, Duration patience) {
    this.vertx = vertx;
    this.patience = patience;
  }

  /**
   * Where a stream tells how it is.
   *
   * @param said hears, on the caller's context, of each call that a master has accepted
   */
  Place enter(String streamId, Consumer<Call> said) {
    Place place = new Place(streamId, vertx.getOrCreateContext(), said);
    places.put(streamId, place);
    return place;
  }

  /** Tells the stream of a call that a master has accepted, if the stream is here. */
  void said(String streamId, Call call) {
    Place place = places.get(streamId);
    if (place != null) {
      place.context.runOnContext(ignored -> place.said.accept(call));
    }
  }

  /** Whether the stream is here and open, whether it has a master or not. */
  boolean has(String streamId) {
    return places.containsKey(streamId);
  }

  /**
   * Waits until the stream has a master, on the caller's context.
   *
   * @return at once if it has one, or is not here; fails if it gets none in time
   */
  Future<Void> resumed(String streamId) {
    Place place = places.get(streamId);
    Future<Void> resumed = place == null ? null : place.resumed;
    if (resumed == null || resumed.succeeded()) {
      return Future.succeededFuture();
    }
    if (patience.isZero() || waiting.get() >= MAX_WAITING) {
      return Future.failedFuture("the framework's stream has no master");
    }
    waiting.incrementAndGet();
    Context context = vertx.getOrCreateContext();
    Promise<Void> done = Promise.promise();
    long timer =
        vertx.setTimer(
            patience.toMillis(), ignored -> done.tryFail("the framework's stream has no master"));
    resumed.onComplete(
        result ->
            context.runOnContext(
                ignored -> {
                  if (result.succeeded()) {
                    done.tryComplete();
                  } else {
                    done.tryFail(result.cause());
                  }
                }));
    return done.future()
        .onComplete(
            ignored -> {
              waiting.decrementAndGet();
              vertx.cancelTimer(timer);
            });
  }

  /** The same, after the stream has had time to notice that its master is gone. */
  Future<Void> resumedSoon(String streamId) {
    Promise<Void> noticed = Promise.promise();
    vertx.setTimer(NOTICE_MS, ignored -> noticed.complete());
    return noticed.future().compose(ignored -> resumed(streamId));
  }

  /** One stream's place; used on the stream's context only, but for reading. */
  final class Place {
    private final String streamId;
    private final Context context;
    private final Consumer<Call> said;
    private Promise<Void> gap;
    private volatile Future<Void> resumed = Future.succeededFuture();

    private Place(String streamId, Context context, Consumer<Call> said) {
      this.streamId = streamId;
      this.context = context;
      this.said = said;
    }

    /** The stream has lost its master. */
    void part() {
      if (gap == null) {
        gap = Promise.promise();
        resumed = gap.future();
      }
    }

    /** It has one again. */
    void resume() {
      if (gap != null) {
        gap.complete();
        gap = null;
      }
    }

    /** The stream is over. */
    void close() {
      places.remove(streamId, this);
      if (gap != null) {
        gap.fail("the framework's stream has ended");
        gap = null;
      }
    }
  }
}
