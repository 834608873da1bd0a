package io.entresol.agent.container;

import static io.entresol.agent.container.TestingContainers.environment;
import static io.entresol.agent.container.TestingContainers.shell;
import static io.entresol.agent.container.TestingContainers.spec;
import static io.entresol.agent.container.TestingContainers.withEnvironment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.Environment;
import io.entresol.mesos.v1.Secret;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchEnvironmentTest {
  private static final Path SANDBOX = Path.of("/sandbox");

  private static CommandInfo command(Environment environment) {
    return shell("true").toBuilder().setEnvironment(environment).build();
  }

  @Test
  void theCommandsOwnVariablesWin() {
    ContainerSpec spec =
        withEnvironment(
            spec(command(environment(Map.of("A", "command"))), SANDBOX),
            Map.of("A", "agent", "B", "agent"));

    assertThat(LaunchEnvironment.of(spec, "/mnt"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("A", "command", "B", "agent", "MESOS_SANDBOX", "/mnt"));
  }

  @Test
  void whereTheSandboxIsCannotBeOverridden() {
    ContainerSpec spec = spec(command(environment(Map.of("MESOS_SANDBOX", "/elsewhere"))), SANDBOX);

    assertThat(LaunchEnvironment.of(spec, "/mnt")).containsEntry("MESOS_SANDBOX", "/mnt");
  }

  private static Environment secret(Secret secret) {
    return Environment.newBuilder()
        .addVariables(
            Environment.Variable.newBuilder()
                .setName("S")
                .setType(Environment.Variable.Type.SECRET)
                .setSecret(secret))
        .build();
  }

  @Test
  void secretsByValueAreGiven() {
    Secret secret =
        Secret.newBuilder()
            .setType(Secret.Type.VALUE)
            .setValue(Secret.Value.newBuilder().setData(ByteString.copyFromUtf8("hidden")))
            .build();

    assertThat(LaunchEnvironment.of(spec(command(secret(secret)), SANDBOX), "/mnt"))
        .containsEntry("S", "hidden");
  }

  @Test
  void secretsByReferenceFailTheLaunch() {
    Secret secret =
        Secret.newBuilder()
            .setType(Secret.Type.REFERENCE)
            .setReference(Secret.Reference.newBuilder().setName("elsewhere"))
            .build();
    ContainerSpec spec = spec(command(secret(secret)), SANDBOX);

    assertThatThrownBy(() -> LaunchEnvironment.of(spec, "/mnt"))
        .isInstanceOf(LaunchFailedException.class)
        .hasMessageContaining("'S'");
  }
}
