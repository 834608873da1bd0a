package io.entresol.marathon.core.rest.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.GroupSpec;
import io.entresol.marathon.core.app.format.AppForms;
import io.entresol.marathon.core.app.format.AppIds;
import io.entresol.marathon.core.app.format.FormatSettings;
import io.entresol.marathon.core.json.Members;
import io.entresol.marathon.core.json.Problems;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A group as a client defines it. Lists of apps and groups that are given replace those that are
 * there; what is not given stays.
 */
public final class GroupDocument {
  private final RootRevision revision;
  private final AppForms forms;

  public GroupDocument(RootRevision revision, FormatSettings formats) {
    this.revision = revision;
    this.forms = new AppForms(formats);
  }

  /** The id of the group that a document defines; that of the path if it names none. */
  public static AppId id(ObjectNode document, AppId path) {
    return document.path("id").isTextual() ? path.resolve(document.get("id").textValue()) : path;
  }

  /** Makes the group in the revision what the document says. */
  public void apply(ObjectNode document, AppId id, Problems problems) {
    Members members = Members.of(document, "", problems);
    members.text("id").flatMap(AppIds::problem).ifPresent(text -> problems.value("/id", text));
    if (!id.isRoot() || members.has("dependencies")) {
      revision.putGroup(spec(members, id));
    }
    if (members.has("apps")) {
      applyApps(members, id, problems);
    }
    if (members.has("groups")) {
      applyGroups(members, id, problems);
    }
  }

  private GroupSpec spec(Members members, AppId id) {
    Optional<GroupSpec> old = revision.group(id);
    Set<AppId> dependencies = new LinkedHashSet<>();
    for (String text : members.texts("dependencies")) {
      AppIds.problem(text)
          .ifPresent(message -> members.problems().value(members.path("dependencies"), message));
      dependencies.add(id.parent().resolve(text));
    }
    Set<AppId> kept =
        members.has("dependencies")
            ? dependencies
            : old.map(GroupSpec::dependencies).orElse(dependencies);
    Optional<Boolean> enforceRole =
        members.flag("enforceRole").or(() -> old.flatMap(GroupSpec::enforceRole));
    if (enforceRole.isPresent() && id.segments().size() != 1) {
      members.problems().value(members.path("enforceRole"), "is only allowed for top-level groups");
    }
    GroupSpec same =
        new GroupSpec(
            id, kept, enforceRole, old.map(GroupSpec::version).orElse(revision.version()));
    return old.equals(Optional.of(same))
        ? same
        : new GroupSpec(id, kept, enforceRole, revision.version());
  }

  private void applyApps(Members members, AppId id, Problems problems) {
    Set<AppId> named = new HashSet<>();
    List<ObjectNode> documents = members.objects("apps", Members::node);
    for (int i = 0; i < documents.size(); i++) {
      Problems own = new Problems("/apps(" + i + ")");
      AppId appId = id(documents.get(i), id);
      if (!appId.parent().equals(id)) {
        own.value("/id", "Identifier " + appId + " is not child of '" + id + "'.");
      }
      AppSpec app = forms.read(documents.get(i), id, revision.app(appId), own);
      if (own.isEmpty()) {
        revision.put(app);
        named.add(app.id());
      }
      problems.addAll(own);
    }
    revision.appsOf(id).stream().filter(app -> !named.contains(app)).forEach(revision::remove);
  }

  private void applyGroups(Members members, AppId id, Problems problems) {
    Set<AppId> named = new HashSet<>();
    List<ObjectNode> documents = members.objects("groups", Members::node);
    for (int i = 0; i < documents.size(); i++) {
      Problems own = new Problems("/groups(" + i + ")");
      AppId groupId = id(documents.get(i), id);
      if (!groupId.parent().equals(id) || groupId.equals(id)) {
        own.value("/id", "Identifier " + groupId + " is not child of '" + id + "'.");
      } else {
        apply(documents.get(i), groupId, own);
        named.add(groupId);
      }
      problems.addAll(own);
    }
    revision.groupsOf(id).stream()
        .filter(group -> !named.contains(group))
        .forEach(revision::removeGroup);
  }
}
