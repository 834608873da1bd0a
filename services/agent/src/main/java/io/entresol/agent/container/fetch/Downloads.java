package io.entresol.agent.container.fetch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Copies what a web server sends into files, redirects followed. */
final class Downloads {
  private final Vertx vertx;
  private final WebClient client;

  /**
   * @param stallTimeout how long a server may send nothing
   */
  Downloads(Vertx vertx, Duration stallTimeout) {
    this.vertx = vertx;
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setUserAgent("entresol-fetcher")
                .setFollowRedirects(true)
                .setDecompressionSupported(false)
                .setConnectTimeout((int) stallTimeout.toMillis())
                .setReadIdleTimeout((int) stallTimeout.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
  }

  /** Fails with the server's answer if it is not a success. */
  Future<Void> download(URI uri, Path file) {
    OpenOptions fresh = new OpenOptions().setCreate(true).setWrite(true).setTruncateExisting(true);
    return vertx
        .fileSystem()
        .open(file.toString(), fresh)
        .compose(target -> client.getAbs(uri.toString()).as(BodyCodec.pipe(target)).send())
        .compose(Downloads::successful);
  }

  private static Future<Void> successful(HttpResponse<Void> response) {
    return response.statusCode() / 100 == 2
        ? Future.succeededFuture()
        : Future.failedFuture(
            new IOException(
                "the server answered " + response.statusCode() + " " + response.statusMessage()));
  }

  void close() {
    client.close();
  }
}
