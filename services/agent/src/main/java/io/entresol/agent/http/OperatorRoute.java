package io.entresol.agent.http;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.entresol.mesos.v1.agent.Call;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1}: what operators call. */
final class OperatorRoute {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorRoute.class);
  private static final String TYPES =
      "application/json or application/x-protobuf or application/recordio";

  private final AgentView agent;
  private final OperatorAnswers answers;

  OperatorRoute(AgentView agent, LoggingLevel logging) {
    this.agent = agent;
    this.answers = new OperatorAnswers(agent, logging);
  }

  void handle(RoutingContext context) {
    Optional<Call> read = CallBodies.read(context, Call.getDefaultInstance(), TYPES, "");
    if (read.isEmpty()) {
      return;
    }
    Call call = read.get();
    if (!agent.recovered()) {
      Answers.text(context, 503, "Agent has not finished recovery");
      return;
    }
    Optional<String> missing = missing(call);
    if (missing.isPresent()) {
      Answers.text(
          context,
          400,
          "Failed to validate agent::Call: Expecting '" + missing.get() + "' to be present");
      return;
    }
    Optional<String> type = CallBodies.accepted(context);
    if (type.isEmpty()) {
      refuseAccept(context, call);
      return;
    }
    answer(context, call, type.get());
  }

  private static void refuseAccept(RoutingContext context, Call call) {
    boolean stream =
        CallBodies.allows(context.request().getHeader("Accept"), "application/recordio");
    Answers.text(
        context,
        406,
        stream
            ? "Streaming response is not supported for " + call.getType() + " call"
            : "Expecting 'Accept' to allow " + TYPES);
  }

  /** Calls with parameters carry them in a field of their name; two may do without. */
  private static Optional<String> missing(Call call) {
    if (call.getType() == Call.Type.GET_CONTAINERS || call.getType() == Call.Type.PRUNE_IMAGES) {
      return Optional.empty();
    }
    String name = call.getType().name().toLowerCase(Locale.ROOT);
    FieldDescriptor field = Call.getDescriptor().findFieldByName(name);
    return field == null || call.hasField(field) ? Optional.empty() : Optional.of(name);
  }

  private void answer(RoutingContext context, Call call, String type) {
    answers
        .answer(context.vertx(), call)
        .onSuccess(
            response -> {
              if (response.hasType()) {
                Answers.send(context, 200, type, encoded(response, type));
              } else {
                Answers.empty(context, 200);
              }
            })
        .onFailure(
            failure -> {
              if (failure instanceof CallRefusedException refused) {
                Answers.text(context, refused.status(), refused.getMessage());
              } else {
                LOG.warn("The call {} failed", call.getType(), failure);
                Answers.text(context, 500, String.valueOf(failure.getMessage()));
              }
            });
  }

  private static Buffer encoded(Message response, String type) {
    return Buffer.buffer(CallBodies.encode(response, type));
  }
}
