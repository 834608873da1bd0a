package io.entresol.gateway.core.call;

import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.ContentForm;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.mesos.v1.scheduler.Call;
import java.util.List;
import java.util.Optional;

/**
 * A request to {@code /api/v1/scheduler} that has passed every check which needs no state.
 *
 * @param answerForm the form of events, for a subscription
 * @param streamId what the client says its stream is; empty if it says nothing
 * @param principal whom the client was authenticated as; empty if it was not asked
 */
public record SchedulerRequest(
    Call call, ContentForm answerForm, Optional<String> streamId, Optional<String> principal) {
  /** The header that ties a call to its stream. */
  public static final String STREAM_ID = "Mesos-Stream-Id";

  /**
   * Checks in the order of Mesos: method, content type, body, shape, what the client accepts, the
   * stream.
   *
   * @throws RefusedException with the first thing that is wrong
   */
  public static SchedulerRequest check(RequestHead head, byte[] body) throws RefusedException {
    if (!head.method().equals("POST")) {
      throw new RefusedException(Answer.methodNotAllowed(List.of("POST"), head.method()));
    }
    Call call = CallBody.read(head.contentType(), body, Call.getDefaultInstance());
    Optional<String> problem = SchedulerCallRules.problem(call);
    if (problem.isPresent()) {
      throw refused("Failed to validate scheduler::Call: " + problem.get());
    }
    Optional<ContentForm> form = ContentForm.acceptable(head.accept());
    if (form.isEmpty() && isAnswered(call)) {
      throw new RefusedException(ContentForm.notAcceptable());
    }
    if (call.getType() == Call.Type.SUBSCRIBE && head.streamId().isPresent()) {
      throw refused("Subscribe calls should not include the 'Mesos-Stream-Id' header");
    }
    return new SchedulerRequest(
        call, form.orElse(ContentForm.JSON), head.streamId(), head.principal());
  }

  private static boolean isAnswered(Call call) {
    return call.getType() == Call.Type.SUBSCRIBE
        || call.getType() == Call.Type.RECONCILE_OPERATIONS;
  }

  private static RefusedException refused(String message) {
    return new RefusedException(Answer.badRequest(message));
  }
}
