package io.entresol.runtime;

import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MarathonEvents;
import io.entresol.proto.bus.MarathonRequest;
import io.entresol.proto.bus.MarathonResponse;
import io.entresol.proto.bus.NodeReply;
import io.entresol.proto.bus.OperatorEvents;
import io.entresol.proto.bus.ScrapeReply;
import io.entresol.proto.bus.ToNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyFailure;
import java.io.Closeable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Hands what arrives for this process to whatever in it is meant. A handler runs on the Vert.x
 * context from which it was registered. Messages for something that is not here are dropped and
 * counted: their sender learns of it by its own means.
 */
public final class NodeInbox {
  private record Handler<M>(Context context, Consumer<M> consumer) {
    void accept(M message) {
      if (Vertx.currentContext() == context) {
        consumer.accept(message);
      } else {
        context.runOnContext(ignored -> consumer.accept(message));
      }
    }
  }

  private final Vertx vertx;
  private final Supplier<String> scrape;
  private final Counter dropped;
  private final Map<String, Handler<AgentCommand>> agents = new ConcurrentHashMap<>();
  private final Map<String, Handler<FrameworkEvents>> frameworks = new ConcurrentHashMap<>();
  private final Map<String, Handler<OperatorEvents>> operators = new ConcurrentHashMap<>();
  private final Map<String, Handler<MarathonEvents>> marathonStreams = new ConcurrentHashMap<>();
  private volatile Handler<Message<ToNode>> marathon;
  private MessageConsumer<ToNode> consumer;

  NodeInbox(Vertx vertx, MeterRegistry meters, Supplier<String> scrape) {
    this.vertx = vertx;
    this.scrape = scrape;
    this.dropped = meters.counter("entresol_node_messages_dropped_total");
  }

  Future<Void> open(String nodeId) {
    consumer = vertx.eventBus().consumer(NodeBus.address(nodeId), this::dispatch);
    return consumer.completion();
  }

  Future<Void> close() {
    return consumer.unregister();
  }

  /** Commands to an agent's run. */
  public Closeable agent(String endpointId, Consumer<AgentCommand> handler) {
    return register(agents, endpointId, handler);
  }

  /** Events of a framework's stream that ends here. */
  public Closeable frameworkStream(String streamId, Consumer<FrameworkEvents> handler) {
    return register(frameworks, streamId, handler);
  }

  /** Events of an operator's stream that ends here. */
  public Closeable operatorStream(String streamId, Consumer<OperatorEvents> handler) {
    return register(operators, streamId, handler);
  }

  /** Events of a Marathon client's stream that ends here. */
  public Closeable marathonStream(String streamId, Consumer<MarathonEvents> handler) {
    return register(marathonStreams, streamId, handler);
  }

  /** Requests to the leading Marathon, if it lives here. A failed future is answered with 500. */
  public Closeable marathonRequests(Function<MarathonRequest, Future<MarathonResponse>> handler) {
    Handler<Message<ToNode>> registered =
        new Handler<>(
            vertx.getOrCreateContext(),
            message ->
                handler
                    .apply(message.body().getMarathonRequest())
                    .onSuccess(answer -> reply(message, answer))
                    .onFailure(failure -> message.fail(500, String.valueOf(failure.getMessage()))));
    marathon = registered;
    return () -> {
      if (registered.equals(marathon)) {
        marathon = null;
      }
    };
  }

  private static void reply(Message<ToNode> message, MarathonResponse answer) {
    message.reply(NodeReply.newBuilder().setMarathon(answer).build());
  }

  private <M> Closeable register(
      Map<String, Handler<M>> handlers, String id, Consumer<M> consumer) {
    Handler<M> handler = new Handler<>(vertx.getOrCreateContext(), consumer);
    if (handlers.putIfAbsent(id, handler) != null) {
      throw new IllegalStateException("registered already: " + id);
    }
    return () -> handlers.remove(id, handler);
  }

  private void dispatch(Message<ToNode> message) {
    ToNode body = message.body();
    switch (body.getMessageCase()) {
      case AGENT_COMMAND ->
          hand(agents, body.getAgentCommand().getEndpointId(), body.getAgentCommand());
      case FRAMEWORK_EVENTS ->
          hand(frameworks, body.getFrameworkEvents().getStreamId(), body.getFrameworkEvents());
      case OPERATOR_EVENTS ->
          hand(operators, body.getOperatorEvents().getStreamId(), body.getOperatorEvents());
      case MARATHON_EVENTS ->
          hand(marathonStreams, body.getMarathonEvents().getStreamId(), body.getMarathonEvents());
      case MARATHON_REQUEST -> {
        Handler<Message<ToNode>> handler = marathon;
        if (handler == null) {
          message.fail(ReplyFailure.NO_HANDLERS.toInt(), "Marathon does not lead here");
        } else {
          handler.accept(message);
        }
      }
      case SCRAPE ->
          message.reply(
              NodeReply.newBuilder()
                  .setScrape(ScrapeReply.newBuilder().setText(scrape.get()))
                  .build());
      case MESSAGE_NOT_SET -> dropped.increment();
    }
  }

  private <M> void hand(Map<String, Handler<M>> handlers, String id, M message) {
    Handler<M> handler = handlers.get(id);
    if (handler == null) {
      dropped.increment();
    } else {
      handler.accept(message);
    }
  }
}
