package io.entresol.master.core.validation;

import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.Volume;
import java.util.Optional;

/** What containers and their volumes may look like. */
final class ContainerRules {
  private ContainerRules() {}

  static Optional<String> check(ContainerInfo container) {
    for (Volume volume : container.getVolumesList()) {
      Optional<String> objection = check(volume);
      if (objection.isPresent()) {
        return objection.map(text -> "Invalid volume: " + text);
      }
    }
    if (container.getType() != ContainerInfo.Type.DOCKER) {
      return Optional.empty();
    }
    if (!container.hasDocker()) {
      return Optional.of("DockerInfo 'docker' is not set for DOCKER typed ContainerInfo");
    }
    // The agent finds its containers by their names.
    return Checks.when(
        container.getDocker().getParametersList().stream().anyMatch(p -> p.getKey().equals("name")),
        "Parameter in DockerInfo must not be 'name'");
  }

  private static Optional<String> check(Volume volume) {
    int kinds =
        (volume.hasHostPath() ? 1 : 0) + (volume.hasImage() ? 1 : 0) + (volume.hasSource() ? 1 : 0);
    if (kinds != 1) {
      return Optional.of("Only one of them should be set: 'host_path', 'image' and 'source'");
    }
    return volume.hasSource() ? check(volume.getSource()) : Optional.empty();
  }

  private static Optional<String> check(Volume.Source source) {
    return switch (source.getType()) {
      case DOCKER_VOLUME ->
          Checks.unless(source.hasDockerVolume(), "type DOCKER_VOLUME needs 'docker_volume'");
      case HOST_PATH -> Checks.unless(source.hasHostPath(), "type HOST_PATH needs 'host_path'");
      case SANDBOX_PATH ->
          Checks.unless(source.hasSandboxPath(), "type SANDBOX_PATH needs 'sandbox_path'");
      case SECRET -> Checks.unless(source.hasSecret(), "type SECRET needs 'secret'");
      case CSI_VOLUME ->
          Checks.unless(
              source.getCsiVolume().hasStaticProvisioning(),
              "type CSI_VOLUME needs 'csi_volume.static_provisioning'");
      case UNKNOWN -> Optional.of("the source's type is unknown");
    };
  }

  /** Whether a container shares its parent's cgroups; it does unless it says that it does not. */
  static boolean sharesCgroups(ContainerInfo container) {
    return container.getLinuxInfo().getShareCgroups();
  }

  static boolean claimsSharedCgroups(ContainerInfo container) {
    return container.getLinuxInfo().hasShareCgroups() && sharesCgroups(container);
  }
}
