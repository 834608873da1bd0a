package io.entresol.gateway.marathon;

import com.google.protobuf.ByteString;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.stream.EventSequence;
import io.entresol.gateway.core.stream.EventSequence.Outcome;
import io.entresol.gateway.core.stream.ServerSentEvent;
import io.entresol.gateway.http.Exchange;
import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.gateway.metrics.GatewayMetrics.StreamKind;
import io.entresol.proto.bus.MarathonEvent;
import io.entresol.proto.bus.MarathonEvents;
import io.entresol.proto.bus.MarathonRequest;
import io.entresol.proto.bus.MarathonResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /v2/events}: the leading Marathon's events for one client. What waits for a slow
 * client is bounded.
 */
final class MarathonEventStream {
  private static final Logger LOG = LoggerFactory.getLogger(MarathonEventStream.class);
  private static final long KEEP_ALIVE_MS = 10_000;
  // Marathon's events carry no term: a stream lives no longer than its leader's.
  private static final long ONLY_TERM = 0;

  private enum State {
    ATTACHING,
    OPEN,
    ENDED
  }

  /** What a stream needs of its server. */
  interface Host {
    Vertx vertx();

    Leader leader();

    GatewayMetrics metrics();

    int maxBufferBytes();

    /** Called once, when the stream has ended. */
    void ended(MarathonEventStream stream);
  }

  private final Host host;
  private final Exchange exchange;
  private final MarathonRequest request;
  private final EventSequence sequence = new EventSequence();
  private final List<MarathonEvents> early = new ArrayList<>();
  private Closeable inbox;
  private State state = State.ATTACHING;
  private long keepAliveTimer;
  private long waitingBytes;

  /**
   * A stream to be.
   *
   * @param request the client's, with the stream's address
   */
  MarathonEventStream(Host host, Exchange exchange, MarathonRequest request) {
    this.host = host;
    this.exchange = exchange;
    this.request = request;
  }

  String id() {
    return request.getStream().getId();
  }

  /**
   * Begins.
   *
   * @param registration in the inbox of this process
   */
  void open(Closeable registration) {
    inbox = registration;
    host.metrics().streamOpened(StreamKind.MARATHON);
    exchange.response().closeHandler(ignored -> end("client"));
    exchange.response().exceptionHandler(ignored -> end("client"));
    host.leader().ask(request).onSuccess(this::attached).onFailure(this::failed);
  }

  private void attached(MarathonResponse response) {
    if (state == State.ENDED) {
      return;
    }
    if (response.getStatus() != 200) {
      end("refused");
      exchange.respond(
          Answer.of(response.getStatus(), MarathonAnswers.JSON, response.getBody().toByteArray()));
      return;
    }
    state = State.OPEN;
    exchange.beginChunks("text/event-stream;charset=utf-8");
    exchange.response().writeHead();
    keepAliveTimer =
        host.vertx().setPeriodic(KEEP_ALIVE_MS, ignored -> write(ServerSentEvent.keepAlive()));
    List<MarathonEvents> batches = List.copyOf(early);
    early.clear();
    batches.forEach(this::take);
  }

  private void failed(Throwable failure) {
    if (state != State.ENDED) {
      end("unanswered");
      exchange.respond(MarathonServer.refusal(failure));
    }
  }

  /** Takes events from the bus. */
  void take(MarathonEvents events) {
    if (state == State.ATTACHING) {
      early.add(events);
      return;
    }
    if (state == State.ENDED) {
      return;
    }
    Outcome<MarathonEvent> outcome =
        sequence.take(ONLY_TERM, events.getFirstSeq(), events.getEventsList());
    if (outcome instanceof Outcome.Gap) {
      end("gap");
    } else if (outcome instanceof Outcome.Next<MarathonEvent> next) {
      next.events().forEach(event -> write(ServerSentEvent.of(event.getType(), event.getJson())));
      host.metrics().eventsSent(StreamKind.MARATHON, next.events().size());
      if (events.getLast()) {
        end("marathon");
      }
    }
  }

  private void write(byte[] text) {
    if (state != State.OPEN) {
      return;
    }
    if (waitingBytes > 0 && waitingBytes + text.length > host.maxBufferBytes()) {
      LOG.warn("Event stream {}: the client is {} bytes behind", id(), waitingBytes);
      end("slow_client");
      return;
    }
    waitingBytes += text.length;
    exchange
        .response()
        .write(Buffer.buffer(text))
        .onComplete(ignored -> waitingBytes -= text.length);
  }

  /** Ends the stream; only the first reason counts. */
  void end(String reason) {
    if (state == State.ENDED) {
      return;
    }
    boolean begun = state == State.OPEN;
    state = State.ENDED;
    early.clear();
    close();
    host.metrics().streamEnded(StreamKind.MARATHON, reason);
    host.ended(this);
    if (!reason.equals("marathon") && !reason.equals("refused")) {
      detach();
    }
    if (begun) {
      host.vertx().cancelTimer(keepAliveTimer);
      exchange.response().end();
    }
  }

  private void close() {
    try {
      inbox.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells Marathon that nobody listens any more; if it does not hear, its next leader knows. */
  private void detach() {
    host.leader()
        .ask(request.toBuilder().setMethod("DELETE").setBody(ByteString.EMPTY).build())
        .onFailure(
            failure -> LOG.debug("Marathon did not hear of {}: {}", id(), failure.getMessage()));
  }
}
