package io.entresol.cli.execute;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskGroupInfo;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.proto.MesosJson;
import io.entresol.proto.MesosJsonException;
import io.entresol.proto.ProtoResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what to run, and as whom. */
final class TaskOptions {
  @Option(names = "--name", paramLabel = "NAME", description = "Name of the task, and its id.")
  private String name;

  @Option(
      names = "--task",
      paramLabel = "JSON",
      description = "A whole TaskInfo as JSON, or the path of a file that holds one.")
  private String task;

  @Option(
      names = "--task_group",
      paramLabel = "JSON",
      description = "A whole TaskGroupInfo as JSON, or the path of a file that holds one.")
  private String taskGroup;

  @Option(
      names = "--resources",
      paramLabel = "RESOURCES",
      defaultValue = "cpus:1;mem:128",
      description = "What the task takes (default: ${DEFAULT-VALUE}).")
  private String resources;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "*",
      description = "In which role to subscribe (default: ${DEFAULT-VALUE}).")
  private String role;

  @Option(
      names = "--checkpoint",
      negatable = true,
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "Let the task outlive its agent's process (default: ${DEFAULT-VALUE}).")
  private boolean checkpoint;

  @Option(
      names = "--partition_aware",
      negatable = true,
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      description = "Subscribe with PARTITION_AWARE (default: ${DEFAULT-VALUE}).")
  private boolean partitionAware;

  @Option(
      names = "--framework_capabilities",
      split = ",",
      paramLabel = "CAPABILITY",
      description = "Further capabilities to subscribe with.")
  private List<String> capabilities = List.of();

  @Mixin private CommandOptions command = new CommandOptions();

  @Mixin private PackageOptions packages = new PackageOptions();

  @Mixin private ContainerOptions container = new ContainerOptions();

  /**
   * What the options ask for.
   *
   * @throws IllegalArgumentException if they contradict each other, or one cannot be read; the
   *     message names it
   * @throws IOException if a file that one of them names cannot be read
   */
  Submission submission(Optional<String> principal, Optional<Duration> killAfter)
      throws IOException {
    FrameworkInfo framework = framework(principal);
    if (task != null && taskGroup != null) {
      throw new IllegalArgumentException("Either task or task group should be set but not both");
    }
    if (task != null) {
      TaskInfo info = parse("--task", task, TaskInfo.getDefaultInstance());
      checkResources("--task", info);
      return Submission.of(framework, info, killAfter);
    }
    if (taskGroup != null) {
      TaskGroupInfo group = parse("--task_group", taskGroup, TaskGroupInfo.getDefaultInstance());
      if (group.getTasksCount() == 0) {
        throw new IllegalArgumentException("--task_group: it has no tasks");
      }
      group.getTasksList().forEach(info -> checkResources("--task_group", info));
      return Submission.of(framework, group, killAfter);
    }
    return Submission.of(framework, commandTask(), killAfter);
  }

  private TaskInfo commandTask() throws IOException {
    if (name == null) {
      throw new IllegalArgumentException("Missing required option --name");
    }
    if (!command.isPresent() && !container.hasDockerImage()) {
      throw new IllegalArgumentException("Missing required option --command");
    }
    TaskInfo.Builder info = TaskInfo.newBuilder().setName(name);
    info.getTaskIdBuilder().setValue(name);
    info.getAgentIdBuilder().setValue("");
    info.addAllResources(ProtoResources.toProto(demand()));
    info.setCommand(command.build());
    packages.upload(name).ifPresent(uri -> info.getCommandBuilder().addUris(uri));
    container.build().ifPresent(info::setContainer);
    return info.build();
  }

  private Resources demand() {
    try {
      return ResourceParser.parse(resources, "*");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Failed to parse resources '" + resources + "': " + e.getMessage(), e);
    }
  }

  private FrameworkInfo framework(Optional<String> principal) {
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder()
            .setUser(System.getProperty("user.name"))
            .setName("mesos-execute instance")
            .setCheckpoint(checkpoint)
            .addRoles(role);
    principal.ifPresent(info::setPrincipal);
    addCapability(info, FrameworkInfo.Capability.Type.MULTI_ROLE);
    addCapability(info, FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT);
    addCapability(info, FrameworkInfo.Capability.Type.TASK_KILLING_STATE);
    if (partitionAware) {
      addCapability(info, FrameworkInfo.Capability.Type.PARTITION_AWARE);
    }
    for (String capability : capabilities) {
      addCapability(info, capability(capability.strip()));
    }
    return info.build();
  }

  private static FrameworkInfo.Capability.Type capability(String text) {
    try {
      return FrameworkInfo.Capability.Type.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--framework_capabilities: '" + text + "' is not a valid framework capability", e);
    }
  }

  private static void addCapability(
      FrameworkInfo.Builder info, FrameworkInfo.Capability.Type type) {
    if (info.getCapabilitiesList().stream().noneMatch(c -> c.getType() == type)) {
      info.addCapabilitiesBuilder().setType(type);
    }
  }

  private static void checkResources(String option, TaskInfo info) {
    try {
      ProtoResources.fromProto(info.getResourcesList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }

  static <M extends com.google.protobuf.Message> M parse(String option, String value, M type)
      throws IOException {
    String text = textOf(value);
    try {
      return MesosJson.parse(text, type);
    } catch (MesosJsonException e) {
      throw new IllegalArgumentException(
          "Failed to load flag '" + option.substring(2) + "': " + e.getMessage(), e);
    }
  }

  /** The value itself, or what stands in the file that it names. */
  static String textOf(String value) throws IOException {
    if (value.startsWith("file://")) {
      return Files.readString(Path.of(value.substring("file://".length())));
    }
    return value.startsWith("/") ? Files.readString(Path.of(value)) : value;
  }
}
