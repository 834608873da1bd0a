package io.entresol.gateway.core.grpc;

/** The status codes of gRPC that stand for HTTP's. */
public enum GrpcCode {
  OK(0),
  UNKNOWN(2),
  INVALID_ARGUMENT(3),
  DEADLINE_EXCEEDED(4),
  NOT_FOUND(5),
  PERMISSION_DENIED(7),
  RESOURCE_EXHAUSTED(8),
  FAILED_PRECONDITION(9),
  UNIMPLEMENTED(12),
  INTERNAL(13),
  UNAVAILABLE(14),
  UNAUTHENTICATED(16);

  private final int number;

  GrpcCode(int number) {
    this.number = number;
  }

  /** As on the wire. */
  public int number() {
    return number;
  }

  /** What an HTTP status that Mesos gives is in gRPC. */
  public static GrpcCode ofHttp(int status) {
    if (status >= 200 && status < 300) {
      return OK;
    }
    return switch (status) {
      case 400, 406, 415 -> INVALID_ARGUMENT;
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404 -> NOT_FOUND;
      case 405, 501 -> UNIMPLEMENTED;
      case 409 -> FAILED_PRECONDITION;
      case 413, 429 -> RESOURCE_EXHAUSTED;
      case 500 -> INTERNAL;
      case 504 -> DEADLINE_EXCEEDED;
      case 307, 502, 503 -> UNAVAILABLE;
      default -> UNKNOWN;
    };
  }
}
