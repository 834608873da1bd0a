package io.entresol.agent.http;

/** A call that is understood and not obeyed. */
final class CallRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;

  /**
   * @param status the HTTP status that Mesos gives
   */
  CallRefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
