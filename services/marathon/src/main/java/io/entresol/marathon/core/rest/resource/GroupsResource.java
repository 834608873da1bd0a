package io.entresol.marathon.core.rest.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.rest.Answers;
import io.entresol.marathon.core.rest.Call;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.MarathonView;
import io.entresol.marathon.core.rest.RefusedException;
import io.entresol.marathon.core.rest.json.AppInfo;
import io.entresol.marathon.core.rest.json.Embed;
import io.entresol.marathon.core.rest.json.GroupJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /v2/groups}: reading groups. Changes are {@link GroupChanges}. */
public final class GroupsResource implements Resource {
  private final Deploying deploying;
  private final MarathonView view;
  private final GroupChanges changes;

  public GroupsResource(Deploying deploying) {
    this.deploying = deploying;
    this.view = deploying.view();
    this.changes = new GroupChanges(deploying);
  }

  @Override
  public HttpAnswer handle(Call call, List<String> path) {
    AppId id = AppsResource.id(path, path.size());
    return switch (call.method()) {
      case "GET" -> get(call, path);
      case "POST" -> changes.create(call, id);
      case "PUT" -> changes.update(call, id);
      case "PATCH" -> changes.enforceRole(call, id);
      case "DELETE" -> changes.delete(call, id);
      default -> throw Resource.methodNotAllowed();
    };
  }

  private HttpAnswer get(Call call, List<String> path) {
    int last = path.size() - 1;
    if (last >= 0 && path.get(last).equals("versions")) {
      return versions(AppsResource.id(path, last));
    }
    if (last >= 1 && path.get(last - 1).equals("versions")) {
      Instant version = Call.version(path.get(last));
      AppId id = AppsResource.id(path, last - 1);
      return group(call, view.rootVersion(version), id, Optional.of(version));
    }
    if (last >= 0 && path.get(last).equals("apps")) {
      return apps(call, AppsResource.id(path, last));
    }
    AppId id = AppsResource.id(path, path.size());
    return group(call, Optional.of(view.root()), id, Optional.empty());
  }

  private HttpAnswer group(
      Call call, Optional<RootGroup> root, AppId id, Optional<Instant> version) {
    RootGroup tree =
        root.filter(present -> present.hasGroup(id))
            .orElseThrow(() -> RefusedException.unknownGroup(id, version));
    GroupJson.Parts parts = GroupJson.Parts.of(call.all("embed"));
    return Answers.json(new GroupJson(tree, info(call), parts).json(id));
  }

  private AppInfo info(Call call) {
    return new AppInfo(
        view, deploying.settings().formats(), Embed.ofGroups(call.all("embed")), call.now());
  }

  private HttpAnswer apps(Call call, AppId id) {
    requireGroup(id);
    AppInfo info = info(call);
    ArrayNode apps = JsonText.array();
    view.root().appsUnder(id).forEach(app -> apps.add(info.json(app)));
    return Answers.json(apps);
  }

  private HttpAnswer versions(AppId id) {
    requireGroup(id);
    ArrayNode versions = JsonText.array();
    view.rootVersions().forEach(version -> versions.add(JsonText.instant(version)));
    return Answers.json(versions);
  }

  private void requireGroup(AppId id) {
    if (!view.root().hasGroup(id)) {
      throw RefusedException.unknownGroup(id, Optional.empty());
    }
  }

  /** The plan that a change would follow. */
  static ObjectNode steps(ArrayNode steps) {
    ObjectNode body = JsonText.object();
    body.set("steps", steps);
    return body;
  }
}
