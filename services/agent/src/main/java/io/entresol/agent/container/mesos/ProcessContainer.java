package io.entresol.agent.container.mesos;

import io.entresol.agent.container.ContainerId;
import io.entresol.agent.container.Launched;
import io.entresol.agent.container.Lifecycle;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerStatus;
import java.util.Optional;
import java.util.OptionalLong;

/** What is known of one container now. Belongs to the containerizer's context. */
final class ProcessContainer {
  final ContainerId id;
  final Lifecycle life = new Lifecycle();

  /** Set when the process exists. */
  Optional<ProcessLauncher.Started> started = Optional.empty();

  /** Set when the supervisor has written down the end, which may be before the launch returns. */
  Optional<ExitRecord> exit = Optional.empty();

  ProcessContainer(ContainerId id) {
    this.id = id;
  }

  Launched launched() {
    return launched(id, started.map(ProcessLauncher.Started::processes));
  }

  static Launched launched(ContainerId id, Optional<StartRecord> processes) {
    ContainerStatus.Builder status =
        ContainerStatus.newBuilder().setContainerId(ContainerID.newBuilder().setValue(id.value()));
    processes.ifPresent(record -> status.setExecutorPid((int) record.task().pid()));
    return new Launched(
        id,
        processes
            .map(record -> OptionalLong.of(record.task().pid()))
            .orElseGet(OptionalLong::empty),
        status.build(),
        Optional.empty());
  }
}
