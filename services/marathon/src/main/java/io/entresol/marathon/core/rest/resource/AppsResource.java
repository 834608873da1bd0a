package io.entresol.marathon.core.rest.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.format.AppAnswer;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.rest.Answers;
import io.entresol.marathon.core.rest.Call;
import io.entresol.marathon.core.rest.DeployOutcome;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.MarathonView;
import io.entresol.marathon.core.rest.RefusedException;
import io.entresol.marathon.core.rest.json.AppInfo;
import io.entresol.marathon.core.rest.json.Embed;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /v2/apps}: reading apps, and what is below an app. Changes are {@link AppChanges}. */
public final class AppsResource implements Resource {
  private static final Set<Embed> ALWAYS = EnumSet.of(Embed.COUNTS, Embed.DEPLOYMENTS);
  private static final Set<Embed> ALWAYS_OF_ONE =
      EnumSet.of(Embed.COUNTS, Embed.DEPLOYMENTS, Embed.TASKS, Embed.LAST_TASK_FAILURE);

  private final Deploying deploying;
  private final MarathonView view;
  private final AppChanges changes;
  private final AppTasksResource tasks;

  public AppsResource(Deploying deploying) {
    this.deploying = deploying;
    this.view = deploying.view();
    this.changes = new AppChanges(deploying);
    this.tasks = new AppTasksResource(deploying);
  }

  @Override
  public HttpAnswer handle(Call call, List<String> path) {
    if (path.isEmpty()) {
      return handleAll(call);
    }
    int last = path.size() - 1;
    String word = path.get(last);
    if (last > 0 && word.equals("restart") && call.method().equals("POST")) {
      return restart(call, id(path, last));
    }
    if (last > 0 && word.equals("tasks")) {
      return tasks.handle(call, path);
    }
    if (last > 1 && path.get(last - 1).equals("tasks")) {
      return tasks.handleOne(call, id(path, last - 1), word);
    }
    if (last > 0 && word.equals("versions")) {
      return versions(call, id(path, last));
    }
    if (last > 1 && path.get(last - 1).equals("versions")) {
      return version(call, id(path, last - 1), Call.version(word));
    }
    return word.equals("*") ? group(call, id(path, last)) : handleOne(call, id(path, last + 1));
  }

  /** The app or group that the first so many segments name. */
  static AppId id(List<String> path, int end) {
    return AppId.of(String.join("/", path.subList(0, end)));
  }

  private HttpAnswer handleAll(Call call) {
    return switch (call.method()) {
      case "GET" -> list(call);
      case "POST" -> create(call);
      case "PUT" -> changes.updateAll(call, call.flag("partialUpdate", true), true);
      case "PATCH" -> changes.updateAll(call, true, false);
      default -> throw Resource.methodNotAllowed();
    };
  }

  private HttpAnswer handleOne(Call call, AppId id) {
    return switch (call.method()) {
      case "GET" -> show(call, id);
      case "PUT" -> changes.update(call, id, call.flag("partialUpdate", true), true);
      case "PATCH" -> changes.update(call, id, true, false);
      case "DELETE" -> delete(call, id);
      default -> throw Resource.methodNotAllowed();
    };
  }

  private HttpAnswer list(Call call) {
    AppFilter filter = AppFilter.of(call);
    ObjectNode body = JsonText.object();
    body.set("apps", infos(view.root().apps().values(), filter, call, ALWAYS));
    return Answers.json(body);
  }

  private ArrayNode infos(
      Collection<AppSpec> apps, AppFilter filter, Call call, Set<Embed> always) {
    AppInfo info = info(call, always);
    ArrayNode list = JsonText.array();
    apps.stream().filter(filter).forEach(app -> list.add(info.json(app)));
    return list;
  }

  private AppInfo info(Call call, Set<Embed> always) {
    EnumSet<Embed> embeds = EnumSet.copyOf(always);
    embeds.addAll(Embed.ofApps(call.all("embed")));
    return new AppInfo(view, deploying.settings().formats(), embeds, call.now());
  }

  private HttpAnswer create(Call call) {
    AppSpec app = changes.readNew(call.object());
    if (view.root().apps().containsKey(app.id())) {
      throw RefusedException.of(409, "An app with id [" + app.id() + "] already exists.");
    }
    DeployOutcome.Accepted accepted =
        deploying.deploy(
            deploying.revision(call.now()).put(app), call.flag("force", false), call.now());
    ObjectNode body =
        AppInfo.created(
            app, accepted.version(), accepted.deploymentId(), deploying.settings().formats());
    return Answers.with(
        Answers.naming(Answers.json(201, body), accepted),
        "Location",
        Locations.absolute(call, "/v2/apps" + app.id()));
  }

  private AppSpec existing(AppId id) {
    return view.root().app(id).orElseThrow(() -> RefusedException.unknownApp(id));
  }

  private HttpAnswer show(Call call, AppId id) {
    AppSpec app = existing(id);
    ObjectNode body = JsonText.object();
    body.set("app", info(call, ALWAYS_OF_ONE).json(app));
    return Answers.json(body);
  }

  private HttpAnswer group(Call call, AppId group) {
    if (!call.method().equals("GET")) {
      throw Resource.methodNotAllowed();
    }
    if (!view.root().hasGroup(group)) {
      throw RefusedException.unknownGroup(group, Optional.empty());
    }
    ObjectNode body = JsonText.object();
    body.set("*", infos(view.root().appsUnder(group), AppFilter.ALL, call, ALWAYS_OF_ONE));
    return Answers.json(body);
  }

  private HttpAnswer delete(Call call, AppId id) {
    existing(id);
    return Answers.deployment(
        200,
        deploying.deploy(
            deploying.revision(call.now()).remove(id), call.flag("force", true), call.now()));
  }

  private HttpAnswer restart(Call call, AppId id) {
    AppSpec app = existing(id);
    return Answers.deployment(
        200,
        deploying.deploy(
            deploying.revision(call.now()).restart(app), call.flag("force", false), call.now()));
  }

  private HttpAnswer versions(Call call, AppId id) {
    if (!call.method().equals("GET")) {
      throw Resource.methodNotAllowed();
    }
    existing(id);
    ObjectNode body = JsonText.object();
    ArrayNode list = body.putArray("versions");
    view.appVersions(id).forEach(version -> list.add(JsonText.instant(version)));
    return Answers.json(body);
  }

  private HttpAnswer version(Call call, AppId id, Instant version) {
    if (!call.method().equals("GET")) {
      throw Resource.methodNotAllowed();
    }
    AppSpec app =
        view.appVersion(id, version).orElseThrow(() -> RefusedException.unknownApp(id, version));
    return Answers.json(new AppAnswer(deploying.settings().formats()).json(app));
  }
}
