package io.entresol.gateway.mesos;

import com.google.protobuf.Message;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.stream.StreamEnd;
import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.gateway.metrics.GatewayMetrics.StreamKind;
import io.entresol.proto.bus.CallReply;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client's end of a stream. What waits for a slow client is bounded. */
final class Outlet<E extends Message> {
  private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);

  private final EventSink<E> sink;
  private final String id;
  private final StreamKind kind;
  private final GatewayMetrics metrics;
  private final int maxBytes;
  private boolean begun;
  private boolean closed;
  private long waitingBytes;

  Outlet(EventSink<E> sink, String id, StreamKind kind, GatewayMetrics metrics, int maxBytes) {
    this.sink = sink;
    this.id = id;
    this.kind = kind;
    this.metrics = metrics;
    this.maxBytes = maxBytes;
  }

  void onGone(Runnable handler) {
    sink.onGone(handler);
  }

  void begin() {
    begun = true;
    sink.begin(id);
  }

  /** Says why there is no stream. */
  void refuse(Answer answer) {
    sink.refuse(answer);
  }

  /** What the master decided, in the words of HTTP. */
  static Answer answer(CallReply reply) {
    return Answer.decided(
        reply.getStatus(), reply.hasMessage() ? Optional.of(reply.getMessage()) : Optional.empty());
  }

  /**
   * Sends events.
   *
   * @return false if the client is too far behind: the rest was not sent, and the stream must end
   */
  boolean send(List<E> events) {
    for (E event : events) {
      if (closed) {
        return true;
      }
      byte[] encoded = sink.encode(event);
      if (waitingBytes > 0 && waitingBytes + encoded.length > maxBytes) {
        LOG.warn(
            "Stream {} of a {}: the client reads too slowly, {} bytes wait and {} may",
            id,
            kind,
            waitingBytes,
            maxBytes);
        return false;
      }
      waitingBytes += encoded.length;
      sink.write(encoded).onComplete(ignored -> waitingBytes -= encoded.length);
    }
    metrics.eventsSent(kind, events.size());
    return true;
  }

  /** Closes the client's connection as the reason demands. */
  void close(StreamEnd reason) {
    closed = true;
    if (!begun) {
      return;
    }
    LOG.info("Stream {} of a {} ended: {}", id, kind, reason.label());
    if (reason == StreamEnd.MASTER) {
      sink.end();
    } else if (reason != StreamEnd.CLIENT) {
      sink.cut(reason);
    }
  }
}
