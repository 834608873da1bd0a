package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.app.Container;
import io.entresol.marathon.core.app.Container.DockerImage;
import io.entresol.marathon.core.app.Container.LinuxSettings;
import io.entresol.marathon.core.app.Container.Parameter;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The container of an app. */
final class ContainerJson {
  private static final String[] IPC_MODES = {"PRIVATE", "SHARE_PARENT"};

  private ContainerJson() {}

  /**
   * @param mapsPorts whether the app has a network in which port mappings mean something
   */
  static ObjectNode write(Container container, boolean mapsPorts) {
    ObjectNode node = JsonText.object();
    node.put("type", container.type().name());
    container.docker().ifPresent(docker -> writeDocker(docker, node.putObject("docker")));
    ArrayNode volumes = node.putArray("volumes");
    container.volumes().forEach(volume -> volumes.add(VolumeJson.write(volume)));
    if (mapsPorts) {
      ArrayNode mappings = node.putArray("portMappings");
      container.portMappings().forEach(mapping -> mappings.add(NetworkJson.write(mapping)));
    }
    container.linux().ifPresent(linux -> writeLinux(linux, node.putObject("linuxInfo")));
    return node;
  }

  private static void writeDocker(DockerImage docker, ObjectNode node) {
    node.put("image", docker.image());
    node.put("forcePullImage", docker.forcePull());
    node.put("privileged", docker.privileged());
    ArrayNode parameters = node.putArray("parameters");
    for (Parameter parameter : docker.parameters()) {
      parameters.addObject().put("key", parameter.key()).put("value", parameter.value());
    }
    docker.pullSecret().ifPresent(secret -> node.putObject("pullConfig").put("secret", secret));
  }

  private static void writeLinux(LinuxSettings linux, ObjectNode node) {
    if (linux.seccompProfile().isPresent() || linux.seccompUnconfined().isPresent()) {
      ObjectNode seccomp = node.putObject("seccomp");
      linux.seccompProfile().ifPresent(name -> seccomp.put("profileName", name));
      linux.seccompUnconfined().ifPresent(flag -> seccomp.put("unconfined", flag));
    }
    if (linux.ipcMode().isPresent() || linux.shmSizeMib().isPresent()) {
      ObjectNode ipc = node.putObject("ipcInfo");
      linux.ipcMode().ifPresent(mode -> ipc.put("mode", mode));
      linux.shmSizeMib().ifPresent(size -> ipc.put("shmSize", size));
    }
  }

  /** An image without a type is run by Docker; anything else without one is a Mesos container. */
  static Container read(Members members) {
    Optional<DockerImage> docker = members.object("docker").map(ContainerJson::readDocker);
    return new Container(
        members
            .oneOf("type", Container.Type.values(), Container.Type::name)
            .orElse(docker.isPresent() ? Container.Type.DOCKER : Container.Type.MESOS),
        docker,
        members.objects("volumes", VolumeJson::read),
        members.objects("portMappings", NetworkJson::readMapping),
        members.object("linuxInfo").map(ContainerJson::readLinux));
  }

  private static DockerImage readDocker(Members docker) {
    String image = docker.required("image");
    if (image.isBlank() && docker.has("image")) {
      docker.problems().value(docker.path("image"), "must not be empty");
    }
    if (docker.has("credential")) {
      docker.problems().value(docker.path("credential"), "is not supported; use pullConfig");
    }
    return new DockerImage(
        image,
        docker.flag("forcePullImage").orElse(false),
        docker.flag("privileged").orElse(false),
        readParameters(docker),
        docker.object("pullConfig").flatMap(config -> config.text("secret")));
  }

  /** A list of keys and values; at first it was an object. */
  private static List<Parameter> readParameters(Members docker) {
    JsonNode parameters = docker.node().path("parameters");
    if (parameters.isObject()) {
      List<Parameter> list = new ArrayList<>();
      docker.textMap("parameters").forEach((key, value) -> list.add(new Parameter(key, value)));
      return list;
    }
    return docker.objects(
        "parameters",
        parameter -> {
          String key = parameter.required("key");
          if (key.isEmpty() && parameter.has("key")) {
            parameter.problems().value(parameter.path("key"), "must not be empty");
          }
          return new Parameter(key, parameter.text("value").orElse(""));
        });
  }

  private static LinuxSettings readLinux(Members linux) {
    Optional<Members> seccomp = linux.object("seccomp");
    Optional<Members> ipc = linux.object("ipcInfo");
    return new LinuxSettings(
        seccomp.flatMap(members -> members.text("profileName")),
        seccomp.flatMap(members -> members.flag("unconfined")),
        ipc.flatMap(members -> members.oneOf("mode", IPC_MODES, word -> word)),
        ipc.flatMap(members -> members.within("shmSize", 0, Integer.MAX_VALUE)));
  }
}
