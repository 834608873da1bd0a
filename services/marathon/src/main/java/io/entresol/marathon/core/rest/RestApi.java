package io.entresol.marathon.core.rest;

import io.entresol.marathon.core.rest.resource.AppsResource;
import io.entresol.marathon.core.rest.resource.Deploying;
import io.entresol.marathon.core.rest.resource.DeploymentsResource;
import io.entresol.marathon.core.rest.resource.GroupsResource;
import io.entresol.marathon.core.rest.resource.QueueResource;
import io.entresol.marathon.core.rest.resource.Resource;
import io.entresol.marathon.core.rest.resource.ServerResource;
import io.entresol.marathon.core.rest.resource.TasksResource;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Marathon's REST API: finds who answers a request, and turns refusals into answers. Pure: what a
 * request changes goes through the commands that it was given. Used by one thread.
 */
public final class RestApi {
  private static final Map<String, String> COMMON_HEADERS =
      Map.of(
          "Cache-Control", "no-cache, no-store, must-revalidate",
          "Pragma", "no-cache",
          "Expires", "0",
          "X-Frame-Options", "DENY",
          "X-XSS-Protection", "1; mode=block");

  private final String leader;
  private final Map<String, Resource> versionTwo;
  private final ServerResource server;

  public RestApi(RestSettings settings, MarathonView view, MarathonCommands commands) {
    Deploying deploying = new Deploying(settings, view, commands);
    this.leader = settings.server().leader();
    this.server = new ServerResource(deploying);
    this.versionTwo =
        Map.of(
            "apps", new AppsResource(deploying),
            "groups", new GroupsResource(deploying),
            "tasks", new TasksResource(deploying),
            "deployments", new DeploymentsResource(deploying),
            "queue", new QueueResource(deploying),
            "info", server::info,
            "leader", server::leader,
            "plugins", server::plugins);
  }

  /** Never fails because of what a client sent. */
  public HttpAnswer handle(HttpRequest request, Instant now) {
    boolean isHead = request.method().equals("HEAD");
    HttpAnswer answer;
    try {
      answer = route(Call.of(isHead ? withMethod(request, "GET") : request, now));
    } catch (RefusedException refused) {
      answer = Answers.json(refused.status(), refused.body());
    }
    Map<String, String> headers = new HashMap<>(COMMON_HEADERS);
    headers.put("X-Marathon-Leader", "http://" + leader);
    headers.putAll(answer.headers());
    return new HttpAnswer(answer.status(), headers, isHead ? new byte[0] : answer.body());
  }

  private static HttpRequest withMethod(HttpRequest request, String method) {
    return new HttpRequest(
        method,
        request.path(),
        request.query(),
        request.headers(),
        request.body(),
        request.remoteAddress());
  }

  private HttpAnswer route(Call call) {
    List<String> path = call.segments();
    if (path.isEmpty() && call.method().equals("GET")) {
      return Answers.with(Answers.empty(302), "Location", "/ui/");
    }
    if (!path.isEmpty() && path.get(0).equals("ping")) {
      return server.ping(call, path.subList(1, path.size()));
    }
    if (path.size() < 2 || !path.get(0).equals("v2") || !versionTwo.containsKey(path.get(1))) {
      throw Resource.notFound();
    }
    return versionTwo.get(path.get(1)).handle(call, path.subList(2, path.size()));
  }
}
