package io.entresol.marathon.core.rest.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.rest.AcceptHeader;
import io.entresol.marathon.core.rest.Answers;
import io.entresol.marathon.core.rest.Call;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.RestSettings;
import java.util.List;

/** What Marathon tells about itself: {@code /v2/info}, {@code /v2/leader}, {@code /ping}. */
public final class ServerResource {
  private final Deploying deploying;
  private final RestSettings.ServerInfo server;

  public ServerResource(Deploying deploying) {
    this.deploying = deploying;
    this.server = deploying.settings().server();
  }

  public HttpAnswer info(Call call, List<String> path) {
    requireGet(call, path);
    ObjectNode body = JsonText.object();
    body.put("name", "marathon");
    body.put("version", server.version());
    body.put("buildref", server.buildRef());
    body.put("elected", true);
    body.put("leader", server.leader());
    body.put("frameworkId", deploying.view().frameworkId().orElse(null));
    body.set("marathon_config", server.marathonConfig());
    body.set("zookeeper_config", server.zookeeperConfig());
    body.set("http_config", server.httpConfig());
    return Answers.json(body);
  }

  private static void requireGet(Call call, List<String> path) {
    if (!path.isEmpty()) {
      throw Resource.notFound();
    }
    if (!call.method().equals("GET")) {
      throw Resource.methodNotAllowed();
    }
  }

  public HttpAnswer leader(Call call, List<String> path) {
    if (path.isEmpty() && call.method().equals("DELETE")) {
      deploying.commands().abdicate(call.now());
      return Answers.json(JsonText.object().put("message", "Leadership abdicated"));
    }
    requireGet(call, path);
    return Answers.json(JsonText.object().put("leader", server.leader()));
  }

  /** No plug-ins are loaded. */
  public HttpAnswer plugins(Call call, List<String> path) {
    requireGet(call, path);
    ObjectNode body = JsonText.object();
    body.putArray("plugins");
    return Answers.json(body);
  }

  /** In the form that is asked for. */
  public HttpAnswer ping(Call call, List<String> path) {
    requireGet(call, path);
    String accept = call.request().header("accept").orElse("*/*");
    if (AcceptHeader.allows(accept, "text/plain")) {
      return Answers.text("pong");
    }
    return AcceptHeader.allows(accept, "application/json")
        ? Answers.json(TextNode.valueOf("pong"))
        : Answers.empty(204);
  }
}
