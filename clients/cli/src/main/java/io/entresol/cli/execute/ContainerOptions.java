package io.entresol.cli.execute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entresol.mesos.v1.CapabilityInfo;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.Image;
import io.entresol.mesos.v1.LinuxInfo;
import io.entresol.mesos.v1.RLimitInfo;
import io.entresol.mesos.v1.TTYInfo;
import io.entresol.mesos.v1.Volume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for the container of a task. */
final class ContainerOptions {
  @Option(
      names = "--containerizer",
      paramLabel = "NAME",
      description =
          "docker or mesos (default: docker if --docker_image is given, otherwise mesos).")
  private String containerizer;

  @Option(
      names = "--docker_image",
      paramLabel = "IMAGE",
      description = "The Docker image to run in, for example busybox:latest.")
  private String dockerImage;

  @Option(names = "--appc_image", paramLabel = "IMAGE", description = "The Appc image to run in.")
  private String appcImage;

  @Option(
      names = "--networks",
      split = ",",
      paramLabel = "NETWORK",
      description = "Names of the networks that the container joins.")
  private List<String> networks = List.of();

  @Option(
      names = "--volumes",
      paramLabel = "JSON",
      description = "A JSON array of Volume, or the path of a file that holds one.")
  private String volumes;

  @Option(
      names = "--rlimits",
      paramLabel = "JSON",
      description = "Resource limits as JSON, {\"rlimits\": [...]}.")
  private String rlimits;

  @Option(
      names = "--effective_capabilities",
      paramLabel = "JSON",
      description = "Linux capabilities to hold, {\"capabilities\": [...]}.")
  private String effectiveCapabilities;

  @Option(
      names = "--bounding_capabilities",
      paramLabel = "JSON",
      description = "Linux capabilities that can be gained, {\"capabilities\": [...]}.")
  private String boundingCapabilities;

  @Option(
      names = "--tty",
      negatable = true,
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "Give the task a terminal (default: ${DEFAULT-VALUE}).")
  private boolean tty;

  boolean hasDockerImage() {
    return dockerImage != null;
  }

  /** The container, or empty: a plain process will do. */
  Optional<ContainerInfo> build() throws IOException {
    ContainerInfo.Builder container = ContainerInfo.newBuilder().setType(type());
    addImage(container);
    networks.forEach(network -> container.addNetworkInfosBuilder().setName(network.strip()));
    if (volumes != null) {
      container.addAllVolumes(volumes());
    }
    if (rlimits != null) {
      container.setRlimitInfo(
          TaskOptions.parse("--rlimits", rlimits, RLimitInfo.getDefaultInstance()));
    }
    if (effectiveCapabilities != null || boundingCapabilities != null) {
      container.setLinuxInfo(linux());
    }
    if (tty) {
      container.setTtyInfo(TTYInfo.getDefaultInstance());
    }
    ContainerInfo built = container.build();
    ContainerInfo plain = ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS).build();
    return built.equals(plain) ? Optional.empty() : Optional.of(built);
  }

  private ContainerInfo.Type type() {
    String name = containerizer != null ? containerizer : hasDockerImage() ? "docker" : "mesos";
    return switch (name) {
      case "docker" -> {
        if (!hasDockerImage()) {
          throw new IllegalArgumentException(
              "--containerizer=docker needs an image: give --docker_image");
        }
        yield ContainerInfo.Type.DOCKER;
      }
      case "mesos" -> ContainerInfo.Type.MESOS;
      default -> throw new IllegalArgumentException("Unsupported containerizer: " + name);
    };
  }

  private void addImage(ContainerInfo.Builder container) {
    if (appcImage != null) {
      if (hasDockerImage() || container.getType() == ContainerInfo.Type.DOCKER) {
        throw new IllegalArgumentException(
            "Flags '--docker_image' and '--appc_image' are both set");
      }
      Image.Builder image = container.getMesosBuilder().getImageBuilder();
      image.setType(Image.Type.APPC);
      image.getAppcBuilder().setName(appcImage);
      return;
    }
    if (!hasDockerImage()) {
      return;
    }
    if (container.getType() == ContainerInfo.Type.DOCKER) {
      container.getDockerBuilder().setImage(dockerImage);
    } else {
      Image.Builder image = container.getMesosBuilder().getImageBuilder();
      image.setType(Image.Type.DOCKER);
      image.getDockerBuilder().setName(dockerImage);
    }
  }

  private List<Volume> volumes() throws IOException {
    JsonNode array;
    try {
      array = new ObjectMapper().readTree(TaskOptions.textOf(volumes));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Failed to load flag 'volumes': " + e.getOriginalMessage(), e);
    }
    if (!array.isArray()) {
      throw new IllegalArgumentException("Failed to load flag 'volumes': it must be a JSON array");
    }
    List<Volume> parsed = new ArrayList<>();
    for (JsonNode volume : array) {
      parsed.add(TaskOptions.parse("--volumes", volume.toString(), Volume.getDefaultInstance()));
    }
    return parsed;
  }

  private LinuxInfo linux() throws IOException {
    LinuxInfo.Builder linux = LinuxInfo.newBuilder();
    if (effectiveCapabilities != null) {
      linux.setEffectiveCapabilities(
          capabilities("--effective_capabilities", effectiveCapabilities));
    }
    if (boundingCapabilities != null) {
      linux.setBoundingCapabilities(capabilities("--bounding_capabilities", boundingCapabilities));
    }
    return linux.build();
  }

  private static CapabilityInfo capabilities(String option, String value) throws IOException {
    return TaskOptions.parse(option, value, CapabilityInfo.getDefaultInstance());
  }
}
