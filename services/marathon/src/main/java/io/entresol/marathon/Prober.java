package io.entresol.marathon;

import io.entresol.marathon.core.effect.ProbeResult;
import io.entresol.marathon.core.effect.ProbeTarget;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes the checks. */
final class Prober {
  /** More of an answer's body than this is of no use to anybody. */
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private static final int POOL_SIZE = 256;

  private final HttpClient http;
  private final NetClient tcp;

  Prober(Vertx vertx) {
    // One connection for each check: what is asked is also whether a new one is taken.
    HttpClientOptions options =
        new HttpClientOptions().setKeepAlive(false).setTrustAll(true).setVerifyHost(false);
    this.http =
        vertx.createHttpClient(
            options, new PoolOptions().setHttp1MaxSize(POOL_SIZE).setMaxWaitQueueSize(POOL_SIZE));
    this.tcp = vertx.createNetClient();
  }

  /** Never fails: what goes wrong is the result. */
  Future<ProbeResult> probe(ProbeTarget target) {
    Future<ProbeResult> probed =
        target instanceof ProbeTarget.Http get ? get(get) : connect(target);
    Duration timeout = target.timeout();
    return probed
        .timeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS)
        .recover(failure -> Future.succeededFuture(failed(failure, timeout)));
  }

  private Future<ProbeResult> get(ProbeTarget.Http target) {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setSsl(target.tls())
            .setHost(target.host())
            .setPort(target.port())
            .setURI(target.path())
            .setTimeout(Math.max(1, target.timeout().toMillis()))
            .putHeader("User-Agent", "marathon-healthcheck");
    return http.request(request).compose(HttpClientRequest::send).compose(this::answered);
  }

  /** Reads as much of the body as is kept, and no more. */
  private Future<ProbeResult> answered(HttpClientResponse response) {
    Promise<ProbeResult> promise = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(promise::tryFail);
    response.endHandler(ignored -> promise.tryComplete(result(response, body)));
    response.handler(
        chunk -> {
          body.appendBuffer(chunk, 0, Math.min(chunk.length(), MAX_BODY_BYTES - body.length()));
          if (body.length() >= MAX_BODY_BYTES && promise.tryComplete(result(response, body))) {
            response.request().reset();
          }
        });
    return promise.future();
  }

  private static ProbeResult result(HttpClientResponse response, Buffer body) {
    String type = response.getHeader("Content-Type");
    return new ProbeResult.Answered(
        response.statusCode(), type == null ? "" : type, body.toString(StandardCharsets.UTF_8));
  }

  private Future<ProbeResult> connect(ProbeTarget target) {
    return tcp.connect(target.port(), target.host())
        .compose(NetSocket::close)
        .map(new ProbeResult.Connected());
  }

  private static ProbeResult failed(Throwable failure, Duration timeout) {
    boolean late = failure instanceof TimeoutException;
    return new ProbeResult.Failed(
        late
            ? "no answer within " + timeout.toMillis() + " ms"
            : String.valueOf(failure.getMessage()));
  }

  Future<Void> close() {
    return Future.join(http.close(), tcp.close()).mapEmpty();
  }
}
