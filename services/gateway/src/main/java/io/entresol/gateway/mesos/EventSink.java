package io.entresol.gateway.mesos;

import com.google.protobuf.Message;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.stream.StreamEnd;
import io.vertx.core.Future;

/** Where the events of a stream go: an HTTP answer, a gRPC call. Lives on one context. */
public interface EventSink<E extends Message> {
  /** Calls back when the client has gone. */
  void onGone(Runnable handler);

  /** The subscription stands: events follow. */
  void begin(String streamId);

  /** There will be no events; instead of {@link #begin}. */
  void refuse(Answer answer);

  /** The event as it goes over the wire. */
  byte[] encode(E event);

  /** Writes what {@link #encode} made; completes when the client's connection has taken it. */
  Future<Void> write(byte[] encoded);

  /** A proper end. */
  void end();

  /** An end that the client can tell from a proper one. */
  void cut(StreamEnd reason);
}
