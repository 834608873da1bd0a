package io.entresol.gateway.mesos;

import com.google.protobuf.Message;
import io.entresol.gateway.core.call.SchedulerRequest;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.ContentForm;
import io.entresol.gateway.core.stream.StreamEnd;
import io.entresol.gateway.http.Exchange;
import io.entresol.proto.RecordIoEncoder;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Events as records of an HTTP answer. */
final class HttpEventSink<E extends Message> implements EventSink<E> {
  private final Exchange exchange;
  private final ContentForm form;
  private final boolean named;

  /**
   * The answer to that request.
   *
   * @param named whether the client is told the stream's id
   */
  HttpEventSink(Exchange exchange, ContentForm form, boolean named) {
    this.exchange = exchange;
    this.form = form;
    this.named = named;
  }

  @Override
  public void onGone(Runnable handler) {
    exchange.response().closeHandler(ignored -> handler.run());
    exchange.response().exceptionHandler(ignored -> handler.run());
  }

  @Override
  public void begin(String streamId) {
    exchange.beginChunks(form.mediaType());
    if (named) {
      exchange.response().putHeader(SchedulerRequest.STREAM_ID, streamId);
    }
    exchange.response().writeHead();
  }

  @Override
  public void refuse(Answer answer) {
    exchange.respond(answer);
  }

  @Override
  public byte[] encode(E event) {
    return RecordIoEncoder.encode(form.write(event));
  }

  /** Each record as a chunk of its own, as Mesos does: some clients take one for the other. */
  @Override
  public Future<Void> write(byte[] encoded) {
    return exchange.response().write(Buffer.buffer(encoded));
  }

  @Override
  public void end() {
    exchange.response().end();
  }

  @Override
  public void cut(StreamEnd reason) {
    // Without a proper end the client sees that something is missing.
    exchange.request().connection().close();
  }
}
