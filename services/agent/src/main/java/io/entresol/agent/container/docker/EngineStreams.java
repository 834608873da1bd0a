package io.entresol.agent.container.docker;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The endless answers of the Docker Engine: its events, and the output of containers. docker-java
 * would hold a thread for each; here each costs a connection alone.
 */
final class EngineStreams {
  private static final int OK = 200;
  private static final int STREAMS_MOST = 65_536;

  private final HttpClient client;
  private final SocketAddress socket;

  EngineStreams(Vertx vertx, Path socket) {
    this.socket = SocketAddress.domainSocketAddress(socket.toAbsolutePath().toString());
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(false),
            new PoolOptions().setHttp1MaxSize(STREAMS_MOST));
  }

  /** The ends of containers that have that label, from then on; comes paused. */
  Future<HttpClientResponse> ends(String label, Instant since) {
    JsonObject filters =
        new JsonObject()
            .put("type", new JsonArray().add("container"))
            .put("event", new JsonArray().add("die"))
            .put("label", new JsonArray().add(label));
    return get("/events?since=" + seconds(since) + "&filters=" + encoded(filters.encode()));
  }

  /**
   * A container's output, from then on or all of it; comes paused.
   *
   * @param follow whether to go on until the container ends; else up to what there is now
   */
  Future<HttpClientResponse> output(String engineId, Optional<Instant> since, boolean follow) {
    return get(
        "/containers/"
            + engineId
            + "/logs?follow="
            + follow
            + "&stdout=1&stderr=1&timestamps=1"
            + since.map(time -> "&since=" + seconds(time)).orElse(""));
  }

  private Future<HttpClientResponse> get(String path) {
    RequestOptions request =
        new RequestOptions()
            .setServer(socket)
            .setHost("localhost")
            .setMethod(HttpMethod.GET)
            .setURI(path);
    return client.request(request).compose(HttpClientRequest::send).compose(EngineStreams::checked);
  }

  private static Future<HttpClientResponse> checked(HttpClientResponse response) {
    if (response.statusCode() == OK) {
      response.pause();
      return Future.succeededFuture(response);
    }
    return response
        .body()
        .compose(
            body ->
                Future.failedFuture(
                    new EngineException(response.statusCode(), body.toString().trim())));
  }

  private static String seconds(Instant time) {
    return String.format("%d.%09d", time.getEpochSecond(), time.getNano());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  Future<Void> close() {
    return client.close();
  }
}
