package io.entresol.marathon.core.rest.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.GroupSpec;
import io.entresol.marathon.core.app.RootGroup;
import io.entresol.marathon.core.json.JsonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Groups as clients see them. */
public final class GroupJson {
  /**
   * What is shown of a group.
   *
   * @param groups whether the groups below it
   * @param apps whether its apps
   */
  public record Parts(boolean groups, boolean apps) {
    /** Whoever asks for nothing gets everything. */
    public static Parts of(Collection<String> embeds) {
      return embeds.isEmpty()
          ? new Parts(true, true)
          : new Parts(
              embeds.contains("group.groups"),
              embeds.stream().anyMatch(word -> word.startsWith("group.apps")));
    }
  }

  private final RootGroup root;
  private final AppInfo info;
  private final Parts parts;
  private final Map<AppId, List<AppSpec>> appsByGroup = new TreeMap<>();
  private final Map<AppId, List<AppId>> groupsByGroup = new TreeMap<>();

  public GroupJson(RootGroup root, AppInfo info, Parts parts) {
    this.root = root;
    this.info = info;
    this.parts = parts;
    for (AppSpec app : root.apps().values()) {
      appsByGroup.computeIfAbsent(app.id().parent(), id -> new ArrayList<>()).add(app);
    }
    for (AppId group : root.groupIds()) {
      groupsByGroup.computeIfAbsent(group.parent(), id -> new ArrayList<>()).add(group);
    }
  }

  public ObjectNode json(AppId id) {
    ObjectNode node = JsonText.object();
    node.put("id", id.path());
    Optional<GroupSpec> spec = Optional.ofNullable(root.groups().get(id));
    if (parts.apps()) {
      ArrayNode apps = node.putArray("apps");
      appsByGroup.getOrDefault(id, List.of()).forEach(app -> apps.add(info.json(app)));
    }
    if (parts.groups()) {
      ArrayNode groups = node.putArray("groups");
      groupsByGroup.getOrDefault(id, List.of()).forEach(group -> groups.add(json(group)));
    }
    node.putArray("pods");
    ArrayNode dependencies = node.putArray("dependencies");
    spec.ifPresent(group -> group.dependencies().forEach(each -> dependencies.add(each.path())));
    node.put("version", JsonText.instant(root.version()));
    if (id.segments().size() == 1) {
      node.put("enforceRole", spec.flatMap(GroupSpec::enforceRole).orElse(false));
    }
    return node;
  }
}
