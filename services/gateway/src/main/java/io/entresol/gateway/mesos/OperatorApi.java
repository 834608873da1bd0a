package io.entresol.gateway.mesos;

import io.entresol.gateway.core.call.OperatorRequest;
import io.entresol.gateway.core.call.RequestHead;
import io.entresol.gateway.core.document.BuildInfo;
import io.entresol.gateway.core.document.OperatorDocuments;
import io.entresol.gateway.core.document.ResponseCollector;
import io.entresol.gateway.core.document.StateDocument;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.ContentForm;
import io.entresol.gateway.core.http.Jsonp;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.gateway.core.render.OperatorAnswers;
import io.entresol.gateway.http.DocumentResponse;
import io.entresol.gateway.http.Exchange;
import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.mesos.v1.Metric;
import io.entresol.mesos.v1.VersionInfo;
import io.entresol.mesos.v1.master.Call;
import io.entresol.mesos.v1.master.Event;
import io.entresol.mesos.v1.master.Response;
import io.entresol.proto.bus.OperatorReply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@code /api/v1}: what operators ask is answered out of the master's state or handed on to it. */
public final class OperatorApi {
  private final Vertx vertx;
  private final Master master;
  private final Streams streams;
  private final GatewayMetrics metrics;
  private final LocalServices local;

  OperatorApi(
      Vertx vertx, Master master, Streams streams, GatewayMetrics metrics, LocalServices local) {
    this.vertx = vertx;
    this.master = master;
    this.streams = streams;
    this.metrics = metrics;
    this.local = local;
  }

  void handle(Exchange exchange, byte[] body) {
    OperatorRequest request;
    try {
      request = check(SchedulerApi.head(exchange), body);
    } catch (RefusedException e) {
      exchange.respond(e.answer());
      return;
    }
    Optional<StateDocument> document = OperatorDocuments.of(request.call().getType());
    if (request.call().getType() == Call.Type.SUBSCRIBE) {
      subscribe(request, new HttpEventSink<>(exchange, request.answerForm(), false));
    } else if (document.isPresent() && request.answerForm() == ContentForm.JSON) {
      send(exchange, request.call(), document.get());
    } else {
      call(request).onSuccess(exchange::respond);
    }
  }

  /**
   * Checks a request, and counts it if something is wrong with it.
   *
   * @throws RefusedException with what is wrong
   */
  public OperatorRequest check(RequestHead head, byte[] body) throws RefusedException {
    try {
      return OperatorRequest.check(head, body);
    } catch (RefusedException e) {
      metrics.call("operator", "INVALID", e.answer().status());
      throw e;
    }
  }

  /** Carries a SUBSCRIBE out. */
  public void subscribe(OperatorRequest request, EventSink<Event> sink) {
    streams.subscribe(sink, request.principal());
  }

  /** Carries any other call out, its answer whole in memory. Never fails. */
  public Future<Answer> call(OperatorRequest request) {
    return answer(request)
        .otherwise(Master::refusal)
        .onSuccess(
            answer -> metrics.call("operator", request.call().getType().name(), answer.status()));
  }

  private void send(Exchange exchange, Call call, StateDocument document) {
    DocumentResponse.send(vertx, exchange, master::state, document, Jsonp.PLAIN)
        .onSuccess(ignored -> metrics.call("operator", call.getType().name(), 200))
        .onFailure(
            failure -> {
              if (!exchange.response().headWritten()) {
                respond(exchange, call.getType().name(), Master.refusal(failure));
              }
            });
  }

  private Future<Answer> answer(OperatorRequest request) {
    Call call = request.call();
    ContentForm form = request.answerForm();
    if (ResponseCollector.serves(call.getType())) {
      return collect(new ResponseCollector(call.getType()), Optional.empty())
          .map(response -> written(response, form));
    }
    return switch (call.getType()) {
      case GET_HEALTH ->
          answer(
              Response.newBuilder().setGetHealth(Response.GetHealth.newBuilder().setHealthy(true)),
              call,
              form);
      case GET_VERSION ->
          answer(
              Response.newBuilder()
                  .setGetVersion(
                      Response.GetVersion.newBuilder().setVersionInfo(version(local.build()))),
              call,
              form);
      case GET_LOGGING_LEVEL ->
          answer(
              Response.newBuilder()
                  .setGetLoggingLevel(
                      Response.GetLoggingLevel.newBuilder()
                          .setLevel((int) local.logLevel().level())),
              call,
              form);
      case SET_LOGGING_LEVEL -> setLoggingLevel(call.getSetLoggingLevel());
      case GET_METRICS -> metrics(call, form);
      case LIST_FILES -> listFiles(call, form);
      case READ_FILE -> readFile(call, form);
      default -> master.operator(call, request.principal()).map(reply -> decided(reply, form));
    };
  }

  private Future<Response> collect(ResponseCollector collector, Optional<String> token) {
    return master
        .state(collector.reads(), token)
        .compose(
            page -> {
              collector.page(page);
              return page.hasNextPageToken()
                  ? collect(collector, Optional.of(page.getNextPageToken()))
                  : Future.succeededFuture(collector.build());
            });
  }

  private static Future<Answer> answer(Response.Builder response, Call call, ContentForm form) {
    return Future.succeededFuture(
        written(response.setType(Response.Type.valueOf(call.getType().name())).build(), form));
  }

  private static Answer written(Response response, ContentForm form) {
    return Answer.of(200, form.mediaType(), form.write(response));
  }

  private static Answer decided(OperatorReply reply, ContentForm form) {
    return reply.hasResponse()
        ? written(OperatorAnswers.normal(reply.getResponse()), form)
        : Answer.decided(
            reply.getStatus(),
            reply.hasMessage() ? Optional.of(reply.getMessage()) : Optional.empty());
  }

  private static VersionInfo version(BuildInfo build) {
    VersionInfo.Builder version =
        VersionInfo.newBuilder()
            .setVersion(build.version())
            .setBuildDate(build.date())
            .setBuildTime(build.time())
            .setBuildUser(build.user());
    build.gitSha().ifPresent(version::setGitSha);
    build.gitBranch().ifPresent(version::setGitBranch);
    build.gitTag().ifPresent(version::setGitTag);
    return version.build();
  }

  private Future<Answer> setLoggingLevel(Call.SetLoggingLevel call) {
    local
        .logLevel()
        .set(
            Integer.toUnsignedLong(call.getLevel()),
            Duration.ofNanos(call.getDuration().getNanoseconds()));
    return Future.succeededFuture(Answer.empty(200));
  }

  private Future<Answer> metrics(Call call, ContentForm form) {
    return master
        .metrics()
        .compose(
            metrics -> {
              List<Metric> sorted =
                  metrics.stream().sorted(Comparator.comparing(Metric::getName)).toList();
              return answer(
                  Response.newBuilder()
                      .setGetMetrics(Response.GetMetrics.newBuilder().addAllMetrics(sorted)),
                  call,
                  form);
            });
  }

  private Future<Answer> listFiles(Call call, ContentForm form) {
    return vertx
        .executeBlocking(() -> local.files().resolve(call.getListFiles().getPath()), false)
        .compose(
            // There is nothing in a file, as Mesos lists it.
            file ->
                answer(
                    Response.newBuilder().setListFiles(Response.ListFiles.getDefaultInstance()),
                    call,
                    form));
  }

  private Future<Answer> readFile(Call call, ContentForm form) {
    Call.ReadFile read = call.getReadFile();
    Optional<Long> length = read.hasLength() ? Optional.of(read.getLength()) : Optional.empty();
    return vertx
        .executeBlocking(() -> local.files().read(read.getPath(), read.getOffset(), length), false)
        .compose(
            part ->
                answer(
                    Response.newBuilder()
                        .setReadFile(
                            Response.ReadFile.newBuilder()
                                .setSize(part.fileSize())
                                .setData(part.data())),
                    call,
                    form));
  }

  private void respond(Exchange exchange, String type, Answer answer) {
    metrics.call("operator", type, answer.status());
    exchange.respond(answer);
  }
}
