package io.entresol.agent.container;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskInfo;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Everything needed to run one task or executor.
 *
 * @param agentId the agent that it belongs to; a restarted agent finds its containers by it
 * @param task the task of a command executor; empty for an executor that runs tasks of its own
 * @param command what to run and to fetch first
 * @param container the image, volumes and networks; empty is a plain process
 * @param resources what the container may use
 * @param environment what the agent adds to the environment that the command itself names
 * @param sandbox the container's directory; exists already
 * @param user who runs it; empty is the agent's own user
 */
public record ContainerSpec(
    ContainerId id,
    String agentId,
    FrameworkID frameworkId,
    ExecutorID executorId,
    Optional<TaskInfo> task,
    FrameworkInfo framework,
    CommandInfo command,
    Optional<ContainerInfo> container,
    Resources resources,
    Map<String, String> environment,
    Path sandbox,
    Optional<String> user) {
  public ContainerSpec {
    environment = Map.copyOf(environment);
  }
}
