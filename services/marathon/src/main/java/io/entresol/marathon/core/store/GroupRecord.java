package io.entresol.marathon.core.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.GroupSpec;
import java.util.LinkedHashSet;
import java.util.Optional;

/** What a group has beyond its members as it is stored. */
public final class GroupRecord {
  private GroupRecord() {}

  public static ObjectNode write(GroupSpec group) {
    ObjectNode node = Json.object();
    node.put("id", group.id().path());
    node.put("version", Json.text(group.version()));
    ArrayNode dependencies = node.putArray("dependencies");
    group.dependencies().forEach(id -> dependencies.add(id.path()));
    group.enforceRole().ifPresent(enforce -> node.put("enforceRole", enforce));
    return node;
  }

  public static GroupSpec read(JsonNode node) {
    return new GroupSpec(
        new AppId(Json.string(node, "id")),
        new LinkedHashSet<>(Json.list(node, "dependencies", id -> new AppId(id.textValue()))),
        node.has("enforceRole")
            ? Optional.of(node.get("enforceRole").booleanValue())
            : Optional.empty(),
        Json.instant(node, "version"));
  }

  /** A group in a field that may be missing. */
  public static Optional<GroupSpec> optional(JsonNode node, String field) {
    return node.has(field) ? Optional.of(read(node.get(field))) : Optional.empty();
  }
}
