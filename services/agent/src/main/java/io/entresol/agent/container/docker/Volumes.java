package io.entresol.agent.container.docker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.agent.container.ContainerSpec;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.Volume;
import java.nio.file.Path;

/** Mounts the sandbox and a container's volumes. */
final class Volumes {
  private final CreateRequest request;
  private final Path sandbox;
  private final String sandboxDirectory;

  private Volumes(CreateRequest request, Path sandbox, String sandboxDirectory) {
    this.request = request;
    this.sandbox = sandbox;
    this.sandboxDirectory = sandboxDirectory;
  }

  static void add(CreateRequest request, ContainerSpec spec, String sandboxDirectory) {
    ContainerInfo container = spec.container().orElseThrow();
    Volumes volumes = new Volumes(request, spec.sandbox(), sandboxDirectory);
    volumes.addSandbox();
    boolean driver = container.getDocker().hasVolumeDriver();
    if (driver) {
      request.host().put("VolumeDriver", container.getDocker().getVolumeDriver());
    }
    container.getVolumesList().forEach(volume -> volumes.add(volume, driver));
  }

  /** Ids, and so the path, may hold the colon that separates the parts of the short form. */
  private void addSandbox() {
    if (sandbox.toString().contains(":")) {
      ObjectNode mount = JsonNodeFactory.instance.objectNode();
      mount.put("Type", "bind");
      mount.put("Source", sandbox.toString());
      mount.put("Target", sandboxDirectory);
      CreateRequest.append(request.host(), "Mounts", mount);
    } else {
      CreateRequest.append(request.host(), "Binds", sandbox + ":" + sandboxDirectory);
    }
  }

  /**
   * @param driver whether host paths that are not absolute name volumes of a driver
   */
  private void add(Volume volume, boolean driver) {
    if (volume.hasImage()) {
      throw RunOptions.refused("Volumes made of images are not supported");
    }
    if (volume.hasSource()) {
      addSource(volume);
    } else if (!volume.hasHostPath()) {
      request.config().withObjectProperty("Volumes").putObject(target(volume));
    } else if (volume.getHostPath().startsWith("/") || driver) {
      bind(volume.getHostPath(), volume);
    } else {
      bind(inSandbox(volume.getHostPath()), volume);
    }
  }

  private void addSource(Volume volume) {
    Volume.Source source = volume.getSource();
    switch (source.getType()) {
      case DOCKER_VOLUME -> mount(source.getDockerVolume(), volume);
      case HOST_PATH -> bind(source.getHostPath().getPath(), volume);
      case SANDBOX_PATH -> bindSandboxPath(source.getSandboxPath(), volume);
      case SECRET, CSI_VOLUME, UNKNOWN ->
          throw RunOptions.refused(
              "Volumes of source '" + source.getType() + "' are not supported");
    }
  }

  private void bindSandboxPath(Volume.Source.SandboxPath path, Volume volume) {
    if (path.getType() == Volume.Source.SandboxPath.Type.PARENT) {
      throw RunOptions.refused("The container has no parent whose sandbox it could share");
    }
    bind(inSandbox(path.getPath()), volume);
  }

  private void bind(String source, Volume volume) {
    CreateRequest.append(
        request.host(),
        "Binds",
        source + ":" + target(volume) + ":" + (readOnly(volume) ? "ro" : "rw"));
  }

  private void mount(Volume.Source.DockerVolume docker, Volume volume) {
    ObjectNode mount = JsonNodeFactory.instance.objectNode();
    mount.put("Type", "volume");
    mount.put("Source", docker.getName());
    mount.put("Target", target(volume));
    mount.put("ReadOnly", readOnly(volume));
    if (docker.hasDriver()) {
      ObjectNode driver =
          mount.withObjectProperty("VolumeOptions").withObjectProperty("DriverConfig");
      driver.put("Name", docker.getDriver());
      ObjectNode settings = driver.withObjectProperty("Options");
      docker
          .getDriverOptions()
          .getParameterList()
          .forEach(option -> settings.put(option.getKey(), option.getValue()));
    }
    CreateRequest.append(request.host(), "Mounts", mount);
  }

  private static boolean readOnly(Volume volume) {
    return volume.getMode() == Volume.Mode.RO;
  }

  private String inSandbox(String path) {
    Path inside = sandbox.resolve(path).normalize();
    if (!inside.startsWith(sandbox)) {
      throw RunOptions.refused("The volume '" + path + "' leads out of the sandbox");
    }
    return inside.toString();
  }

  private String target(Volume volume) {
    String path = volume.getContainerPath();
    return path.startsWith("/") ? path : sandboxDirectory + "/" + path;
  }
}
