package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.Volume;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Members;
import java.util.Optional;

/** The kinds of volumes, told apart by the member that only one of them has. */
final class VolumeJson {
  private static final String[] DISK_TYPES = {"root", "path", "mount"};

  private VolumeJson() {}

  static ObjectNode write(Volume volume) {
    ObjectNode node = JsonText.object().put("containerPath", volume.containerPath());
    if (volume instanceof Volume.Host host) {
      node.put("hostPath", host.hostPath()).put("mode", host.mode().name());
    } else if (volume instanceof Volume.Persistent persistent) {
      node.put("mode", persistent.mode().name());
      writePersistent(persistent, node.putObject("persistent"));
    } else if (volume instanceof Volume.External external) {
      node.put("mode", external.mode().name());
      writeExternal(external, node.putObject("external"));
    } else if (volume instanceof Volume.Secret secret) {
      node.put("secret", secret.secret());
    }
    return node;
  }

  private static void writePersistent(Volume.Persistent volume, ObjectNode node) {
    node.put("type", volume.type()).put("size", volume.sizeMib());
    volume.maxSizeMib().ifPresent(size -> node.put("maxSize", size));
    volume.profileName().ifPresent(name -> node.put("profileName", name));
    ArrayNode constraints = node.putArray("constraints");
    volume.constraints().forEach(constraint -> constraints.add(ConstraintJson.write(constraint)));
  }

  private static void writeExternal(Volume.External volume, ObjectNode node) {
    node.put("provider", volume.provider()).put("name", volume.name());
    volume.sizeMib().ifPresent(size -> node.put("size", size));
    NetworkJson.putTexts(node, "options", volume.options());
    node.put("shared", volume.shared());
  }

  static Volume read(Members members) {
    String containerPath = members.required("containerPath");
    if (containerPath.isEmpty()) {
      members.problems().value(members.path("containerPath"), "must not be empty");
    }
    Volume.Mode mode =
        members.oneOf("mode", Volume.Mode.values(), Volume.Mode::name).orElse(Volume.Mode.RW);
    Optional<Members> persistent = members.object("persistent");
    if (persistent.isPresent()) {
      return readPersistent(containerPath, mode, persistent.get());
    }
    Optional<Members> external = members.object("external");
    if (external.isPresent()) {
      return readExternal(containerPath, mode, external.get());
    }
    if (members.has("secret")) {
      return new Volume.Secret(containerPath, members.text("secret").orElse(""));
    }
    String hostPath = members.text("hostPath").orElse("");
    if (hostPath.isEmpty()) {
      members.problems().value(members.path("hostPath"), "must not be empty");
    }
    return new Volume.Host(containerPath, hostPath, mode);
  }

  private static Volume readPersistent(String containerPath, Volume.Mode mode, Members persistent) {
    return new Volume.Persistent(
        containerPath,
        mode,
        persistent.oneOf("type", DISK_TYPES, word -> word).orElse("root"),
        persistent.within("size", 1, Integer.MAX_VALUE).orElse(0),
        persistent.within("maxSize", 1, Integer.MAX_VALUE).map(Integer::longValue),
        persistent.text("profileName"),
        persistent.elements(
            "constraints", (node, at) -> ConstraintJson.read(node, at, persistent.problems())));
  }

  private static Volume readExternal(String containerPath, Volume.Mode mode, Members external) {
    return new Volume.External(
        containerPath,
        mode,
        external.text("provider").orElse(""),
        external.text("name").orElse(""),
        external.within("size", 1, Integer.MAX_VALUE).map(Integer::longValue),
        external.textMap("options"),
        external.flag("shared").orElse(false));
  }
}
