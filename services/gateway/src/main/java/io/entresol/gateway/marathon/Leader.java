package io.entresol.gateway.marathon;

import io.entresol.proto.bus.MarathonRequest;
import io.entresol.proto.bus.MarathonResponse;
import io.entresol.proto.bus.NodeReply;
import io.entresol.proto.bus.ToNode;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.LeaderInfo;
import io.entresol.runtime.LeaderRole;
import io.entresol.runtime.NoLeaderException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way to the leading Marathon. While leadership changes hands a request waits for a moment;
 * only one that nobody has taken is sent again.
 */
final class Leader {
  private static final int MAX_TRIES = 10;
  private static final long PAUSE_MS = 250;

  private final ClusterNode node;
  private final Duration timeout;

  Leader(ClusterNode node, Duration timeout) {
    this.node = node;
    this.timeout = timeout;
  }

  Optional<LeaderInfo> current() {
    return node.leaders().leader(LeaderRole.MARATHON);
  }

  /** Fails with {@link NoLeaderException}, or as the bus does. */
  Future<MarathonResponse> ask(MarathonRequest request) {
    return askAt(leader -> send(leader, request)).map(NodeReply::getMarathon);
  }

  private Future<NodeReply> send(LeaderInfo leader, MarathonRequest request) {
    return node.nodeBus()
        .ask(leader.nodeId(), ToNode.newBuilder().setMarathonRequest(request).build(), timeout);
  }

  private Future<NodeReply> askAt(Function<LeaderInfo, Future<NodeReply>> sending) {
    Promise<NodeReply> promise = Promise.promise();
    attempt(sending, 1, promise);
    return promise.future();
  }

  private void attempt(
      Function<LeaderInfo, Future<NodeReply>> sending, int tries, Promise<NodeReply> promise) {
    Future<NodeReply> reply =
        current()
            .map(sending)
            .orElseGet(() -> Future.failedFuture(new NoLeaderException(LeaderRole.MARATHON)));
    reply
        .onSuccess(promise::complete)
        .onFailure(
            failure -> {
              boolean again =
                  failure instanceof NoLeaderException || MarathonAnswers.isNobodyThere(failure);
              if (again && tries < MAX_TRIES) {
                node.vertx().setTimer(PAUSE_MS, ignored -> attempt(sending, tries + 1, promise));
              } else {
                promise.fail(failure);
              }
            });
  }
}
