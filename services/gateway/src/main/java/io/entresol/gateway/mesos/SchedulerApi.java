package io.entresol.gateway.mesos;

import io.entresol.gateway.core.call.RequestHead;
import io.entresol.gateway.core.call.SchedulerRequest;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.gateway.http.Exchange;
import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.runtime.NoLeaderException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;

/** The scheduler API: {@code /api/v1/scheduler}, and the same over gRPC. */
public final class SchedulerApi {
  private static final int FIRST_REFUSAL = 300;

  private final Master master;
  private final Streams streams;
  private final GatewayMetrics metrics;

  public SchedulerApi(Master master, Streams streams, GatewayMetrics metrics) {
    this.master = master;
    this.streams = streams;
    this.metrics = metrics;
  }

  void handle(Exchange exchange, byte[] body) {
    SchedulerRequest request;
    try {
      request = check(head(exchange), body);
    } catch (RefusedException e) {
      exchange.respond(e.answer());
      return;
    }
    if (request.call().getType() == Call.Type.SUBSCRIBE) {
      subscribe(request, new HttpEventSink<>(exchange, request.answerForm(), true));
    } else {
      call(request).onSuccess(exchange::respond);
    }
  }

  /**
   * Checks a request, and counts it if something is wrong with it.
   *
   * @throws RefusedException with what is wrong
   */
  public SchedulerRequest check(RequestHead head, byte[] body) throws RefusedException {
    try {
      return SchedulerRequest.check(head, body);
    } catch (RefusedException e) {
      metrics.call("scheduler", "INVALID", e.answer().status());
      throw e;
    }
  }

  /** Carries a SUBSCRIBE out. */
  public void subscribe(SchedulerRequest request, EventSink<Event> sink) {
    streams.subscribe(sink, request.call(), request.principal());
  }

  /** Carries any other call out. Never fails. */
  public Future<Answer> call(SchedulerRequest request) {
    String stream = request.streamId().orElse("");
    return streams
        .kept()
        .resumed(stream)
        .compose(ignored -> ask(request), ignored -> Future.succeededFuture(Master.noLeader()))
        .onSuccess(
            answer -> metrics.call("scheduler", request.call().getType().name(), answer.status()));
  }

  /** What counts of a request to a v1 API. */
  static RequestHead head(Exchange exchange) {
    return new RequestHead(
        exchange.method(),
        exchange.header(HttpHeaders.CONTENT_TYPE),
        exchange.header(HttpHeaders.ACCEPT),
        exchange.header(SchedulerRequest.STREAM_ID),
        exchange.principal());
  }

  /** Whether a call that names its stream may wait for a master, if there is none. */
  boolean mayWait(Exchange exchange) {
    return exchange.header(SchedulerRequest.STREAM_ID).filter(streams.kept()::has).isPresent();
  }

  private Future<Answer> ask(SchedulerRequest request) {
    return master
        .scheduler(message(request))
        .map(reply -> decided(request, reply))
        .recover(failure -> askAgain(request, failure))
        .otherwise(Master::refusal);
  }

  /** The master may have gone before its streams have noticed: then nothing was sent yet. */
  private Future<Answer> askAgain(SchedulerRequest request, Throwable failure) {
    boolean waits =
        failure instanceof NoLeaderException
            && request.streamId().filter(streams.kept()::has).isPresent();
    if (!waits) {
      return Future.failedFuture(failure);
    }
    return streams
        .kept()
        .resumedSoon(request.streamId().get())
        .compose(
            ignored -> master.scheduler(message(request)), ignored -> Future.failedFuture(failure))
        .map(reply -> decided(request, reply));
  }

  private SchedulerCall message(SchedulerRequest request) {
    SchedulerCall.Builder call = SchedulerCall.newBuilder().setCall(request.call());
    request.streamId().ifPresent(id -> call.setStream(streams.endpoint(id)));
    request.principal().ifPresent(call::setPrincipal);
    return call.build();
  }

  private Answer decided(SchedulerRequest request, CallReply reply) {
    if (reply.getStatus() < FIRST_REFUSAL) {
      request.streamId().ifPresent(id -> streams.kept().said(id, request.call()));
    }
    return Outlet.answer(reply);
  }
}
