package io.entresol.gateway.mesos;

import io.entresol.gateway.core.call.RequestHead;
import io.entresol.gateway.core.call.SchedulerRequest;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.gateway.http.Exchange;
import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.SchedulerCall;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/** {@code /api/v1/scheduler}. */
final class SchedulerApi {
  private final Master master;
  private final Streams streams;
  private final GatewayMetrics metrics;

  SchedulerApi(Master master, Streams streams, GatewayMetrics metrics) {
    this.master = master;
    this.streams = streams;
    this.metrics = metrics;
  }

  void handle(Exchange exchange, byte[] body) {
    SchedulerRequest request;
    try {
      request = SchedulerRequest.check(head(exchange), body);
    } catch (RefusedException e) {
      respond(exchange, "INVALID", e.answer());
      return;
    }
    if (request.call().getType() == Call.Type.SUBSCRIBE) {
      streams.subscribe(exchange, request);
    } else {
      call(exchange, request);
    }
  }

  /** What counts of a request to a v1 API. */
  static RequestHead head(Exchange exchange) {
    return new RequestHead(
        exchange.method(),
        exchange.header(HttpHeaders.CONTENT_TYPE),
        exchange.header(HttpHeaders.ACCEPT),
        exchange.header(SchedulerRequest.STREAM_ID));
  }

  private void call(Exchange exchange, SchedulerRequest request) {
    SchedulerCall.Builder call = SchedulerCall.newBuilder().setCall(request.call());
    request.streamId().ifPresent(id -> call.setStream(streams.endpoint(id)));
    String type = request.call().getType().name();
    master
        .scheduler(call.build())
        .onSuccess(reply -> respond(exchange, type, answer(reply)))
        .onFailure(failure -> respond(exchange, type, Master.refusal(failure)));
  }

  private static Answer answer(CallReply reply) {
    return Answer.decided(
        reply.getStatus(), reply.hasMessage() ? Optional.of(reply.getMessage()) : Optional.empty());
  }

  private void respond(Exchange exchange, String type, Answer answer) {
    metrics.call("scheduler", type, answer.status());
    exchange.respond(answer);
  }
}
