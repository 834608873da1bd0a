package io.entresol.agent.http;

import io.entresol.agent.core.CallRefusal;
import io.entresol.agent.http.ExecutorTokens.Claims;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.executor.Call;
import io.entresol.mesos.v1.executor.Event;
import io.entresol.proto.RecordIoEncoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/v1/executor}: what executors call, and the streams on which they listen. */
final class ExecutorRoute {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorRoute.class);
  private static final String TYPES = "application/json or application/x-protobuf";

  /** An executor that does not read its stream is let go of when this much waits for it. */
  private static final int MAX_WAITING_BYTES = 64 << 20;

  private static final int NOT_KNOWN = 400;
  private static final int FORBIDDEN = 403;

  private final AgentView agent;

  ExecutorRoute(AgentView agent) {
    this.agent = agent;
  }

  void handle(RoutingContext context) {
    Optional<Call> call =
        CallBodies.read(
            context,
            Call.getDefaultInstance(),
            TYPES,
            "Failed to convert JSON into Call protobuf: ");
    if (call.isEmpty()) {
      return;
    }
    Optional<CallRefusal> refusal =
        agent
            .refusal(call.get())
            .filter(known -> known.status() == NOT_KNOWN)
            .or(() -> foreign(context, call.get()))
            .or(() -> agent.refusal(call.get()));
    if (refusal.isPresent()) {
      Answers.text(context, refusal.get().status(), refusal.get().message());
      return;
    }
    if (call.get().getType() == Call.Type.SUBSCRIBE) {
      subscribe(context, call.get());
    } else {
      agent.executorCalled(call.get());
      Answers.empty(context, 202);
    }
  }

  /** Whether the token is another executor's, or an earlier run's. */
  private Optional<CallRefusal> foreign(RoutingContext context, Call call) {
    Optional<Claims> claims = AgentAccess.claims(context);
    if (claims.isEmpty() || claims.equals(claimsOf(call))) {
      return Optional.empty();
    }
    return Optional.of(
        new CallRefusal(FORBIDDEN, "The token is not that of this run of the executor"));
  }

  private Optional<Claims> claimsOf(Call call) {
    return agent.state().frameworks().stream()
        .filter(framework -> framework.info().getId().equals(call.getFrameworkId()))
        .flatMap(framework -> framework.executors().stream())
        .filter(executor -> executor.info().getExecutorId().equals(call.getExecutorId()))
        .map(
            executor ->
                new Claims(
                    call.getFrameworkId().getValue(),
                    call.getExecutorId().getValue(),
                    executor.containerId().getValue()))
        .findFirst();
  }

  private void subscribe(RoutingContext context, Call call) {
    Optional<String> type = CallBodies.accepted(context);
    if (type.isEmpty()) {
      Answers.text(context, 406, "Expecting 'Accept' to allow " + TYPES);
      return;
    }
    FrameworkID framework = call.getFrameworkId();
    ExecutorID executor = call.getExecutorId();
    HttpServerResponse response =
        context
            .response()
            .setChunked(true)
            .putHeader("Content-Type", type.get())
            // Compression would hold events back.
            .putHeader("Content-Encoding", "identity");
    response.setWriteQueueMaxSize(MAX_WAITING_BYTES);
    EventStream stream = new EventStream(response, type.get());
    response.closeHandler(ignored -> agent.executors().closed(framework, executor, stream));
    response.exceptionHandler(
        failure -> LOG.debug("The stream of {} broke: {}", executor, failure.toString()));
    agent.executors().open(framework, executor, stream);
    agent.executorCalled(call);
  }

  private record EventStream(HttpServerResponse response, String type)
      implements ExecutorStreams.Stream {
    @Override
    public void send(Event event) {
      if (response.ended() || response.closed()) {
        return;
      }
      if (response.writeQueueFull()) {
        LOG.warn("An executor does not read its stream; it is closed");
        close();
        return;
      }
      response.write(Buffer.buffer(RecordIoEncoder.encode(CallBodies.encode(event, type))));
    }

    @Override
    public void close() {
      if (!response.ended() && !response.closed()) {
        response.end();
      }
    }
  }
}
