package io.entresol.gateway.core.call;

import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.ContentForm;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.mesos.v1.master.Call;
import java.util.List;
import java.util.Optional;

/**
 * A request to {@code /api/v1} that has passed every check which needs no state.
 *
 * @param answerForm the form of the answer
 * @param principal whom the client was authenticated as; empty if it was not asked
 */
public record OperatorRequest(Call call, ContentForm answerForm, Optional<String> principal) {
  /**
   * Checks in the order of Mesos: method, content type, body, shape, what the client accepts.
   *
   * @throws RefusedException with the first thing that is wrong
   */
  public static OperatorRequest check(RequestHead head, byte[] body) throws RefusedException {
    if (!head.method().equals("POST")) {
      throw new RefusedException(Answer.methodNotAllowed(List.of("POST"), head.method()));
    }
    Call call = CallBody.read(head.contentType(), body, Call.getDefaultInstance());
    Optional<String> problem = OperatorCallRules.problem(call);
    if (problem.isPresent()) {
      throw new RefusedException(
          Answer.badRequest("Failed to validate master::Call: " + problem.get()));
    }
    ContentForm form =
        ContentForm.acceptable(head.accept())
            .orElseThrow(() -> new RefusedException(ContentForm.notAcceptable()));
    if (call.getType() == Call.Type.UNKNOWN) {
      throw new RefusedException(Answer.bare(501));
    }
    return new OperatorRequest(call, form, head.principal());
  }
}
