package io.entresol.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Reads a request's body, with a length or in chunks, up to a limit. */
public final class RequestBody {
  /** The body is longer than it may be. */
  public static final class TooLongException extends Exception {
    private static final long serialVersionUID = 1L;

    TooLongException(int limit) {
      super("The body is longer than " + limit + " bytes", null, false, false);
    }
  }

  private RequestBody() {}

  /**
   * Reads it. To be called at once when the request comes in.
   *
   * @return fails with {@link TooLongException}, or with what broke the connection
   */
  public static Future<byte[]> read(HttpServerRequest request, int limit) {
    if (announcedLength(request) > limit) {
      return Future.failedFuture(new TooLongException(limit));
    }
    Promise<byte[]> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    request.handler(
        piece -> {
          if (body.length() + piece.length() > limit) {
            request.pause();
            whole.tryFail(new TooLongException(limit));
          } else {
            body.appendBuffer(piece);
          }
        });
    request.endHandler(ignored -> whole.tryComplete(body.getBytes()));
    request.exceptionHandler(whole::tryFail);
    return whole.future();
  }

  private static long announcedLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length.strip());
    } catch (NumberFormatException e) {
      // The decoder refuses such a request by itself.
      return 0;
    }
  }
}
