package io.entresol.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.core.ContainerLaunch;
import io.entresol.domain.resources.Disk;
import io.entresol.domain.resources.Reservation;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.domain.resources.Scalar;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.Volume;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.agent.ExecutorRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxesTest {
  private static final LaunchSettings SETTINGS =
      new LaunchSettings(
          "slave(1)@10.0.0.1:5051",
          "10.0.0.1:5051",
          "10.0.0.1",
          true,
          Duration.ofSeconds(5),
          Duration.ofMinutes(15),
          Duration.ofSeconds(2),
          false,
          Optional.empty(),
          Map.of(
              "JAVA_HOME", "/opt/java", "MESOS_DIRECTORY", "/elsewhere", "LIBPROCESS_IP", "::1"));

  @TempDir Path work;

  private ContainerSpec prepare(ContainerLaunch launch) throws Exception {
    WorkDirectory directory = new WorkDirectory(work);
    return new Sandboxes(directory, new Volumes(directory), SETTINGS).prepare(launch);
  }

  private static ContainerLaunch launch(String task, Resources resources) {
    TaskInfo info =
        TaskInfo.newBuilder()
            .setName(task)
            .setTaskId(TaskID.newBuilder().setValue(task))
            .setAgentId(AgentID.newBuilder().setValue("S"))
            .addAllResources(ProtoResources.toProto(resources.allocatedTo("role")))
            .build();
    return new ContainerLaunch(
        AgentID.newBuilder().setValue("S").build(),
        ContainerID.newBuilder().setValue("C").build(),
        FrameworkInfo.newBuilder()
            .setId(FrameworkID.newBuilder().setValue("F"))
            .setUser("nobody")
            .setName("f")
            .setCheckpoint(true)
            .build(),
        ExecutorInfo.newBuilder().setExecutorId(ExecutorID.newBuilder().setValue(task)).build(),
        ExecutorRun.Kind.COMMAND,
        Optional.of(info),
        CommandInfo.getDefaultInstance(),
        Optional.empty(),
        resources);
  }

  private static ContainerLaunch with(ContainerLaunch launch, ContainerID id) {
    return new ContainerLaunch(
        launch.agentId(),
        id,
        launch.framework(),
        launch.executor(),
        ExecutorRun.Kind.DEFAULT,
        launch.task(),
        launch.command(),
        launch.container(),
        launch.resources());
  }

  private static ContainerLaunch with(ContainerLaunch launch, ContainerInfo container) {
    return new ContainerLaunch(
        launch.agentId(),
        launch.id(),
        launch.framework(),
        launch.executor(),
        launch.kind(),
        launch.task(),
        launch.command(),
        Optional.of(container),
        launch.resources());
  }

  @Test
  void sandboxesLieWhereMesosHasThem() throws Exception {
    ContainerSpec spec = prepare(launch("t", ResourceParser.parse("cpus:1")));
    assertThat(spec.sandbox())
        .isEqualTo(work.resolve("slaves/S/frameworks/F/executors/t/runs/C"))
        .isDirectory();
    assertThat(spec.sandbox().resolveSibling("latest").toRealPath())
        .isEqualTo(spec.sandbox().toRealPath());
    assertThat(spec.user()).contains("nobody");
    assertThat(spec.environment())
        .containsEntry("MESOS_AGENT_ENDPOINT", "10.0.0.1:5051")
        .containsEntry("MESOS_ALLOCATION_ROLE", "role")
        .containsEntry("MESOS_CHECKPOINT", "1")
        .containsEntry("MESOS_DIRECTORY", spec.sandbox().toString())
        .containsEntry("MESOS_EXECUTOR_ID", "t")
        .containsEntry("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", "5secs")
        .containsEntry("MESOS_FRAMEWORK_ID", "F")
        .containsEntry("MESOS_RECOVERY_TIMEOUT", "15mins")
        .containsEntry("MESOS_SLAVE_ID", "S")
        .containsEntry("MESOS_SLAVE_PID", "slave(1)@10.0.0.1:5051")
        .containsEntry("MESOS_SUBSCRIPTION_BACKOFF_MAX", "2secs");
  }

  @Test
  void executorsFindWhatTheOperatorAdds() throws Exception {
    ContainerSpec spec = prepare(launch("t", ResourceParser.parse("cpus:1")));
    assertThat(spec.environment())
        .containsEntry("JAVA_HOME", "/opt/java")
        .containsEntry("LIBPROCESS_IP", "::1")
        .containsEntry("MESOS_DIRECTORY", spec.sandbox().toString());
  }

  @Test
  void tasksOfAGroupLieWithinTheirExecutors() throws Exception {
    ContainerID nested =
        ContainerID.newBuilder()
            .setValue("N")
            .setParent(ContainerID.newBuilder().setValue("C"))
            .build();
    ContainerSpec spec = prepare(with(launch("t", ResourceParser.parse("cpus:1")), nested));
    Path run = work.resolve("slaves/S/frameworks/F/executors/t/runs/C");
    assertThat(spec.sandbox()).isEqualTo(run.resolve("containers/N")).isDirectory();
    assertThat(run.resolve("tasks/t").toRealPath()).isEqualTo(spec.sandbox().toRealPath());
  }

  private static Resources volume(String containerPath) {
    return Resources.of(
        ResourceKey.of("disk")
            .reserved(Reservation.dynamically("db/main", "ops"))
            .withDisk(
                Optional.of(
                    new Disk(
                        Optional.of(new Disk.Persistence("v1", Optional.empty())),
                        Optional.of(new Disk.Volume(containerPath, Optional.empty(), true)),
                        Optional.empty()))),
        Scalar.of(10));
  }

  @Test
  void processesFindTheirVolumesInTheSandbox() throws Exception {
    ContainerSpec spec = prepare(launch("t", volume("data/here")));
    Path volume = work.resolve("volumes/roles/db/main/v1");
    assertThat(volume).isDirectory();
    assertThat(spec.sandbox().resolve("data/here").toRealPath()).isEqualTo(volume.toRealPath());
    assertThatThrownBy(() -> prepare(launch("u", volume("../../out"))))
        .hasMessageContaining("does not lead into the sandbox");
  }

  @Test
  void dockerMountsVolumes() throws Exception {
    ContainerInfo docker =
        ContainerInfo.newBuilder()
            .setType(ContainerInfo.Type.DOCKER)
            .setDocker(ContainerInfo.DockerInfo.newBuilder().setImage("busybox"))
            .build();
    ContainerSpec spec = prepare(with(launch("t", volume("data")), docker));
    assertThat(spec.container().orElseThrow().getVolumesList())
        .containsExactly(
            Volume.newBuilder()
                .setContainerPath("data")
                .setHostPath(work.resolve("volumes/roles/db/main/v1").toString())
                .setMode(Volume.Mode.RO)
                .build());
    assertThat(spec.environment()).containsOnlyKeys("MESOS_ALLOCATION_ROLE");
  }

  @Test
  void idsCannotLeadElsewhere() {
    for (String id : new String[] {"..", ".", "a/b", "", "a\0b"}) {
      assertThatThrownBy(() -> prepare(launch(id, ResourceParser.parse("cpus:1"))))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Files.exists(work.resolve("slaves"))).isFalse();
  }
}
