package io.entresol.gateway.grpc;

import io.entresol.gateway.core.grpc.GrpcCode;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.ContentForm;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.WireFormat;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;

/** HTTP's answers in the words of gRPC. */
final class GrpcAnswers {
  private GrpcAnswers() {}

  /** The form in which a call's messages are written. */
  static ContentForm form(GrpcServerRequest<?, ?> request) {
    return request.format() == WireFormat.JSON ? ContentForm.JSON : ContentForm.PROTOBUF;
  }

  /**
   * Answers a call with the message in the answer's body, or says why there is none.
   *
   * @param empty the message that stands for an answer without a body
   */
  static void respond(GrpcServerResponse<Buffer, Buffer> response, Answer answer, byte[] empty) {
    if (GrpcCode.ofHttp(answer.status()) != GrpcCode.OK) {
      refuse(response, answer);
    } else if (answer.body().isEmpty()) {
      response.end(Buffer.buffer(empty));
    } else {
      response.end(Buffer.buffer(answer.body().toByteArray()));
    }
  }

  /** Says why a call was not carried out. */
  static void refuse(GrpcServerResponse<Buffer, Buffer> response, Answer answer) {
    response.status(GrpcStatus.valueOf(GrpcCode.ofHttp(answer.status()).number()));
    response.statusMessage(answer.body().toStringUtf8());
    response.end();
  }
}
