package io.entresol.agent.container;

import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.Environment;
import io.entresol.mesos.v1.ExecutorID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Container specs for tests. */
public final class TestingContainers {
  public static final String AGENT = "agent-S0";

  private TestingContainers() {}

  public static CommandInfo shell(String command) {
    return CommandInfo.newBuilder().setShell(true).setValue(command).build();
  }

  public static CommandInfo program(String value, String... arguments) {
    return CommandInfo.newBuilder()
        .setShell(false)
        .setValue(value)
        .addAllArguments(List.of(arguments))
        .build();
  }

  public static Environment environment(Map<String, String> variables) {
    Environment.Builder environment = Environment.newBuilder();
    variables.forEach(
        (name, value) -> environment.addVariablesBuilder().setName(name).setValue(value));
    return environment.build();
  }

  /** A task of 0.1 processors and 32 MB, in that sandbox. */
  public static ContainerSpec spec(CommandInfo command, Path sandbox) {
    return spec(command, Optional.empty(), sandbox);
  }

  public static ContainerSpec spec(
      CommandInfo command, Optional<ContainerInfo> container, Path sandbox) {
    ContainerId id = new ContainerId(UUID.randomUUID().toString());
    TaskInfo task =
        TaskInfo.newBuilder()
            .setName("task")
            .setTaskId(TaskID.newBuilder().setValue("task-" + id))
            .setAgentId(AgentID.newBuilder().setValue(AGENT))
            .build();
    return new ContainerSpec(
        id,
        AGENT,
        FrameworkID.newBuilder().setValue("framework-0").build(),
        ExecutorID.newBuilder().setValue("task-" + id).build(),
        Optional.of(task),
        FrameworkInfo.newBuilder().setUser("root").setName("test").build(),
        command,
        container,
        Resources.scalar("cpus", 0.1).plus(Resources.scalar("mem", 32)),
        Map.of(),
        sandbox,
        Optional.empty());
  }

  public static ContainerSpec withAgent(ContainerSpec spec, String agentId) {
    return new ContainerSpec(
        spec.id(),
        agentId,
        spec.frameworkId(),
        spec.executorId(),
        spec.task(),
        spec.framework(),
        spec.command(),
        spec.container(),
        spec.resources(),
        spec.environment(),
        spec.sandbox(),
        spec.user());
  }

  public static ContainerSpec withTask(ContainerSpec spec, TaskInfo task) {
    return new ContainerSpec(
        spec.id(),
        spec.agentId(),
        spec.frameworkId(),
        spec.executorId(),
        Optional.of(task),
        spec.framework(),
        spec.command(),
        spec.container(),
        spec.resources(),
        spec.environment(),
        spec.sandbox(),
        spec.user());
  }

  public static ContainerSpec withUser(ContainerSpec spec, String user) {
    return new ContainerSpec(
        spec.id(),
        spec.agentId(),
        spec.frameworkId(),
        spec.executorId(),
        spec.task(),
        spec.framework(),
        spec.command(),
        spec.container(),
        spec.resources(),
        spec.environment(),
        spec.sandbox(),
        Optional.of(user));
  }

  public static ContainerSpec withResources(ContainerSpec spec, Resources resources) {
    return new ContainerSpec(
        spec.id(),
        spec.agentId(),
        spec.frameworkId(),
        spec.executorId(),
        spec.task(),
        spec.framework(),
        spec.command(),
        spec.container(),
        resources,
        spec.environment(),
        spec.sandbox(),
        spec.user());
  }

  public static ContainerSpec withEnvironment(ContainerSpec spec, Map<String, String> environment) {
    return new ContainerSpec(
        spec.id(),
        spec.agentId(),
        spec.frameworkId(),
        spec.executorId(),
        spec.task(),
        spec.framework(),
        spec.command(),
        spec.container(),
        spec.resources(),
        environment,
        spec.sandbox(),
        spec.user());
  }

  /** The result, for at most a minute. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(60, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("nothing after a minute", late);
    }
  }
}
