package io.entresol.gateway.mesos;

import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.Jsonp;
import io.entresol.gateway.http.Exchange;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.proto.bus.ExplainReply;
import io.entresol.proto.bus.ExplainRequest;
import io.entresol.proto.bus.ToAllocator;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.NoLeaderException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** {@code /frameworks/<id>/explain} and {@code /roles/<role>/explain}: why is there no offer? */
final class ExplainEndpoints {
  private static final String SUFFIX = "/explain";

  private final ClusterNode node;
  private final Duration timeout;

  ExplainEndpoints(ClusterNode node, Duration timeout) {
    this.node = node;
    this.timeout = timeout;
  }

  /**
   * Whether an explanation is asked for.
   *
   * @param rest what stands below the frameworks' or roles' own path
   */
  static boolean isMeant(String rest) {
    return rest.endsWith(SUFFIX) && rest.length() > SUFFIX.length();
  }

  private static String subject(String rest) {
    return rest.substring(0, rest.length() - SUFFIX.length());
  }

  void framework(Exchange exchange, String rest) {
    String id = subject(rest);
    explain(
        exchange,
        ExplainRequest.newBuilder().setFrameworkId(FrameworkID.newBuilder().setValue(id)),
        "The allocator knows no framework '" + id + "': it has ended, or there never was one.");
  }

  void role(Exchange exchange, String rest) {
    String role = subject(rest);
    explain(
        exchange,
        ExplainRequest.newBuilder().setRole(role),
        "The allocator knows no role '"
            + role
            + "': nobody is subscribed to it or holds"
            + " anything in it.");
  }

  private void explain(Exchange exchange, ExplainRequest.Builder request, String unknown) {
    if (!exchange.method().equals("GET") && !exchange.isHead()) {
      exchange.respond(Answer.methodNotAllowed(List.of("GET"), exchange.method()));
      return;
    }
    node.allocatorBus()
        .ask(ToAllocator.newBuilder().setExplain(request), timeout)
        .map(reply -> answer(reply.getExplain(), Jsonp.of(exchange.query()), unknown))
        .otherwise(ExplainEndpoints::refusal)
        .onSuccess(exchange::respond);
  }

  private static Answer answer(ExplainReply reply, Jsonp jsonp, String unknown) {
    if (!reply.getKnown()) {
      return Answer.text(404, unknown);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(jsonp.prefix());
    body.writeBytes(reply.getJson().getBytes(StandardCharsets.UTF_8));
    body.writeBytes(jsonp.suffix());
    return Answer.of(200, jsonp.contentType(), body.toByteArray());
  }

  private static Answer refusal(Throwable failure) {
    return failure instanceof NoLeaderException
        ? Answer.text(503, "No allocator leads: nobody is offered anything")
        : Answer.text(503, "The leading allocator did not answer: " + failure.getMessage());
  }
}
