package io.entresol.marathon.core.rest.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.rest.Answers;
import io.entresol.marathon.core.rest.Call;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.InstanceView;
import io.entresol.marathon.core.rest.MarathonView;
import io.entresol.marathon.core.rest.RefusedException;
import io.entresol.marathon.core.rest.json.TaskJson;
import io.entresol.marathon.core.rest.json.TextTasks;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** {@code /v2/apps/…/tasks}: the tasks of an app, or of all apps of a group. */
final class AppTasksResource {
  private final MarathonView view;
  private final TaskJson json;
  private final TaskKills kills;

  AppTasksResource(Deploying deploying) {
    this.view = deploying.view();
    this.json = new TaskJson(view, deploying.settings().formats().role());
    this.kills = new TaskKills(deploying);
  }

  /**
   * @param path the app, or a group and a star, then the word {@code tasks}
   */
  HttpAnswer handle(Call call, List<String> path) {
    int end = path.size() - 1;
    boolean isGroup = path.get(end - 1).equals("*");
    AppId id = AppsResource.id(path, isGroup ? end - 1 : end);
    return switch (call.method()) {
      case "GET" -> list(call, isGroup ? appsOf(id) : List.of(existing(id)));
      case "DELETE" -> {
        if (isGroup) {
          throw Resource.methodNotAllowed();
        }
        yield killAll(call, existing(id));
      }
      default -> throw Resource.methodNotAllowed();
    };
  }

  private Collection<AppSpec> appsOf(AppId group) {
    if (!view.root().hasGroup(group)) {
      throw RefusedException.unknownGroup(group, Optional.empty());
    }
    return view.root().appsUnder(group);
  }

  private AppSpec existing(AppId id) {
    return view.root().app(id).orElseThrow(() -> RefusedException.unknownApp(id));
  }

  private HttpAnswer list(Call call, Collection<AppSpec> apps) {
    if (call.prefersText()) {
      return Answers.text(new TextTasks(view, call.all("containerNetworks")).of(apps));
    }
    List<InstanceView> instances =
        apps.stream().flatMap(app -> view.instances(app.id()).stream()).toList();
    ObjectNode body = JsonText.object();
    body.set("tasks", json.list(instances));
    return Answers.json(body);
  }

  private HttpAnswer killAll(Call call, AppSpec app) {
    KillOptions options = KillOptions.of(call);
    Optional<String> host =
        call.parameter("host").filter(name -> !name.isEmpty() && !name.equals("*"));
    List<InstanceView> victims =
        view.instances(app.id()).stream()
            .filter(instance -> host.isEmpty() || instance.host().equals(host.get()))
            .toList();
    ObjectNode body = JsonText.object();
    body.set("tasks", json.list(victims));
    return kills.kill(victims, options, call, body);
  }

  HttpAnswer handleOne(Call call, AppId id, String taskId) {
    if (!call.method().equals("DELETE")) {
      throw Resource.methodNotAllowed();
    }
    KillOptions options = KillOptions.of(call);
    existing(id);
    InstanceView victim =
        view.instance(taskId)
            .filter(instance -> instance.appId().equals(id))
            .orElseThrow(() -> RefusedException.unknownTask(taskId));
    ObjectNode body = JsonText.object();
    body.set("task", json.json(victim));
    return kills.kill(List.of(victim), options, call, body);
  }
}
