package io.entresol.gateway.grpc;

import io.entresol.gateway.core.call.RequestHead;
import io.entresol.gateway.core.call.SchedulerRequest;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.RefusedException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.MessageSizeOverflowException;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.Optional;

/** The one message of a call. */
final class RpcMessage {
  private static final String POST = "POST";

  /** What is done with the message. */
  interface Handler {
    void handle(byte[] message) throws RefusedException;
  }

  private RpcMessage() {}

  /** Waits for the message, hands it on, and answers if that is refused. */
  static void of(GrpcServerRequest<Buffer, Buffer> rpc, Handler handler) {
    rpc.invalidMessageHandler(
        invalid -> {
          boolean tooLong = invalid instanceof MessageSizeOverflowException;
          rpc.response()
              .status(tooLong ? GrpcStatus.RESOURCE_EXHAUSTED : GrpcStatus.INVALID_ARGUMENT)
              .statusMessage(tooLong ? "The message is too long" : "The message cannot be read");
          rpc.response().end();
        });
    rpc.last().onSuccess(message -> handle(rpc, message, handler));
  }

  private static void handle(
      GrpcServerRequest<Buffer, Buffer> rpc, Buffer message, Handler handler) {
    try {
      if (message == null) {
        throw new RefusedException(Answer.badRequest("The call has no message"));
      }
      handler.handle(message.getBytes());
    } catch (RefusedException e) {
      GrpcAnswers.refuse(rpc.response(), e.answer());
    }
  }

  /**
   * The head of the HTTP request that would say the same.
   *
   * @param principal whom the client was authenticated as; empty if it was not asked
   */
  static RequestHead head(GrpcServerRequest<Buffer, Buffer> rpc, Optional<String> principal) {
    Optional<String> form = Optional.of(GrpcAnswers.form(rpc).mediaType());
    Optional<String> stream = Optional.ofNullable(rpc.headers().get(SchedulerRequest.STREAM_ID));
    return new RequestHead(POST, form, form, stream, principal);
  }

  /** What a client says of itself in the metadata, as in the header of HTTP. */
  static Optional<String> authorization(GrpcServerRequest<Buffer, Buffer> rpc) {
    return Optional.ofNullable(rpc.headers().get(HttpHeaders.AUTHORIZATION));
  }
}
