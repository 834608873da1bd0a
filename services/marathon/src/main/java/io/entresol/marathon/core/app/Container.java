package io.entresol.marathon.core.app;

import java.util.List;
import java.util.Optional;

/**
 * How instances are contained.
 *
 * @param docker empty for a plain Mesos container without an image
 * @param portMappings used only outside host mode
 * @param linux kernel settings, for Mesos containers
 */
public record Container(
    Type type,
    Optional<DockerImage> docker,
    List<Volume> volumes,
    List<PortMapping> portMappings,
    Optional<LinuxSettings> linux) {
  public enum Type {
    DOCKER,
    MESOS
  }

  public Container {
    volumes = List.copyOf(volumes);
    portMappings = List.copyOf(portMappings);
  }

  public Container withPortMappings(List<PortMapping> mappings) {
    return new Container(type, docker, volumes, mappings, linux);
  }

  /**
   * An image, run by the Docker Engine or unpacked by the agent.
   *
   * @param parameters further options of {@code docker run}, without their dashes, in order
   * @param pullSecret the app's secret with the registry's credentials
   */
  public record DockerImage(
      String image,
      boolean forcePull,
      boolean privileged,
      List<Parameter> parameters,
      Optional<String> pullSecret) {
    public DockerImage {
      parameters = List.copyOf(parameters);
    }
  }

  public record Parameter(String key, String value) {}

  /**
   * What the kernel is told about the container.
   *
   * @param seccompProfile the profile's name; empty is the agent's own choice
   * @param seccompUnconfined whether no profile applies
   * @param ipcMode {@code PRIVATE} or {@code SHARE_PARENT}
   * @param shmSizeMib the size of {@code /dev/shm}
   */
  public record LinuxSettings(
      Optional<String> seccompProfile,
      Optional<Boolean> seccompUnconfined,
      Optional<String> ipcMode,
      Optional<Integer> shmSizeMib) {}
}
