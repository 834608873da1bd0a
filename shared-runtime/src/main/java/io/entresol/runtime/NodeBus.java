package io.entresol.runtime;

import io.entresol.proto.bus.NodeReply;
import io.entresol.proto.bus.ToNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;

/** The way to a process. */
public final class NodeBus {
  private final Vertx vertx;

  NodeBus(Vertx vertx) {
    this.vertx = vertx;
  }

  static String address(String nodeId) {
    return "node." + nodeId;
  }

  /** Sends a message; it is lost if the process is gone. */
  public void tell(String nodeId, ToNode message) {
    vertx.eventBus().send(address(nodeId), message);
  }

  /** Sends a message and waits for the answer; fails with Vert.x's {@code ReplyException}. */
  public Future<NodeReply> ask(String nodeId, ToNode message, Duration timeout) {
    return vertx
        .eventBus()
        .<NodeReply>request(
            address(nodeId), message, new DeliveryOptions().setSendTimeout(timeout.toMillis()))
        .map(Message::body);
  }
}
