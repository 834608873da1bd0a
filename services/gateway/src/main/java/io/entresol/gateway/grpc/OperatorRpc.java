package io.entresol.gateway.grpc;

import io.entresol.gateway.core.access.Access;
import io.entresol.gateway.core.access.Realm;
import io.entresol.gateway.core.call.OperatorRequest;
import io.entresol.gateway.core.call.RequestHead;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.gateway.mesos.OperatorApi;
import io.entresol.mesos.v1.master.Call;
import io.entresol.mesos.v1.master.Response;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.server.GrpcServerRequest;

/** The methods of the service {@code entresol.edge.Operator}. */
final class OperatorRpc {
  private final OperatorApi api;
  private final Access access;

  OperatorRpc(OperatorApi api, Access access) {
    this.api = api;
    this.access = access;
  }

  void subscribe(GrpcServerRequest<Buffer, Buffer> rpc) {
    RpcMessage.of(rpc, message -> subscribe(rpc, message));
  }

  private void subscribe(GrpcServerRequest<Buffer, Buffer> rpc, byte[] message)
      throws RefusedException {
    OperatorRequest request = api.check(head(rpc), message);
    if (request.call().getType() != Call.Type.SUBSCRIBE) {
      throw new RefusedException(
          Answer.badRequest("Subscribe takes SUBSCRIBE, not " + request.call().getType()));
    }
    api.subscribe(request, new GrpcEventSink<>(rpc, request.answerForm(), false));
  }

  void call(GrpcServerRequest<Buffer, Buffer> rpc) {
    RpcMessage.of(rpc, message -> call(rpc, message));
  }

  private void call(GrpcServerRequest<Buffer, Buffer> rpc, byte[] message) throws RefusedException {
    OperatorRequest request = api.check(head(rpc), message);
    if (request.call().getType() == Call.Type.SUBSCRIBE) {
      throw new RefusedException(
          Answer.badRequest("Call takes no SUBSCRIBE: that is for Subscribe"));
    }
    byte[] empty = request.answerForm().write(Response.getDefaultInstance());
    api.call(request).onSuccess(answer -> GrpcAnswers.respond(rpc.response(), answer, empty));
  }

  private RequestHead head(GrpcServerRequest<Buffer, Buffer> rpc) throws RefusedException {
    return RpcMessage.head(rpc, access.admit(Realm.READWRITE, RpcMessage.authorization(rpc)));
  }
}
