package io.entresol.marathon.core.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.rest.DeploymentView.Action;
import io.entresol.marathon.core.rest.DeploymentView.Kind;
import io.entresol.marathon.core.rest.DeploymentView.Step;
import io.entresol.marathon.core.store.AppVersions;
import io.entresol.marathon.core.store.GroupRecord;
import io.entresol.marathon.core.store.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A deployment as it is stored: apps by their versions, which are kept as long as it runs. */
final class DeploymentRecord {
  private DeploymentRecord() {}

  static byte[] write(Deployment deployment) {
    ObjectNode node = Json.object();
    node.put("id", deployment.id());
    node.put("version", Json.text(deployment.version()));
    node.put("startedAt", Json.text(deployment.startedAt()));
    ArrayNode changes = node.putArray("changes");
    for (AppChange change : deployment.changes().values()) {
      ObjectNode changeNode = changes.addObject().put("id", change.id().path());
      change.from().ifPresent(from -> changeNode.put("from", Json.text(from.version())));
      change.to().ifPresent(to -> changeNode.put("to", Json.text(to.version())));
    }
    ArrayNode groups = node.putArray("groups");
    for (GroupChange change : deployment.groups()) {
      ObjectNode groupNode = groups.addObject().put("id", change.id().path());
      change.from().ifPresent(from -> groupNode.set("from", GroupRecord.write(from)));
      change.to().ifPresent(to -> groupNode.set("to", GroupRecord.write(to)));
    }
    node.set("steps", steps(deployment.steps()));
    ArrayNode restart = node.putArray("restart");
    deployment.restart().stream().sorted().forEach(id -> restart.add(id.path()));
    ArrayNode killFirst = node.putArray("killFirst");
    deployment.killFirst().stream().sorted().forEach(killFirst::add);
    node.put("step", deployment.step());
    return Json.bytes(node);
  }

  /** Steps as records, the REST API and events have them. */
  static ArrayNode steps(List<Step> steps) {
    ArrayNode nodes = Json.array();
    steps.forEach(step -> nodes.add(step(step)));
    return nodes;
  }

  static ObjectNode step(Step step) {
    ObjectNode node = Json.object();
    ArrayNode actions = node.putArray("actions");
    for (Action action : step.actions()) {
      actions.addObject().put("action", action.kind().text()).put("app", action.app().path());
    }
    return node;
  }

  static Deployment read(byte[] record, AppVersions versions) {
    JsonNode node = Json.read(record);
    Map<AppId, AppChange> changes = new LinkedHashMap<>();
    for (JsonNode change : node.path("changes")) {
      AppId id = new AppId(Json.string(change, "id"));
      changes.put(
          id,
          new AppChange(id, spec(change, "from", id, versions), spec(change, "to", id, versions)));
    }
    List<GroupChange> groups =
        Json.list(
            node,
            "groups",
            group ->
                new GroupChange(
                    new AppId(Json.string(group, "id")),
                    GroupRecord.optional(group, "from"),
                    GroupRecord.optional(group, "to")));
    return new Deployment(
        Json.string(node, "id"),
        Json.instant(node, "version"),
        Json.instant(node, "startedAt"),
        changes,
        groups,
        Json.list(node, "steps", DeploymentRecord::readStep),
        new LinkedHashSet<>(Json.list(node, "restart", id -> new AppId(id.textValue()))),
        new LinkedHashSet<>(Json.list(node, "killFirst", JsonNode::textValue)),
        node.path("step").intValue());
  }

  private static Optional<AppSpec> spec(
      JsonNode change, String field, AppId id, AppVersions versions) {
    Optional<Instant> version = Json.optionalInstant(change, field);
    return version.map(
        at ->
            versions
                .get(id, at)
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "the record of " + id + " at " + at + " is gone")));
  }

  private static Step readStep(JsonNode step) {
    return new Step(
        Json.list(
            step,
            "actions",
            action ->
                new Action(
                    kind(Json.string(action, "action")), new AppId(Json.string(action, "app")))));
  }

  private static Kind kind(String text) {
    for (Kind kind : Kind.values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no such action: " + text);
  }
}
