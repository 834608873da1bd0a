package io.entresol.gateway.mesos;

import io.entresol.gateway.GatewayOptions;
import io.entresol.gateway.core.access.Access;
import io.entresol.gateway.core.access.Realm;
import io.entresol.gateway.core.call.FormCalls;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.gateway.core.route.MesosEndpoint;
import io.entresol.gateway.core.route.MesosTarget;
import io.entresol.gateway.http.Exchange;
import io.entresol.gateway.http.Pages;
import io.entresol.gateway.http.RequestBody;
import io.entresol.gateway.metrics.ClusterScrape;
import io.entresol.gateway.metrics.GatewayMetrics;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.HealthRoutes;
import io.entresol.runtime.HealthState;
import io.entresol.runtime.JoinedWrites;
import io.entresol.runtime.LeaderInfo;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of Mesos: finds out what is asked for, and who answers it. */
public final class MesosServer extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(MesosServer.class);

  private final ClusterNode node;
  private final GatewayOptions options;
  private final GatewayMetrics metrics;
  private final Supplier<HealthState> health;
  private final LocalServices local;
  private final Access access;
  private final Master master;
  private final KeptStreams kept;
  private Streams streams;
  private SchedulerApi schedulerApi;
  private OperatorApi operatorApi;
  private ReadEndpoints reads;
  private ChangeEndpoints changes;
  private FileEndpoints files;
  private ExplainEndpoints explanations;
  private ClusterScrape scrape;
  private HttpServer server;

  MesosServer(
      ClusterNode node,
      GatewayOptions options,
      GatewayMetrics metrics,
      LocalServices local,
      KeptStreams kept,
      Access access,
      Supplier<HealthState> health) {
    this.node = node;
    this.options = options;
    this.metrics = metrics;
    this.local = local;
    this.kept = kept;
    this.access = access;
    this.health = health;
    this.master = new Master(node, options.limits().masterTimeout(), access.guard());
  }

  @Override
  public Future<?> start() {
    streams =
        new Streams(
            node,
            master,
            metrics,
            kept,
            options.streamPolicy(options.redirectToLeader()),
            options.limits().maxStreamBufferBytes());
    streams.start();
    schedulerApi = new SchedulerApi(master, streams, metrics);
    operatorApi = new OperatorApi(vertx, master, streams, metrics, local);
    reads = new ReadEndpoints(vertx, master, local);
    changes = new ChangeEndpoints(master, metrics);
    files = new FileEndpoints(vertx, local.files());
    explanations = new ExplainEndpoints(node, options.limits().masterTimeout());
    scrape = new ClusterScrape(node, master::metrics);
    Router router = Router.router(vertx);
    HealthRoutes.mountHealth(router, health);
    router.route("/metrics").handler(context -> prometheus(new Exchange(context.request())));
    router.route().handler(context -> handle(context.request()));
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHandle100ContinueAutomatically(true)
                .setDecompressionSupported(true)
                // There are no web sockets; their handler would look at every message.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setTcpKeepAlive(true))
        .requestHandler(router)
        .connectionHandler(JoinedWrites::on)
        .listen(options.port(), options.ip())
        .onSuccess(listening -> server = listening);
  }

  /** The port that it listens at. */
  int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    streams.stop();
    return server == null ? Future.succeededFuture() : server.close();
  }

  private void handle(HttpServerRequest request) {
    Exchange exchange = new Exchange(request);
    RequestBody.read(request, options.limits().maxRequestBytes())
        .onSuccess(body -> answer(exchange, body))
        .onFailure(
            failure -> {
              if (failure instanceof RequestBody.TooLongException) {
                exchange.refuse(Answer.text(413, failure.getMessage()));
              } else {
                LOG.debug("A request broke off: {}", failure.getMessage());
              }
            });
  }

  private void answer(Exchange exchange, byte[] body) {
    if (MesosTarget.isFrontPage(exchange.path())) {
      exchange.respond(Pages.cluster());
      return;
    }
    Optional<MesosTarget> target = MesosTarget.of(exchange.path());
    if (target.isEmpty()) {
      exchange.respond(Answer.bare(404));
    } else if (isAdmitted(target.get().endpoint().realm(), exchange)) {
      answer(target.get(), exchange, body);
    }
  }

  /** Answers a client that must prove who it is, and does not. */
  private boolean isAdmitted(Realm realm, Exchange exchange) {
    try {
      exchange.principal(access.admit(realm, exchange.header(HttpHeaders.AUTHORIZATION)));
      return true;
    } catch (RefusedException e) {
      exchange.respond(e.answer());
      return false;
    }
  }

  private void answer(MesosTarget target, Exchange exchange, byte[] body) {
    if (target.endpoint().isServedByAnyone()) {
      answerLocally(target, exchange);
    } else if (target.endpoint() == MesosEndpoint.SCHEDULER
        && master.leader().isEmpty()
        && schedulerApi.mayWait(exchange)) {
      schedulerApi.handle(exchange, body);
    } else {
      leaderRefusal(target, exchange)
          .ifPresentOrElse(exchange::respond, () -> answerForLeader(target, exchange, body));
    }
  }

  /** What a client is told instead of being served; empty if it is served. */
  private Optional<Answer> leaderRefusal(MesosTarget target, Exchange exchange) {
    Optional<LeaderInfo> leader = master.leader();
    if (leader.isEmpty()) {
      return Optional.of(Master.noLeader());
    }
    if (isSpokenFor(leader.get())) {
      return Optional.empty();
    }
    String query = exchange.request().query();
    return Optional.of(
        Answer.redirect(
            address(leader.get())
                + "/master/"
                + target.path()
                + (query == null ? "" : "?" + query)));
  }

  /** A gateway that redirects speaks only for the master beside it. */
  private boolean isSpokenFor(LeaderInfo leader) {
    return !options.redirectToLeader() || leader.nodeId().equals(node.nodeId());
  }

  private static String address(LeaderInfo leader) {
    return "//" + leader.hostname() + ":" + leader.port();
  }

  private void answerLocally(MesosTarget target, Exchange exchange) {
    switch (target.endpoint()) {
      case HEALTH -> exchange.respond(Answer.empty(200));
      case FLAGS -> reads.flags(exchange);
      case VERSION -> reads.version(exchange);
      case METRICS_SNAPSHOT ->
          reads.metrics(exchange, master.leader().filter(this::isSpokenFor).isPresent());
      case SYSTEM_STATS -> reads.systemStats(exchange);
      case REDIRECT ->
          exchange.respond(
              master
                  .leader()
                  .map(leader -> Answer.redirect(address(leader)))
                  .orElseGet(Master::noLeader));
      case FILES_BROWSE -> respond(exchange, files.browse(exchange));
      case FILES_READ -> respond(exchange, files.read(exchange));
      case FILES_DEBUG -> respond(exchange, files.debug(exchange));
      case FILES_DOWNLOAD ->
          files.download(exchange).onFailure(failure -> exchange.respond(Master.refusal(failure)));
      case LOGGING_TOGGLE -> exchange.respond(toggleLogging(exchange));
      case HELP -> exchange.respond(Pages.help());
      default -> throw new IllegalStateException(target.toString());
    }
  }

  private void answerForLeader(MesosTarget target, Exchange exchange, byte[] body) {
    switch (target.endpoint()) {
      case SCHEDULER -> schedulerApi.handle(exchange, body);
      case OPERATOR -> operatorApi.handle(exchange, body);
      case STATE -> reads.state(exchange);
      case STATE_SUMMARY -> reads.summary(exchange);
      case SLAVES -> reads.agents(exchange);
      case FRAMEWORKS -> frameworks(target.rest(), exchange);
      case TASKS -> reads.tasks(exchange);
      case ROLES -> roles(target.rest(), exchange);
      case REGISTRY -> reads.registry(exchange);
      case WEIGHTS -> weights(exchange, body);
      case QUOTA -> quota(target, exchange, body);
      case MAINTENANCE_SCHEDULE -> maintenanceSchedule(exchange, body);
      case MAINTENANCE_STATUS -> maintenanceStatus(exchange);
      case MACHINE_DOWN -> changes.post(exchange, body, FormCalls::machineDown);
      case MACHINE_UP -> changes.post(exchange, body, FormCalls::machineUp);
      case TEARDOWN -> changes.post(exchange, body, FormCalls::teardown);
      case RESERVE -> changes.post(exchange, body, FormCalls::reserve);
      case UNRESERVE -> changes.post(exchange, body, FormCalls::unreserve);
      case CREATE_VOLUMES -> changes.post(exchange, body, FormCalls::createVolumes);
      case DESTROY_VOLUMES -> changes.post(exchange, body, FormCalls::destroyVolumes);
      default -> throw new IllegalStateException(target.toString());
    }
  }

  private void frameworks(String rest, Exchange exchange) {
    if (ExplainEndpoints.isMeant(rest)) {
      explanations.framework(exchange, rest);
    } else {
      reads.frameworks(exchange);
    }
  }

  private void roles(String rest, Exchange exchange) {
    if (ExplainEndpoints.isMeant(rest)) {
      explanations.role(exchange, rest);
    } else {
      reads.roles(exchange);
    }
  }

  private void weights(Exchange exchange, byte[] body) {
    switch (exchange.method()) {
      case "GET", "HEAD" -> reads.weights(exchange);
      case "PUT" -> changes.change(exchange, body, FormCalls::weights);
      default ->
          exchange.respond(Answer.methodNotAllowed(List.of("GET", "PUT"), exchange.method()));
    }
  }

  private void quota(MesosTarget target, Exchange exchange, byte[] body) {
    switch (exchange.method()) {
      case "GET", "HEAD" -> reads.quota(exchange);
      case "POST" -> changes.change(exchange, body, FormCalls::setQuota);
      case "DELETE" ->
          changes.change(exchange, body, ignored -> FormCalls.removeQuota(target.rest()));
      default ->
          exchange.respond(
              Answer.methodNotAllowed(List.of("GET", "POST", "DELETE"), exchange.method()));
    }
  }

  private void maintenanceSchedule(Exchange exchange, byte[] body) {
    switch (exchange.method()) {
      case "GET", "HEAD" -> reads.maintenanceSchedule(exchange);
      case "POST" -> changes.change(exchange, body, FormCalls::maintenanceSchedule);
      default ->
          exchange.respond(Answer.methodNotAllowed(List.of("GET", "POST"), exchange.method()));
    }
  }

  private void maintenanceStatus(Exchange exchange) {
    if (exchange.method().equals("GET") || exchange.isHead()) {
      reads.maintenanceStatus(exchange);
    } else {
      exchange.respond(Answer.methodNotAllowed(List.of("GET"), exchange.method()));
    }
  }

  private Answer toggleLogging(Exchange exchange) {
    String level = exchange.query().get("level");
    String duration = exchange.query().get("duration");
    if (level == null && duration == null) {
      return Answer.text(200, local.logLevel().level() + "\n");
    }
    if (level == null) {
      return Answer.badRequest("Expecting 'level=value' in query.\n");
    }
    if (duration == null) {
      return Answer.badRequest("Expecting 'duration=value' in query.\n");
    }
    try {
      long number = Long.parseLong(level);
      Duration time = io.entresol.runtime.options.DurationText.parse("duration", duration);
      local.logLevel().set(number, time);
      return Answer.empty(200);
    } catch (NumberFormatException e) {
      return Answer.badRequest("Failed to convert '" + level + "' to number.\n");
    } catch (IllegalArgumentException e) {
      return Answer.badRequest(e.getMessage() + ".\n");
    }
  }

  private static void respond(Exchange exchange, Future<Answer> answer) {
    answer.otherwise(Master::refusal).onSuccess(exchange::respond);
  }

  private void prometheus(Exchange exchange) {
    if (!isAdmitted(Realm.READONLY, exchange)) {
      return;
    }
    scrape
        .page()
        .onSuccess(page -> exchange.respond(Answer.of(200, ClusterScrape.CONTENT_TYPE, page)))
        .onFailure(failure -> exchange.respond(Answer.text(500, failure.getMessage())));
  }
}
