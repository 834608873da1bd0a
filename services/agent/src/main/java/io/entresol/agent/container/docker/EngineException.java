package io.entresol.agent.container.docker;

/** The Docker Engine refused a request, or could not be asked; the message is the engine's own. */
final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1;
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;

  private final int status;

  /**
   * @param status the HTTP status; 0 if the engine did not answer
   */
  EngineException(int status, String message) {
    super(message);
    this.status = status;
  }

  EngineException(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
  }

  int status() {
    return status;
  }
}
