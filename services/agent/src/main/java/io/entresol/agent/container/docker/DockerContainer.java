package io.entresol.agent.container.docker;

import io.entresol.agent.container.ContainerId;
import io.entresol.agent.container.Launched;
import io.entresol.agent.container.Lifecycle;
import io.entresol.agent.container.Termination;
import io.entresol.agent.core.WaitStatus;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerStatus;
import io.entresol.mesos.v1.NetworkInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** What is known of one container now. Belongs to the containerizer's context. */
final class DockerContainer {
  final ContainerId id;
  final Lifecycle life = new Lifecycle();

  /** As it was right after the start, or when it was found again; empty while it is launched. */
  Optional<Inspection> found = Optional.empty();

  Optional<OutputCopy> output = Optional.empty();
  Future<Void> outputCopied = Future.succeededFuture();

  /** How many hints that it ended came since the engine was asked last; 0 if it need not be. */
  int doubts;

  DockerContainer(ContainerId id) {
    this.id = id;
  }

  /**
   * Takes a hint that it ended. One may come before the answer to its start, which can be older
   * than the hint.
   *
   * @return whether the engine must be asked now; it is being asked, or cannot be yet, otherwise
   */
  boolean doubt() {
    doubts++;
    return life.isRunning() && doubts == 1;
  }

  boolean doubtedAtLaunch() {
    return doubts > 0;
  }

  static Launched launched(ContainerId id, Inspection inspection) {
    ContainerStatus.Builder status =
        ContainerStatus.newBuilder().setContainerId(ContainerID.newBuilder().setValue(id.value()));
    List<String> addresses = inspection.addresses();
    if (!addresses.isEmpty()) {
      NetworkInfo.Builder network = status.addNetworkInfosBuilder();
      addresses.forEach(
          address ->
              network
                  .addIpAddressesBuilder()
                  .setIpAddress(address)
                  .setProtocol(
                      address.contains(":")
                          ? NetworkInfo.Protocol.IPv6
                          : NetworkInfo.Protocol.IPv4));
    }
    return new Launched(
        id, inspection.pid(), status.build(), Optional.of(inspection.asInspectOutput()));
  }

  static Termination termination(Inspection ended) {
    int status = WaitStatus.exited(ended.exitCode());
    if (ended.outOfMemory()) {
      return new Termination(
          status,
          Optional.of(TaskState.TASK_FAILED),
          Optional.of(TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY),
          "Container exceeded its memory limit and " + WaitStatus.describe(status));
    }
    return new Termination(
        status, Optional.empty(), Optional.empty(), "Container " + WaitStatus.describe(status));
  }

  /** Of a container that somebody else deleted. */
  static Termination vanished() {
    return new Termination(
        WaitStatus.KILLED,
        Optional.of(TaskState.TASK_FAILED),
        Optional.of(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED),
        "Container was removed from the Docker Engine");
  }
}
