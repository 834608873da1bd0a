package io.entresol.agent.http;

import io.entresol.agent.core.AgentState.OfExecutor;
import io.entresol.agent.http.AgentAccess.Realm;
import io.entresol.proto.MesosJson;
import io.entresol.runtime.options.DurationText;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The agent's endpoints, with the names, answers and oddities of Mesos. */
public final class AgentRoutes {
  /** The agent's own endpoints are there under its process's name, too. */
  private static final List<String> OWN_PREFIXES = List.of("", "/slave(1)", "/slave%281%29");

  private static final List<String> ROOT = List.of("");

  /** The same figures have other names here. */
  private static final Map<String, String> SYSTEM_NAMES = systemNames();

  private final AgentView agent;
  private final AgentAccess access;
  private final LoggingLevel logging;

  private AgentRoutes(Vertx vertx, AgentView agent, AgentAccess access) {
    this.agent = agent;
    this.access = access;
    this.logging = new LoggingLevel(vertx);
  }

  /** Adds everything but {@code /metrics} and the health of the service. */
  public static void mount(Vertx vertx, Router router, AgentView agent, AgentAccess access) {
    new AgentRoutes(vertx, agent, access).mount(router);
  }

  private void mount(Router router) {
    FileRoutes files = new FileRoutes(agent);
    serve(router, OWN_PREFIXES, "/state", Realm.READONLY, this::state);
    serve(router, OWN_PREFIXES, "/flags", Realm.READONLY, this::flags);
    serve(router, OWN_PREFIXES, "/health", Realm.NONE, context -> Answers.empty(context, 200));
    serve(
        router,
        OWN_PREFIXES,
        "/monitor/statistics",
        Realm.READONLY,
        context -> containers(context, true));
    serve(
        router, OWN_PREFIXES, "/containers", Realm.READONLY, context -> containers(context, false));
    serve(router, ROOT, "/version", Realm.NONE, this::version);
    serve(router, ROOT, "/metrics/snapshot", Realm.READONLY, this::metrics);
    serve(router, ROOT, "/system/stats.json", Realm.NONE, AgentRoutes::system);
    serve(router, ROOT, "/files/browse", Realm.READONLY, files::browse);
    serve(router, ROOT, "/files/read", Realm.READONLY, files::read);
    serve(router, ROOT, "/files/download", Realm.READONLY, files::download);
    serve(router, ROOT, "/files/debug", Realm.READONLY, files::debug);
    serve(router, ROOT, "/logging/toggle", Realm.READWRITE, this::toggleLogging);
    call(router, "/api/v1/executor", Realm.EXECUTOR, new ExecutorRoute(agent)::handle);
    call(router, "/api/v1", Realm.READWRITE, new OperatorRoute(agent, logging)::handle);
    router.errorHandler(404, context -> Answers.text(context, 404, "404 Not Found."));
    // Without it the client's mistake would be logged as an error of ours.
    router.errorHandler(
        413,
        context ->
            Answers.text(
                context, 413, "The body is longer than " + CallBodies.MAX_BYTES + " bytes"));
  }

  /** Every method will do, and every path below, as in Mesos. */
  private void serve(
      Router router,
      List<String> prefixes,
      String path,
      Realm realm,
      Handler<RoutingContext> handler) {
    for (String prefix : prefixes) {
      for (String each : List.of(prefix + path, prefix + path + "/*")) {
        router.route(each).handler(context -> access.check(realm, context)).handler(handler);
      }
    }
  }

  private void call(Router router, String path, Realm realm, Handler<RoutingContext> handler) {
    for (String prefix : OWN_PREFIXES) {
      for (String each : List.of(prefix + path, prefix + path + "/*")) {
        router.route(each).handler(context -> access.check(realm, context));
        router.route(each).handler(AgentRoutes::postOnly);
        router
            .post(each)
            .handler(BodyHandler.create(false).setBodyLimit(CallBodies.MAX_BYTES))
            .handler(handler);
      }
    }
  }

  private static void postOnly(RoutingContext context) {
    if (context.request().method().equals(HttpMethod.POST)) {
      context.next();
      return;
    }
    context.response().putHeader("Allow", "POST");
    Answers.text(
        context,
        405,
        "405 Method Not Allowed. Expecting one of { 'POST' }, but received '"
            + context.request().method()
            + "'.");
  }

  private void state(RoutingContext context) {
    if (!agent.recovered()) {
      Answers.text(context, 503, "Agent has not finished recovery");
      return;
    }
    Answers.json(context, new StateJson(agent)::write);
  }

  private void flags(RoutingContext context) {
    Answers.json(
        context,
        json -> {
          json.writeStartObject();
          FlagsJson.write(agent.flags(), json);
          json.writeEndObject();
        });
  }

  private void version(RoutingContext context) {
    Answers.json(context, json -> VersionJson.write(agent.identity().version(), json));
  }

  private void containers(RoutingContext context, boolean statisticsOnly) {
    ContainersJson.collect(agent, wanted(context))
        .onSuccess(
            entries ->
                Answers.json(context, json -> ContainersJson.write(entries, statisticsOnly, json)))
        .onFailure(failure -> Answers.text(context, 500, String.valueOf(failure.getMessage())));
  }

  private static Predicate<OfExecutor> wanted(RoutingContext context) {
    String container = context.request().getParam("container_id");
    String executor = context.request().getParam("executor_id");
    String framework = context.request().getParam("framework_id");
    return candidate ->
        matches(container, candidate.containerId().getValue())
            && matches(executor, candidate.info().getExecutorId().getValue())
            && matches(framework, candidate.info().getFrameworkId().getValue());
  }

  private static boolean matches(String wanted, String actual) {
    return wanted == null || wanted.equals(actual);
  }

  private void metrics(RoutingContext context) {
    String timeout = context.request().getParam("timeout");
    if (timeout != null && !isDuration(timeout)) {
      Answers.text(context, 400, "Invalid timeout '" + timeout + "'.\n");
      return;
    }
    numbers(context, MetricsSnapshot.of(agent, Instant.now()));
  }

  private static boolean isDuration(String text) {
    try {
      DurationText.parse("timeout", text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void numbers(RoutingContext context, Map<String, Double> numbers) {
    Answers.json(
        context,
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, Double> number : numbers.entrySet()) {
            json.writeFieldName(number.getKey());
            MesosJson.writeDouble(number.getValue(), json);
          }
          json.writeEndObject();
        });
  }

  private static void system(RoutingContext context) {
    Map<String, Double> figures = SystemFigures.read();
    Answers.json(
        context,
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, String> name : SYSTEM_NAMES.entrySet()) {
            Double value = figures.get(name.getValue());
            if (value != null && name.getKey().startsWith("avg_load")) {
              json.writeFieldName(name.getKey());
              MesosJson.writeDouble(value, json);
            } else if (value != null) {
              json.writeNumberField(name.getKey(), value.longValue());
            }
          }
          json.writeEndObject();
        });
  }

  private static Map<String, String> systemNames() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("avg_load_15min", "system/load_15min");
    names.put("avg_load_1min", "system/load_1min");
    names.put("avg_load_5min", "system/load_5min");
    names.put("cpus_total", "system/cpus_total");
    names.put("mem_free_bytes", "system/mem_free_bytes");
    names.put("mem_total_bytes", "system/mem_total_bytes");
    return names;
  }

  private void toggleLogging(RoutingContext context) {
    String level = context.request().getParam("level");
    String duration = context.request().getParam("duration");
    if (level == null && duration == null) {
      Answers.text(context, 200, logging.level() + "\n");
      return;
    }
    if (level == null || duration == null) {
      Answers.text(
          context,
          400,
          "Expecting '" + (level == null ? "level" : "duration") + "=value' in query.\n");
      return;
    }
    try {
      int number = Integer.parseInt(level);
      Duration time = DurationText.parse("duration", duration);
      if (number < 0) {
        throw new IllegalArgumentException("Invalid level '" + level + "'");
      }
      logging.set(number, time);
      Answers.empty(context, 200);
    } catch (IllegalArgumentException e) {
      Answers.text(context, 400, e.getMessage() + ".\n");
    }
  }
}
