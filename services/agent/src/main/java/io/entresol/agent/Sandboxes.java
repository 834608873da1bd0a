package io.entresol.agent;

import io.entresol.agent.container.ContainerId;
import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.core.ContainerLaunch;
import io.entresol.agent.core.PersistentVolume;
import io.entresol.domain.resources.Disk;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.Volume;
import io.entresol.proto.agent.ExecutorRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** Makes the directories that containers run in, with their persistent volumes. Blocking. */
final class Sandboxes {
  private final WorkDirectory directory;
  private final Volumes volumes;
  private final LaunchSettings settings;

  Sandboxes(WorkDirectory directory, Volumes volumes, LaunchSettings settings) {
    this.directory = directory;
    this.volumes = volumes;
    this.settings = settings;
  }

  /**
   * Makes the sandbox and says all that is needed to start the container in it.
   *
   * @throws IOException if it cannot be made
   * @throws IllegalArgumentException if an id cannot be the name of a directory
   */
  ContainerSpec prepare(ContainerLaunch launch) throws IOException {
    String agentId = launch.agentId().getValue();
    Path run = run(agentId, launch);
    Path sandbox = run;
    if (launch.id().hasParent()) {
      sandbox = WorkDirectory.nestedSandbox(run, launch.id().getValue());
      make(sandbox);
      linkTask(run, launch);
    }
    Optional<ContainerInfo> container = withVolumes(launch, sandbox);
    return new ContainerSpec(
        new ContainerId(launch.id().getValue()),
        agentId,
        launch.framework().getId(),
        launch.executor().getExecutorId(),
        launch.task(),
        launch.framework(),
        launch.command(),
        container,
        launch.resources(),
        environment(launch, sandbox),
        sandbox,
        user(launch));
  }

  /** The sandbox of an executor's run, made if it is not there. */
  private Path run(String agentId, ContainerLaunch launch) throws IOException {
    String frameworkId = launch.framework().getId().getValue();
    ExecutorInfo executor = launch.executor();
    String runId =
        launch.id().hasParent() ? launch.id().getParent().getValue() : launch.id().getValue();
    String executorId = executor.getExecutorId().getValue();
    Path sandbox = directory.sandbox(agentId, frameworkId, executorId, runId);
    if (!Files.isDirectory(sandbox)) {
      make(sandbox);
      WorkDirectory.link(
          directory.runs(agentId, frameworkId, executorId).resolve("latest"), Path.of(runId));
    }
    return sandbox;
  }

  private static void make(Path sandbox) throws IOException {
    Files.createDirectories(sandbox);
    Files.setPosixFilePermissions(sandbox, PosixFilePermissions.fromString("rwxr-x---"));
  }

  /** Leads from the task's id to its sandbox, as the default executor of Mesos does. */
  private static void linkTask(Path run, ContainerLaunch launch) throws IOException {
    Path tasks = run.resolve("tasks");
    Files.createDirectories(tasks);
    String task = launch.task().orElseThrow().getTaskId().getValue();
    WorkDirectory.link(
        tasks.resolve(WorkDirectory.segment(task)),
        Path.of("..", "containers", launch.id().getValue()));
  }

  /** Processes find a volume through a link in their sandbox, Docker mounts it. */
  private Optional<ContainerInfo> withVolumes(ContainerLaunch launch, Path sandbox)
      throws IOException {
    ContainerInfo.Builder container = null;
    boolean docker =
        launch.container().map(c -> c.getType() == ContainerInfo.Type.DOCKER).orElse(false);
    for (ResourceKey key : launch.resources().held().keySet()) {
      Optional<PersistentVolume> volume = PersistentVolume.of(key);
      Optional<Disk.Volume> mount = key.disk().flatMap(Disk::volume);
      if (volume.isEmpty() || mount.isEmpty()) {
        continue;
      }
      Path source = volumes.create(volume.get());
      if (docker) {
        container = container == null ? launch.container().get().toBuilder() : container;
        container.addVolumes(
            Volume.newBuilder()
                .setContainerPath(mount.get().containerPath())
                .setHostPath(source.toString())
                .setMode(mount.get().readOnly() ? Volume.Mode.RO : Volume.Mode.RW));
      } else {
        linkVolume(sandbox, mount.get().containerPath(), source);
      }
    }
    return container == null ? launch.container() : Optional.of(container.build());
  }

  private static void linkVolume(Path sandbox, String containerPath, Path source)
      throws IOException {
    Path link = sandbox.resolve(containerPath).normalize();
    if (!link.startsWith(sandbox) || link.equals(sandbox)) {
      throw new IOException(
          "The volume's path '" + containerPath + "' does not lead into the sandbox");
    }
    Files.createDirectories(link.getParent());
    if (!WorkDirectory.exists(link)) {
      Files.createSymbolicLink(link, source);
    }
  }

  private Map<String, String> environment(ContainerLaunch launch, Path sandbox) {
    boolean inDocker =
        launch.container().map(c -> c.getType() == ContainerInfo.Type.DOCKER).orElse(false);
    return inDocker && launch.kind() == ExecutorRun.Kind.COMMAND
        ? settings.allocationRole(launch)
        : settings.environment(launch, sandbox);
  }

  private Optional<String> user(ContainerLaunch launch) {
    if (!settings.switchUser()) {
      return Optional.empty();
    }
    return Optional.of(
        launch.command().hasUser() ? launch.command().getUser() : launch.framework().getUser());
  }
}
