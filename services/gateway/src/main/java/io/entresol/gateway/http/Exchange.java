package io.entresol.gateway.http;

import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.FormText;
import io.entresol.gateway.core.http.Negotiation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** One request and its answer. */
public final class Exchange {
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String CONTENT_LENGTH = "Content-Length";
  private static final String CONTENT_ENCODING = "Content-Encoding";

  /** Bodies below it are not worth compressing. */
  private static final int MIN_GZIP_BYTES = 1024;

  private final HttpServerRequest request;
  private final boolean compresses;
  private final String path;
  private final Map<String, String> query;
  private Optional<String> principal = Optional.empty();

  public Exchange(HttpServerRequest request) {
    this(request, true);
  }

  /**
   * An exchange that begins.
   *
   * @param compresses whether answers may be compressed if the client likes it
   */
  public Exchange(HttpServerRequest request, boolean compresses) {
    this.request = request;
    this.compresses = compresses;
    this.path = decoded(request.path());
    this.query = parsed(request.query());
  }

  private static String decoded(String path) {
    try {
      return path == null ? "" : FormText.decode(path);
    } catch (IllegalArgumentException e) {
      // No endpoint has such a name; it will not be found.
      return path;
    }
  }

  private static Map<String, String> parsed(String query) {
    try {
      return query == null ? Map.of() : FormText.parse(query);
    } catch (IllegalArgumentException e) {
      // As if it had not been given.
      return Map.of();
    }
  }

  public HttpServerRequest request() {
    return request;
  }

  public HttpServerResponse response() {
    return request.response();
  }

  public String method() {
    return request.method().name();
  }

  /** Decoded, without the query, whatever form the request's target has. */
  public String path() {
    return path;
  }

  public Map<String, String> query() {
    return query;
  }

  public Optional<String> header(CharSequence name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  /** Whom the client was authenticated as; empty if it was not asked. */
  public Optional<String> principal() {
    return principal;
  }

  /** Sets whom the client was authenticated as. */
  public void principal(Optional<String> authenticated) {
    principal = authenticated;
  }

  public boolean isHead() {
    return request.method().equals(HttpMethod.HEAD);
  }

  /** Whether the body may be compressed. */
  public boolean allowsGzip() {
    return compresses && Negotiation.allowsGzip(header(HttpHeaders.ACCEPT_ENCODING));
  }

  /** Whether the answer may come without its length. */
  public boolean allowsChunks() {
    return request.version() != HttpVersion.HTTP_1_0;
  }

  /** Whether nobody waits for an answer any more. */
  public boolean isClosed() {
    return response().ended() || response().closed();
  }

  /** Answers, compressed if the client likes it and it pays. */
  public Future<Void> respond(Answer answer) {
    if (isClosed()) {
      return Future.succeededFuture();
    }
    begin(answer.status());
    answer.headers().forEach(response()::putHeader);
    answer.contentType().ifPresent(type -> response().putHeader(CONTENT_TYPE, type));
    byte[] body = answer.body().toByteArray();
    if (body.length >= MIN_GZIP_BYTES && allowsGzip()) {
      body = gzip(body);
      response().putHeader(CONTENT_ENCODING, "gzip");
    }
    if (isHead()) {
      return endHead(body.length);
    }
    response().putHeader(CONTENT_LENGTH, Integer.toString(body.length));
    return response().end(Buffer.buffer(body));
  }

  /** Answers a HEAD with the length that the body would have. */
  public Future<Void> endHead(long length) {
    response().putHeader(CONTENT_LENGTH, Long.toString(length));
    return response().end();
  }

  /** Begins an answer whose length is not known yet. */
  public void beginChunks(String contentType) {
    begin(200);
    response().putHeader(CONTENT_TYPE, contentType);
    response().setChunked(true);
  }

  /** Sets what every answer begins with. */
  public void begin(int status) {
    response().setStatusCode(status);
    response()
        .putHeader(
            "Date",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC)));
  }

  /** Answers and closes the connection: the rest of the request is not wanted. */
  public void refuse(Answer answer) {
    response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    respond(answer).onComplete(ignored -> request.connection().close());
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
