package io.entresol.gateway.grpc;

import com.google.protobuf.Message;
import io.entresol.gateway.core.call.SchedulerRequest;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.ContentForm;
import io.entresol.gateway.core.stream.StreamEnd;
import io.entresol.gateway.mesos.EventSink;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;

/** Events as the messages of a gRPC call. */
final class GrpcEventSink<E extends Message> implements EventSink<E> {
  private final GrpcServerRequest<Buffer, Buffer> request;
  private final ContentForm form;
  private final boolean named;

  /**
   * The answer to that call.
   *
   * @param named whether the client is told the stream's id
   */
  GrpcEventSink(GrpcServerRequest<Buffer, Buffer> request, ContentForm form, boolean named) {
    this.request = request;
    this.form = form;
    this.named = named;
  }

  @Override
  public void onGone(Runnable handler) {
    request.errorHandler(ignored -> handler.run());
    request.exceptionHandler(ignored -> handler.run());
    request.response().exceptionHandler(ignored -> handler.run());
  }

  @Override
  public void begin(String streamId) {
    if (named) {
      request.response().headers().set(SchedulerRequest.STREAM_ID, streamId);
    }
    request.response().writeHead();
  }

  @Override
  public void refuse(Answer answer) {
    GrpcAnswers.refuse(request.response(), answer);
  }

  @Override
  public byte[] encode(E event) {
    return form.write(event);
  }

  @Override
  public Future<Void> write(byte[] encoded) {
    return request.response().write(Buffer.buffer(encoded));
  }

  @Override
  public void end() {
    request.response().end();
  }

  @Override
  public void cut(StreamEnd reason) {
    if (reason == StreamEnd.SLOW) {
      // A status would wait behind all that the client does not read.
      request.response().cancel();
      return;
    }
    request
        .response()
        .status(GrpcStatus.UNAVAILABLE)
        .statusMessage("The stream has ended: " + reason.label());
    request.response().end();
  }
}
