package io.entresol.marathon.core.rest.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.GroupSpec;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.json.Members;
import io.entresol.marathon.core.json.Problems;
import io.entresol.marathon.core.rest.Answers;
import io.entresol.marathon.core.rest.Call;
import io.entresol.marathon.core.rest.DeployOutcome;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.RefusedException;
import io.entresol.marathon.core.rest.change.GroupDocument;
import io.entresol.marathon.core.rest.change.RootRevision;
import io.entresol.marathon.core.rest.json.DeploymentJson;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What POST, PUT, PATCH and DELETE make of groups. */
final class GroupChanges {
  private final Deploying deploying;

  GroupChanges(Deploying deploying) {
    this.deploying = deploying;
  }

  HttpAnswer create(Call call, AppId path) {
    ObjectNode document = call.object();
    AppId id = GroupDocument.id(document, path);
    RootGroup root = deploying.view().root();
    if (root.apps().containsKey(id)) {
      throw RefusedException.of(409, "An app with the path " + id + " already exists.");
    }
    if (root.hasGroup(id) && !id.isRoot()) {
      throw RefusedException.of(
          409, "Group " + id + " is already created. Use PUT to change this group.");
    }
    RootRevision revision = deploying.revision(call.now());
    apply(document, id, revision);
    DeployOutcome.Accepted accepted =
        deploying.deploy(revision, call.flag("force", false), call.now());
    return Answers.with(
        Answers.deployment(201, accepted), "Location", Locations.absolute(call, "/v2/groups" + id));
  }

  HttpAnswer update(Call call, AppId path) {
    ObjectNode document = call.object();
    AppId id = GroupDocument.id(document, path);
    if (deploying.view().root().apps().containsKey(id)) {
      throw RefusedException.of(409, "An app with the path " + id + " already exists.");
    }
    RootRevision revision = deploying.revision(call.now());
    if (document.hasNonNull("version") && !document.has("apps") && !document.has("groups")) {
      restore(document, id, revision);
    } else if (document.hasNonNull("scaleBy")) {
      scale(document, id, revision);
    } else {
      apply(document, id, revision);
    }
    if (call.flag("dryRun", false)) {
      var steps = deploying.commands().plan(revision.finish());
      return Answers.json(GroupsResource.steps(DeploymentJson.steps(steps)));
    }
    return Answers.deployment(
        200, deploying.deploy(revision, call.flag("force", false), call.now()));
  }

  private void apply(ObjectNode document, AppId id, RootRevision revision) {
    Problems problems = new Problems();
    new GroupDocument(revision, deploying.settings().formats()).apply(document, id, problems);
    refuse(problems);
  }

  private static void refuse(Problems problems) {
    if (!problems.isEmpty()) {
      throw RefusedException.of(problems);
    }
  }

  /** The group as it was; nothing else may be wanted at the same time. */
  private void restore(ObjectNode document, AppId id, RootRevision revision) {
    requireAlone(document, "version");
    Instant version = Call.version(document.get("version").asText());
    RootGroup earlier =
        deploying
            .view()
            .rootVersion(version)
            .filter(root -> root.hasGroup(id))
            .orElseThrow(() -> RefusedException.unknownGroup(id, Optional.of(version)));
    revision.removeGroup(id);
    earlier.appsUnder(id).forEach(revision::put);
    earlier.groups().values().stream()
        .filter(group -> group.id().equals(id) || id.isAncestorOf(group.id()))
        .forEach(revision::putGroup);
  }

  /** Every app below the group, by a factor. */
  private void scale(ObjectNode document, AppId id, RootRevision revision) {
    requireAlone(document, "scaleBy");
    Problems problems = new Problems();
    Optional<Double> factor = Members.of(document, "", problems).between("scaleBy", 0, 1_000_000);
    refuse(problems);
    RootGroup root = deploying.view().root();
    requireGroup(root, id);
    for (AppSpec app : root.appsUnder(id)) {
      double instances = Math.ceil(app.instances() * factor.orElseThrow());
      revision.put(app.withInstances((int) Math.min(instances, Integer.MAX_VALUE)));
    }
  }

  private static void requireAlone(ObjectNode document, String name) {
    Set<String> allowed = Set.of(name, "id");
    document
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!allowed.contains(field) && document.hasNonNull(field)) {
                throw RefusedException.value(
                    "/", "The '" + name + "' field may only be combined with the 'id' field.");
              }
            });
  }

  private static void requireGroup(RootGroup root, AppId id) {
    if (!root.hasGroup(id)) {
      throw RefusedException.unknownGroup(id, Optional.empty());
    }
  }

  HttpAnswer enforceRole(Call call, AppId id) {
    ObjectNode document = call.object();
    Problems problems = new Problems();
    Optional<Boolean> enforce = Members.of(document, "", problems).flag("enforceRole");
    refuse(problems);
    RootGroup root = deploying.view().root();
    requireGroup(root, id);
    if (id.segments().size() != 1) {
      throw RefusedException.value("/enforceRole", "is only allowed for top-level groups");
    }
    Optional<GroupSpec> old = Optional.ofNullable(root.groups().get(id));
    RootRevision revision = deploying.revision(call.now());
    revision.putGroup(
        new GroupSpec(
            id,
            old.map(GroupSpec::dependencies).orElse(Set.of()),
            enforce.or(() -> old.flatMap(GroupSpec::enforceRole)),
            revision.version()));
    DeployOutcome.Accepted accepted =
        deploying.deploy(revision, call.flag("force", false), call.now());
    return Answers.deployment(200, accepted);
  }

  HttpAnswer delete(Call call, AppId id) {
    requireGroup(deploying.view().root(), id);
    return Answers.deployment(
        200,
        deploying.deploy(
            deploying.revision(call.now()).removeGroup(id), call.flag("force", false), call.now()));
  }
}
