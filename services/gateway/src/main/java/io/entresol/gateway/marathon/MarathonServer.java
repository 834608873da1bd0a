package io.entresol.gateway.marathon;

import com.google.protobuf.ByteString;
import io.entresol.gateway.GatewayOptions;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.Jsonp;
import io.entresol.gateway.core.http.Negotiation;
import io.entresol.gateway.core.metrics.MarathonMetrics;
import io.entresol.gateway.http.Exchange;
import io.entresol.gateway.http.JsonAnswers;
import io.entresol.gateway.http.Pages;
import io.entresol.gateway.http.RequestBody;
import io.entresol.gateway.metrics.ClusterScrape;
import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.Header;
import io.entresol.proto.bus.MarathonRequest;
import io.entresol.proto.bus.MarathonResponse;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.HealthRoutes;
import io.entresol.runtime.HealthState;
import io.entresol.runtime.LeaderInfo;
import io.entresol.runtime.LeaderRole;
import io.entresol.runtime.NoLeaderException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The port of Marathon: hands requests to the leading Marathon, wherever it is. */
public final class MarathonServer extends VerticleBase implements MarathonEventStream.Host {
  private static final String EVENTS_PATH = "/v2/events";

  /** Headers that are about a connection, not about a message; the bus has its own ways. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "content-length",
          "content-encoding",
          "accept-encoding");

  private final ClusterNode node;
  private final GatewayOptions options;
  private final GatewayMetrics metrics;
  private final Supplier<HealthState> health;
  private final Leader leader;
  private final Cors cors;
  private final int port;
  private final Map<String, MarathonEventStream> streams = new HashMap<>();
  private Closeable watch;
  private HttpServer server;
  private int inProgress;

  /**
   * Serves this port.
   *
   * @param health whether the gateway can do its work
   */
  public MarathonServer(
      ClusterNode node,
      GatewayOptions options,
      int port,
      GatewayMetrics metrics,
      Supplier<HealthState> health) {
    this.node = node;
    this.options = options;
    this.port = port;
    this.metrics = metrics;
    this.health = health;
    this.leader = new Leader(node, options.limits().marathonTimeout());
    this.cors = new Cors(options.allowOrigin());
  }

  @Override
  public Future<?> start() {
    watch = node.leaders().watch(LeaderRole.MARATHON, this::leaderIs);
    Router router = Router.router(vertx);
    HealthRoutes.mountHealth(router, health);
    router.route().handler(context -> handle(context.request()));
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHandle100ContinueAutomatically(true)
                .setDecompressionSupported(true)
                .setTcpKeepAlive(true))
        .requestHandler(router)
        .listen(port, options.ip())
        .onSuccess(listening -> server = listening);
  }

  @Override
  public Future<?> stop() {
    try {
      watch.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List.copyOf(streams.values()).forEach(stream -> stream.end("stopped"));
    return server == null ? Future.succeededFuture() : server.close();
  }

  /** Streams are their leader's; a client that connects again finds the next. */
  private void leaderIs(Optional<LeaderInfo> ignored) {
    List.copyOf(streams.values()).forEach(stream -> stream.end("leader_change"));
  }

  private void handle(HttpServerRequest request) {
    Exchange exchange = new Exchange(request, options.compresses());
    noCaching(exchange.response());
    cors.apply(exchange);
    RequestBody.read(request, options.limits().maxRequestBytes())
        .onSuccess(body -> answer(exchange, body))
        .onFailure(
            failure -> {
              if (failure instanceof RequestBody.TooLongException) {
                exchange.refuse(MarathonAnswers.message(413, failure.getMessage()));
              }
            });
  }

  private static void noCaching(HttpServerResponse response) {
    response
        .putHeader("Cache-Control", "no-cache, no-store, must-revalidate")
        .putHeader("Pragma", "no-cache")
        .putHeader("Expires", "0");
  }

  private void answer(Exchange exchange, byte[] body) {
    switch (exchange.path()) {
      case "/" -> exchange.respond(Answer.empty(302).with("Location", "/ui/"));
      case "/ui" -> exchange.respond(Answer.empty(302).with("Location", "/ui/"));
      case "/ui/", "/ui/index.html" -> exchange.respond(Pages.apps());
      case "/ping" -> ping(exchange);
      case "/metrics" -> metrics(exchange, wantsPrometheus(exchange));
      case "/metrics/prometheus" -> metrics(exchange, true);
      case EVENTS_PATH -> {
        if (exchange.method().equals("GET")) {
          events(exchange);
        } else {
          forward(exchange, body);
        }
      }
      default -> forward(exchange, body);
    }
  }

  /** A standby's answer would be its leader's: so this one says whether there is a leader. */
  private void ping(Exchange exchange) {
    if (leader.current().isEmpty()) {
      exchange.respond(MarathonAnswers.noLeader());
      return;
    }
    Optional<String> accept = exchange.header(HttpHeaders.ACCEPT);
    if (Negotiation.allows(accept, "text/plain")) {
      exchange.respond(Answer.text(200, "pong"));
    } else if (Negotiation.allows(accept, MarathonAnswers.JSON)) {
      exchange.respond(JsonAnswers.of(Jsonp.PLAIN, json -> json.writeString("pong")));
    } else {
      exchange.respond(Answer.empty(204));
    }
  }

  private static boolean wantsPrometheus(Exchange exchange) {
    String accept = exchange.header(HttpHeaders.ACCEPT).orElse("").toLowerCase(Locale.ROOT);
    return accept.contains("openmetrics") || accept.contains("text/plain");
  }

  private void metrics(Exchange exchange, boolean prometheus) {
    Optional<LeaderInfo> leading = leader.current();
    if (leading.isEmpty()) {
      exchange.respond(MarathonAnswers.noLeader());
      return;
    }
    ClusterScrape.scrape(node, leading.get().nodeId())
        .onSuccess(
            page ->
                exchange.respond(
                    prometheus
                        ? Answer.of(
                            200, ClusterScrape.CONTENT_TYPE, page.getBytes(StandardCharsets.UTF_8))
                        : JsonAnswers.of(Jsonp.PLAIN, MarathonMetrics.of(page)::write)))
        .onFailure(failure -> exchange.respond(refusal(failure)));
  }

  private void forward(Exchange exchange, byte[] body) {
    int most = options.limits().maxConcurrentRequests();
    if (most > 0 && inProgress >= most) {
      exchange.respond(Answer.text(503, "Too many concurrent requests! Allowed: " + most + "."));
      return;
    }
    inProgress++;
    leader
        .ask(request(exchange).setBody(ByteString.copyFrom(body)).build())
        .onComplete(ignored -> inProgress--)
        .onSuccess(response -> respond(exchange, response))
        .onFailure(failure -> exchange.respond(refusal(failure)));
  }

  private static MarathonRequest.Builder request(Exchange exchange) {
    HttpServerRequest http = exchange.request();
    MarathonRequest.Builder request =
        MarathonRequest.newBuilder().setMethod(exchange.method()).setPath(http.path());
    if (http.query() != null) {
      request.setQuery(http.query());
    }
    if (http.remoteAddress() != null) {
      request.setRemoteAddress(http.remoteAddress().hostAddress());
    }
    http.headers()
        .forEach(
            (name, value) -> {
              if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                request.addHeaders(Header.newBuilder().setName(name).setValue(value));
              }
            });
    return request;
  }

  private void respond(Exchange exchange, MarathonResponse response) {
    Answer answer =
        new Answer(response.getStatus(), Map.of(), Optional.empty(), response.getBody());
    HttpServerResponse http = exchange.response();
    leader
        .current()
        .ifPresent(
            leading ->
                http.putHeader(
                    "X-Marathon-Leader", "http://" + leading.hostname() + ":" + leading.port()));
    http.putHeader("X-Frame-Options", "DENY");
    http.putHeader("X-XSS-Protection", "1; mode=block");
    for (Header header : response.getHeadersList()) {
      if (!HOP_BY_HOP.contains(header.getName().toLowerCase(Locale.ROOT))) {
        http.putHeader(header.getName(), header.getValue());
      }
    }
    exchange.respond(answer);
  }

  private void events(Exchange exchange) {
    boolean forBrowsers =
        exchange
            .header(HttpHeaders.ACCEPT)
            .filter(accept -> accept.contains("text/event-stream"))
            .isPresent();
    if (!forBrowsers) {
      exchange.respond(
          MarathonAnswers.message(405, "GET needs the header Accept: text/event-stream"));
      return;
    }
    Endpoint address =
        Endpoint.newBuilder().setNodeId(node.nodeId()).setId(UUID.randomUUID().toString()).build();
    MarathonEventStream stream =
        new MarathonEventStream(this, exchange, request(exchange).setStream(address).build());
    streams.put(stream.id(), stream);
    stream.open(node.inbox().marathonStream(stream.id(), stream::take));
  }

  /** The answer to a request that Marathon did not take. */
  static Answer refusal(Throwable failure) {
    return failure instanceof NoLeaderException
        ? MarathonAnswers.noLeader()
        : MarathonAnswers.unreachable(failure);
  }

  @Override
  public Vertx vertx() {
    return vertx;
  }

  @Override
  public Leader leader() {
    return leader;
  }

  @Override
  public GatewayMetrics metrics() {
    return metrics;
  }

  @Override
  public int maxBufferBytes() {
    return options.limits().maxStreamBufferBytes();
  }

  @Override
  public void ended(MarathonEventStream stream) {
    streams.remove(stream.id());
  }
}
