package io.entresol.marathon.core.rest.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Members;
import io.entresol.marathon.core.json.Problems;
import io.entresol.marathon.core.rest.Answers;
import io.entresol.marathon.core.rest.Call;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.marathon.core.rest.MarathonView;
import io.entresol.marathon.core.rest.RefusedException;
import io.entresol.marathon.core.rest.json.TaskJson;
import io.entresol.marathon.core.rest.json.TextTasks;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** {@code /v2/tasks}: the tasks of all apps. */
public final class TasksResource implements Resource {
  private final MarathonView view;
  private final TaskJson json;
  private final TaskKills kills;

  public TasksResource(Deploying deploying) {
    this.view = deploying.view();
    this.json = new TaskJson(view, deploying.settings().formats().role());
    this.kills = new TaskKills(deploying);
  }

  @Override
  public HttpAnswer handle(Call call, List<String> path) {
    if (path.isEmpty() && call.method().equals("GET")) {
      return list(call);
    }
    if (path.equals(List.of("delete")) && call.method().equals("POST")) {
      return kill(call);
    }
    throw path.isEmpty() || path.equals(List.of("delete"))
        ? Resource.methodNotAllowed()
        : Resource.notFound();
  }

  private HttpAnswer list(Call call) {
    if (call.prefersText()) {
      return Answers.text(
          new TextTasks(view, call.all("containerNetworks")).of(view.root().apps().values()));
    }
    List<String> statuses = new ArrayList<>(call.all("status"));
    statuses.addAll(call.all("status[]"));
    boolean running = statuses.contains("running");
    boolean staging = statuses.contains("staging");
    List<InstanceView> wanted =
        view.instances().stream()
            .filter(
                instance ->
                    running == staging || (running ? instance.isRunning() : instance.isStaged()))
            .toList();
    ObjectNode body = JsonText.object();
    body.set("tasks", json.list(wanted));
    return Answers.json(body);
  }

  private HttpAnswer kill(Call call) {
    KillOptions options = KillOptions.of(call);
    Problems problems = new Problems();
    Members members = Members.of(call.object(), problems);
    if (!members.has("ids")) {
      problems.shape("/ids", "error.path.missing");
    }
    List<String> ids = members.texts("ids");
    if (!problems.isEmpty()) {
      throw RefusedException.of(problems);
    }
    for (String id : ids) {
      if (AppId.ofTask(id).isEmpty()) {
        throw RefusedException.of(400, "'" + id + "' is no id of a task");
      }
    }
    List<InstanceView> victims =
        new LinkedHashSet<>(ids).stream().map(view::instance).flatMap(Optional::stream).toList();
    ObjectNode body = JsonText.object();
    body.set("tasks", json.list(victims));
    return kills.kill(victims, options, call, body);
  }
}
