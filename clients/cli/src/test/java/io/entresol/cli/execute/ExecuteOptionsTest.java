package io.entresol.cli.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.Environment;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.TaskInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExecuteOptionsTest {
  /** The options of mesos-execute; {@code help} is picocli's own. */
  private static final String[] ORIGINAL = {
    "appc_image",
    "bounding_capabilities",
    "checkpoint",
    "command",
    "containerizer",
    "content_type",
    "docker_image",
    "effective_capabilities",
    "env",
    "framework_capabilities",
    "hadoop",
    "hdfs",
    "help",
    "kill_after",
    "master",
    "name",
    "networks",
    "overwrite",
    "package",
    "partition_aware",
    "principal",
    "resources",
    "rlimits",
    "role",
    "secret",
    "shell",
    "task",
    "task_group",
    "tty",
    "volumes"
  };

  @TempDir Path directory;

  @Test
  void everyOptionOfMesosExecuteIsTaken() {
    CommandLine command = new CommandLine(new ExecuteCommand());
    assertThat(command.getCommandSpec().optionsMap().keySet())
        .containsAll(Arrays.stream(ORIGINAL).map(name -> "--" + name).toList());
  }

  @Test
  void commandTaskHasTheDefaultsOfMesosExecute() throws IOException {
    TaskInfo task = submission("--name=t", "--command=sleep 5").tasks().get(0);
    assertThat(task.getTaskId().getValue()).isEqualTo("t");
    assertThat(task.getCommand().getShell()).isTrue();
    assertThat(task.getCommand().getValue()).isEqualTo("sleep 5");
    assertThat(task.hasContainer()).isFalse();
    assertThat(task.getResourcesList())
        .extracting(r -> r.getName() + ":" + r.getScalar().getValue())
        .containsExactlyInAnyOrder("cpus:1.0", "mem:128.0");
  }

  @Test
  void frameworkIsPartitionAwareUnlessToldOtherwise() throws IOException {
    assertThat(submission("--name=t", "--command=true").framework().getCapabilitiesList())
        .extracting(FrameworkInfo.Capability::getType)
        .contains(FrameworkInfo.Capability.Type.PARTITION_AWARE);
    assertThat(
            submission("--name=t", "--command=true", "--no-partition_aware")
                .framework()
                .getCapabilitiesList())
        .extracting(FrameworkInfo.Capability::getType)
        .doesNotContain(FrameworkInfo.Capability.Type.PARTITION_AWARE);
  }

  @Test
  void switchesTakeEveryForm() throws IOException {
    assertThat(command("--no-shell").getCommand().getShell()).isFalse();
    assertThat(command("--shell=false").getCommand().getShell()).isFalse();
    assertThat(command("--shell").getCommand().getShell()).isTrue();
    assertThat(command("--shell=true").getCommand().getShell()).isTrue();
  }

  @Test
  void dockerImageMeansTheDockerContainerizer() throws IOException {
    ContainerInfo container = command("--docker_image=busybox").getContainer();
    assertThat(container.getType()).isEqualTo(ContainerInfo.Type.DOCKER);
    assertThat(container.getDocker().getImage()).isEqualTo("busybox");
    ContainerInfo mesos = command("--docker_image=busybox", "--containerizer=mesos").getContainer();
    assertThat(mesos.getMesos().getImage().getDocker().getName()).isEqualTo("busybox");
  }

  @Test
  void environmentComesFromJsonOrAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("env.json"), "{\"A\": \"1\"}");
    for (String env : new String[] {"{\"A\": \"1\"}", "file://" + file}) {
      assertThat(command("--env=" + env).getCommand().getEnvironment().getVariablesList())
          .extracting(Environment.Variable::getName, Environment.Variable::getValue)
          .containsExactly(org.assertj.core.groups.Tuple.tuple("A", "1"));
    }
  }

  @Test
  void wholeTaskIsTakenFromJson() throws IOException {
    Submission submission =
        submission(
            "--task={\"name\":\"n\",\"task_id\":{\"value\":\"id\"},\"agent_id\":{\"value\":\"\"},"
                + "\"resources\":[{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":0.1}}],"
                + "\"command\":{\"value\":\"true\"}}");
    assertThat(submission.tasks().get(0).getTaskId().getValue()).isEqualTo("id");
  }

  @Test
  void mistakesNameTheOption() {
    assertMistake("Missing required option --name", "--command=true");
    assertMistake("Missing required option --command", "--name=t");
    assertMistake("Failed to parse resources 'cpus:abc'", "--resources=cpus:abc");
    assertMistake("Unsupported containerizer: nosuch", "--containerizer=nosuch");
    assertMistake("Failed to load flag 'env'", "--env={nojson");
    assertMistake(
        "'NOSUCH' is not a valid framework capability", "--framework_capabilities=NOSUCH");
    assertMistake("Failed to load flag 'task'", "--task={\"name\": 1");
  }

  private static void assertMistake(String message, String... arguments) {
    String[] all = arguments;
    if (!message.startsWith("Missing")) {
      all = new String[] {"--name=t", "--command=true", arguments[0]};
    }
    String[] given = all;
    assertThatThrownBy(() -> submission(given)).hasMessageContaining(message);
  }

  private static TaskInfo command(String... more) throws IOException {
    String[] arguments = Arrays.copyOf(more, more.length + 2);
    arguments[more.length] = "--name=t";
    arguments[more.length + 1] = "--command=true";
    return submission(arguments).tasks().get(0);
  }

  private static Submission submission(String... arguments) throws IOException {
    TaskOptions options = new TaskOptions();
    new CommandLine(
            CommandLine.Model.CommandSpec.create()
                .addMixin("o", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
        .parseArgs(arguments);
    return options.submission(Optional.empty(), Optional.empty());
  }
}
