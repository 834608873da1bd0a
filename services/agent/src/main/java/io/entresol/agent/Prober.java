package io.entresol.agent;

import io.entresol.agent.container.ContainerId;
import io.entresol.agent.core.Probe;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Looks into tasks. A future that fails is a probe that failed. */
final class Prober {
  private final NetClient net;
  private final HttpClient http;
  private final Containers containers;

  Prober(Vertx vertx, Containers containers) {
    this.net = vertx.createNetClient();
    // As Mesos, which asks with curl -k: the probe looks for life, not for identity.
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setTrustAll(true).setVerifyHost(false).setKeepAlive(false));
    this.containers = containers;
  }

  Future<Probe.Result> probe(Probe probe) {
    Future<Probe.Result> result = look(probe);
    return probe
        .timeout()
        .map(timeout -> result.timeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS))
        .orElse(result);
  }

  private Future<Probe.Result> look(Probe probe) {
    if (probe.target() instanceof Probe.Http target) {
      return ask(target).map(response -> new Probe.Answered(response.statusCode()));
    }
    if (probe.target() instanceof Probe.Tcp target) {
      return connect(target);
    }
    Probe.Command target = (Probe.Command) probe.target();
    return containers
        .execute(
            new ContainerId(probe.container().getValue()),
            target.command(),
            probe.timeout().orElse(Duration.ofDays(1)))
        .map(Probe.Exited::new);
  }

  private Future<HttpClientResponse> ask(Probe.Http target) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(target.host())
            .setPort(target.port())
            .setSsl(target.scheme().equals("https"))
            .setURI(target.path().startsWith("/") ? target.path() : "/" + target.path())
            .setFollowRedirects(true);
    return http.request(options)
        .compose(HttpClientRequest::send)
        .compose(response -> response.end().map(response));
  }

  private Future<Probe.Result> connect(Probe.Tcp target) {
    return net.connect(target.port(), target.host())
        .compose(socket -> socket.close().otherwiseEmpty())
        .<Probe.Result>map(closed -> new Probe.Connected(true))
        .otherwise(new Probe.Connected(false));
  }
}
