package io.entresol.agent.core;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerID;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ExecutorInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.proto.agent.ExecutorRun;
import java.util.Optional;

/**
 * A container to be started.
 *
 * @param agentId whose it is
 * @param id its name; nested in the executor's for a task of a group
 * @param executor whose sandbox it runs in
 * @param task what the agent itself runs; empty if the executor does
 * @param resources what the container may use
 */
public record ContainerLaunch(
    AgentID agentId,
    ContainerID id,
    FrameworkInfo framework,
    ExecutorInfo executor,
    ExecutorRun.Kind kind,
    Optional<TaskInfo> task,
    CommandInfo command,
    Optional<ContainerInfo> container,
    Resources resources) {}
