package io.entresol.gateway.core.http;

/** A request that is answered with a refusal. Costs no stack trace: it is no fault of ours. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  public RefusedException(Answer answer) {
    super("" + answer.status(), null, false, false);
    this.answer = answer;
  }

  public Answer answer() {
    return answer;
  }
}
