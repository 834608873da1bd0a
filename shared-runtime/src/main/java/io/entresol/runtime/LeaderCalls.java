package io.entresol.runtime;

import com.google.protobuf.MessageLite;
import io.entresol.domain.id.Epoch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Sends to whoever leads a role. A leader is published a little before all members see it. */
final class LeaderCalls {
  private static final long RETRY_MS = 25;

  private final Vertx vertx;
  private final LeaderDirectory leaders;
  private final LeaderRole role;

  LeaderCalls(Vertx vertx, LeaderDirectory leaders, LeaderRole role) {
    this.vertx = vertx;
    this.leaders = leaders;
    this.role = role;
  }

  <R> Future<R> ask(Function<Epoch, MessageLite> message, Duration timeout) {
    Promise<R> promise = Promise.promise();
    attempt(message, System.nanoTime() + timeout.toNanos(), promise);
    return promise.future();
  }

  private <R> void attempt(
      Function<Epoch, MessageLite> message, long deadline, Promise<R> promise) {
    Optional<LeaderInfo> leader = leaders.leader(role);
    long leftMs = (deadline - System.nanoTime()) / 1_000_000;
    if (leader.isEmpty() || leftMs <= 0) {
      promise.tryFail(new NoLeaderException(role));
      return;
    }
    Epoch epoch = leader.get().epoch();
    vertx
        .eventBus()
        .<R>request(
            role.busAddress(epoch),
            message.apply(epoch),
            new DeliveryOptions().setSendTimeout(Math.max(1, leftMs)))
        .onSuccess((Message<R> reply) -> promise.tryComplete(reply.body()))
        .onFailure(
            failure -> {
              if (isNobodyThere(failure)) {
                vertx.setTimer(RETRY_MS, ignored -> attempt(message, deadline, promise));
              } else {
                promise.tryFail(failure);
              }
            });
  }

  private static boolean isNobodyThere(Throwable failure) {
    return failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }

  void tell(Function<Epoch, MessageLite> message) {
    leaders
        .leader(role)
        .ifPresent(
            leader ->
                vertx
                    .eventBus()
                    .send(role.busAddress(leader.epoch()), message.apply(leader.epoch())));
  }
}
