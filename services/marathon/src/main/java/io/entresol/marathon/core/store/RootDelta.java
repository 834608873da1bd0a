package io.entresol.marathon.core.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.GroupSpec;
import io.entresol.marathon.core.app.RootGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What led from one tree to the next, so that the one before can be had back: earlier trees are
 * kept as their differences, not whole.
 *
 * @param previous the version of the tree before
 * @param version of the tree after
 */
record RootDelta(Instant previous, Instant version, List<AppDelta> apps, List<GroupDelta> groups) {
  /** The version of an app before and after; empty where there was or is none. */
  record AppDelta(AppId id, Optional<Instant> from, Optional<Instant> to) {}

  /** A group before and after; empty where it was or is not named. */
  record GroupDelta(AppId id, Optional<GroupSpec> from, Optional<GroupSpec> to) {}

  static RootDelta between(RootGroup before, RootGroup after) {
    List<AppDelta> apps = new ArrayList<>();
    for (AppId id : union(before.apps().keySet(), after.apps().keySet())) {
      Optional<AppSpec> from = before.app(id);
      Optional<AppSpec> to = after.app(id);
      if (!from.equals(to)) {
        apps.add(new AppDelta(id, from.map(AppSpec::version), to.map(AppSpec::version)));
      }
    }
    List<GroupDelta> groups = new ArrayList<>();
    for (AppId id : union(before.groups().keySet(), after.groups().keySet())) {
      Optional<GroupSpec> from = Optional.ofNullable(before.groups().get(id));
      Optional<GroupSpec> to = Optional.ofNullable(after.groups().get(id));
      if (!from.equals(to)) {
        groups.add(new GroupDelta(id, from, to));
      }
    }
    return new RootDelta(before.version(), after.version(), apps, groups);
  }

  private static Set<AppId> union(Set<AppId> a, Set<AppId> b) {
    Set<AppId> union = new TreeSet<>(a);
    union.addAll(b);
    return union;
  }

  byte[] write() {
    ObjectNode node = Json.object();
    node.put("previous", Json.text(previous));
    node.put("version", Json.text(version));
    ArrayNode appNodes = node.putArray("apps");
    for (AppDelta app : apps) {
      ObjectNode appNode = appNodes.addObject().put("id", app.id().path());
      app.from().ifPresent(from -> appNode.put("from", Json.text(from)));
      app.to().ifPresent(to -> appNode.put("to", Json.text(to)));
    }
    ArrayNode groupNodes = node.putArray("groups");
    for (GroupDelta group : groups) {
      ObjectNode groupNode = groupNodes.addObject().put("id", group.id().path());
      group.from().ifPresent(from -> groupNode.set("from", GroupRecord.write(from)));
      group.to().ifPresent(to -> groupNode.set("to", GroupRecord.write(to)));
    }
    return Json.bytes(node);
  }

  static RootDelta read(byte[] record) {
    JsonNode node = Json.read(record);
    List<AppDelta> apps =
        Json.list(
            node,
            "apps",
            app ->
                new AppDelta(
                    new AppId(Json.string(app, "id")),
                    Json.optionalInstant(app, "from"),
                    Json.optionalInstant(app, "to")));
    List<GroupDelta> groups =
        Json.list(
            node,
            "groups",
            group ->
                new GroupDelta(
                    new AppId(Json.string(group, "id")),
                    GroupRecord.optional(group, "from"),
                    GroupRecord.optional(group, "to")));
    return new RootDelta(
        Json.instant(node, "previous"), Json.instant(node, "version"), apps, groups);
  }
}
