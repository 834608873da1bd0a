package io.entresol.agent.container;

import io.entresol.mesos.v1.ContainerStatus;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A container that has started.
 *
 * @param pid of the container's first process; empty if only its engine knows
 * @param status container id and networks, as status updates carry them
 * @param taskData what the first TASK_RUNNING carries as data: Docker's inspection as JSON; empty
 *     for plain processes
 */
public record Launched(
    ContainerId id, OptionalLong pid, ContainerStatus status, Optional<byte[]> taskData) {}
