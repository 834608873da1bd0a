package io.entresol.gateway.mesos;

import com.google.protobuf.Message;
import io.entresol.gateway.core.call.SchedulerRequest;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.ContentForm;
import io.entresol.gateway.core.stream.EventSequence;
import io.entresol.gateway.core.stream.EventSequence.Outcome;
import io.entresol.gateway.http.Exchange;
import io.entresol.gateway.metrics.GatewayMetrics.StreamKind;
import io.entresol.proto.RecordIoEncoder;
import io.entresol.proto.bus.CallReply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP answer to a subscription: events as records, for as long as client and master want. What
 * waits for a slow client is bounded. Lives on the context of its connection.
 */
final class EventStream<E extends Message> {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private enum State {
    SUBSCRIBING,
    OPEN,
    ENDED
  }

  /** Events as they came, before the master has said that the subscription stands. */
  private record Batch<E>(long epoch, long firstSeq, List<E> events, boolean last) {}

  private final Streams streams;
  private final Exchange exchange;
  private final ContentForm form;
  private final UnaryOperator<E> finish;
  private final String id;
  private final StreamKind kind;
  private final EventSequence sequence = new EventSequence();
  private final List<Batch<E>> early = new ArrayList<>();
  private State state = State.SUBSCRIBING;
  private long waitingBytes;

  /**
   * A stream to be.
   *
   * @param finish the last touch to each event
   */
  EventStream(
      Streams streams,
      Exchange exchange,
      ContentForm form,
      StreamKind kind,
      String id,
      UnaryOperator<E> finish) {
    this.streams = streams;
    this.exchange = exchange;
    this.form = form;
    this.kind = kind;
    this.id = id;
    this.finish = finish;
  }

  String id() {
    return id;
  }

  /** Begins; the master has been asked, and this is its answer to come. */
  void open(Future<CallReply> subscription) {
    HttpServerResponse response = exchange.response();
    response.closeHandler(ignored -> end(StreamEnd.CLIENT));
    response.exceptionHandler(ignored -> end(StreamEnd.CLIENT));
    subscription.onSuccess(this::decided).onFailure(this::failed);
  }

  private void decided(CallReply reply) {
    if (state == State.ENDED) {
      return;
    }
    if (reply.getStatus() != 200) {
      end(StreamEnd.REFUSED);
      exchange.respond(
          Answer.decided(
              reply.getStatus(),
              reply.hasMessage() ? Optional.of(reply.getMessage()) : Optional.empty()));
      return;
    }
    sendHead();
    state = State.OPEN;
    List<Batch<E>> batches = List.copyOf(early);
    early.clear();
    batches.forEach(batch -> take(batch.epoch, batch.firstSeq, batch.events, batch.last));
  }

  private void failed(Throwable failure) {
    if (state != State.ENDED) {
      // The master may have taken the subscription all the same.
      end(StreamEnd.UNANSWERED);
      exchange.respond(Master.refusal(failure));
    }
  }

  private void sendHead() {
    exchange.beginChunks(form.mediaType());
    if (kind == StreamKind.SCHEDULER) {
      exchange.response().putHeader(SchedulerRequest.STREAM_ID, id);
    }
    exchange.response().writeHead();
  }

  /** Takes a batch of events from the bus. */
  void take(long epoch, long firstSeq, List<E> events, boolean last) {
    if (state == State.SUBSCRIBING) {
      early.add(new Batch<>(epoch, firstSeq, events, last));
      return;
    }
    if (state == State.ENDED) {
      return;
    }
    Outcome<E> outcome = sequence.take(epoch, firstSeq, events);
    if (outcome instanceof Outcome.Gap<E> gap) {
      LOG.warn("Stream {}: expected event {}, got {}", id, gap.expected(), gap.received());
      end(StreamEnd.GAP);
    } else if (outcome instanceof Outcome.Next<E> next) {
      next.events().forEach(this::send);
      streams.metrics().eventsSent(kind, next.events().size());
      if (last) {
        end(StreamEnd.MASTER);
      }
    }
  }

  private void send(E event) {
    if (state != State.OPEN) {
      return;
    }
    byte[] record = RecordIoEncoder.encode(form.write(finish.apply(event)));
    if (waitingBytes > 0 && waitingBytes + record.length > streams.maxBufferBytes()) {
      LOG.warn("Stream {}: the client is {} bytes behind", id, waitingBytes);
      end(StreamEnd.SLOW);
      return;
    }
    waitingBytes += record.length;
    exchange
        .response()
        .write(Buffer.buffer(record))
        .onComplete(ignored -> waitingBytes -= record.length);
  }

  /** Whether its events come from the master of that term, as far as one can know. */
  boolean isOf(long epoch) {
    return state == State.SUBSCRIBING || sequence.isOf(epoch);
  }

  /** Ends the stream, whoever wants it. Only the first reason counts. */
  void end(StreamEnd reason) {
    if (state == State.ENDED) {
      return;
    }
    boolean begun = state == State.OPEN;
    state = State.ENDED;
    early.clear();
    streams.ended(this, kind, reason);
    if (begun) {
      LOG.info("Stream {} of a {} ended: {}", id, kind, reason.label());
      if (reason == StreamEnd.MASTER) {
        exchange.response().end();
      } else if (reason != StreamEnd.CLIENT) {
        // Without a proper end the client sees that something is missing.
        exchange.request().connection().close();
      }
    }
  }
}
