package io.entresol.gateway.mesos;

import io.entresol.gateway.core.call.OperatorCallRules;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.gateway.http.Exchange;
import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.mesos.v1.master.Call;
import java.util.List;
import java.util.Optional;

/** The older endpoints that change something: forms and documents become operators' calls. */
final class ChangeEndpoints {
  /** Makes a call of a body. */
  interface Reading {
    Call call(byte[] body) throws RefusedException;
  }

  private final Master master;
  private final GatewayMetrics metrics;

  ChangeEndpoints(Master master, GatewayMetrics metrics) {
    this.master = master;
    this.metrics = metrics;
  }

  /** An endpoint that takes nothing but POST. */
  void post(Exchange exchange, byte[] body, Reading reading) {
    if (exchange.method().equals("POST")) {
      change(exchange, body, reading);
    } else {
      exchange.respond(Answer.methodNotAllowed(List.of("POST"), exchange.method()));
    }
  }

  void change(Exchange exchange, byte[] body, Reading reading) {
    Call call;
    try {
      call = checked(reading.call(body));
    } catch (RefusedException e) {
      exchange.respond(e.answer());
      return;
    }
    master
        .operator(call, exchange.principal())
        .map(
            reply ->
                Answer.decided(
                    reply.getStatus(),
                    reply.hasMessage() ? Optional.of(reply.getMessage()) : Optional.empty()))
        .otherwise(Master::refusal)
        .onSuccess(
            answer -> {
              metrics.call("operator", call.getType().name(), answer.status());
              exchange.respond(answer);
            });
  }

  private static Call checked(Call call) throws RefusedException {
    Optional<String> problem = OperatorCallRules.problem(call);
    if (problem.isPresent()) {
      throw new RefusedException(Answer.badRequest(problem.get()));
    }
    return call;
  }
}
