package io.entresol.gateway.mesos;

import io.entresol.gateway.core.document.AgentCounts;
import io.entresol.gateway.core.document.StateDocument;
import io.entresol.gateway.core.document.StateDocuments;
import io.entresol.gateway.core.document.TaskFilter;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.Jsonp;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.gateway.core.http.SnapshotTimeout;
import io.entresol.gateway.http.DocumentResponse;
import io.entresol.gateway.http.Exchange;
import io.entresol.gateway.http.JsonAnswers;
import io.entresol.mesos.v1.Flag;
import io.entresol.mesos.v1.Metric;
import io.entresol.mesos.v1.WeightInfo;
import io.entresol.mesos.v1.master.Call;
import io.entresol.mesos.v1.master.Response;
import io.entresol.proto.MesosJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The older endpoints that read: documents about the cluster, and what this process knows. */
final class ReadEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(ReadEndpoints.class);

  private final Vertx vertx;
  private final Master master;
  private final LocalServices local;

  ReadEndpoints(Vertx vertx, Master master, LocalServices local) {
    this.vertx = vertx;
    this.master = master;
    this.local = local;
  }

  void state(Exchange exchange) {
    master
        .metrics()
        .onSuccess(
            metrics -> send(exchange, StateDocuments.state(local.build(), AgentCounts.of(metrics))))
        .onFailure(failure -> exchange.respond(Master.refusal(failure)));
  }

  void summary(Exchange exchange) {
    send(exchange, StateDocuments.summary());
  }

  void agents(Exchange exchange) {
    send(exchange, StateDocuments.agents(parameter(exchange, "slave_id")));
  }

  void frameworks(Exchange exchange) {
    send(exchange, StateDocuments.frameworks(parameter(exchange, "framework_id")));
  }

  void tasks(Exchange exchange) {
    send(exchange, StateDocuments.tasks(TaskFilter.of(exchange.query())));
  }

  void roles(Exchange exchange) {
    send(exchange, StateDocuments.roles());
  }

  void registry(Exchange exchange) {
    send(exchange, StateDocuments.registry());
  }

  private static Optional<String> parameter(Exchange exchange, String name) {
    return Optional.ofNullable(exchange.query().get(name));
  }

  private void send(Exchange exchange, StateDocument document) {
    DocumentResponse.send(vertx, exchange, master::state, document, Jsonp.of(exchange.query()))
        .onFailure(
            failure -> {
              if (exchange.response().headWritten()) {
                LOG.warn("{} broke off: {}", exchange.path(), failure.getMessage());
              } else {
                exchange.respond(Master.refusal(failure));
              }
            });
  }

  /** The master's options; while none leads, the gateway's own. */
  void flags(Exchange exchange) {
    if (master.leader().isPresent()) {
      send(exchange, StateDocuments.flags());
      return;
    }
    exchange.respond(
        JsonAnswers.of(
            Jsonp.of(exchange.query()),
            json -> {
              json.writeStartObject();
              json.writeObjectFieldStart("flags");
              for (Flag flag : local.flags()) {
                json.writeStringField(flag.getName(), flag.getValue());
              }
              json.writeEndObject();
              json.writeEndObject();
            }));
  }

  void version(Exchange exchange) {
    exchange.respond(
        JsonAnswers.of(Jsonp.of(exchange.query()), json -> local.build().writeSorted(json)));
  }

  /**
   * The leading master's figures, or only that this one does not lead.
   *
   * @param leads whether there is a leader that this process speaks for
   */
  void metrics(Exchange exchange, boolean leads) {
    Optional<String> problem = SnapshotTimeout.problem(exchange.query().get("timeout"));
    if (problem.isPresent()) {
      exchange.respond(Answer.badRequest(problem.get()));
      return;
    }
    Future<List<Metric>> metrics =
        leads
            ? master.metrics()
            : Future.succeededFuture(
                List.of(Metric.newBuilder().setName("master/elected").setValue(0).build()));
    metrics
        .compose(
            figures ->
                vertx
                    .executeBlocking(SystemStats::read, false)
                    .map(stats -> snapshot(figures, stats, Jsonp.of(exchange.query()))))
        .onSuccess(exchange::respond)
        .onFailure(failure -> exchange.respond(Master.refusal(failure)));
  }

  private static Answer snapshot(List<Metric> metrics, SystemStats stats, Jsonp jsonp) {
    Map<String, Double> sorted = new TreeMap<>(stats.metrics());
    metrics.forEach(metric -> sorted.put(metric.getName(), metric.getValue()));
    return JsonAnswers.of(
        jsonp,
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, Double> metric : sorted.entrySet()) {
            json.writeFieldName(metric.getKey());
            MesosJson.writeDouble(metric.getValue(), json);
          }
          json.writeEndObject();
        });
  }

  void systemStats(Exchange exchange) {
    vertx
        .executeBlocking(SystemStats::read, false)
        .onSuccess(
            stats -> exchange.respond(JsonAnswers.of(Jsonp.of(exchange.query()), stats::write)))
        .onFailure(failure -> exchange.respond(Answer.text(500, failure.getMessage())));
  }

  void weights(Exchange exchange) {
    read(
        exchange,
        Call.Type.GET_WEIGHTS,
        response ->
            json -> {
              json.writeStartArray();
              for (WeightInfo weight : response.getGetWeights().getWeightInfosList()) {
                MesosJson.writeSorted(weight, json);
              }
              json.writeEndArray();
            });
  }

  void quota(Exchange exchange) {
    read(
        exchange,
        Call.Type.GET_QUOTA,
        response -> json -> MesosJson.write(response.getGetQuota().getStatus(), json));
  }

  void maintenanceSchedule(Exchange exchange) {
    read(
        exchange,
        Call.Type.GET_MAINTENANCE_SCHEDULE,
        response ->
            json ->
                MesosJson.writeSorted(response.getGetMaintenanceSchedule().getSchedule(), json));
  }

  void maintenanceStatus(Exchange exchange) {
    read(
        exchange,
        Call.Type.GET_MAINTENANCE_STATUS,
        response ->
            json -> MesosJson.writeSorted(response.getGetMaintenanceStatus().getStatus(), json));
  }

  private interface Rendering {
    JsonAnswers.Content of(Response response);
  }

  private void read(Exchange exchange, Call.Type type, Rendering rendering) {
    master
        .operator(Call.newBuilder().setType(type).build(), exchange.principal())
        .compose(
            reply ->
                reply.getStatus() == 200
                    ? Future.succeededFuture(reply.getResponse())
                    : Future.failedFuture(
                        new RefusedException(
                            Answer.decided(
                                reply.getStatus(),
                                Optional.of(reply.getMessage()).filter(text -> !text.isEmpty())))))
        .onSuccess(
            response ->
                exchange.respond(
                    JsonAnswers.of(Jsonp.of(exchange.query()), rendering.of(response))))
        .onFailure(failure -> exchange.respond(Master.refusal(failure)));
  }
}
