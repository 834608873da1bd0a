package io.entresol.agent.container.mesos;

import static io.entresol.agent.container.TestingContainers.program;
import static io.entresol.agent.container.TestingContainers.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.agent.container.LaunchFailedException;
import io.entresol.mesos.v1.CommandInfo;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  @Test
  void aShellCommandIsOneWord() {
    assertThat(CommandLine.of(shell("echo $A; exit 1")))
        .containsExactly("/bin/sh", "-c", "echo $A; exit 1");
  }

  @Test
  void theFirstArgumentIsTheName() {
    assertThat(CommandLine.of(program("/bin/echo", "echo", "a b", "")))
        .containsExactly("/bin/echo", "a b", "");
    assertThat(CommandLine.of(program("/bin/true"))).containsExactly("/bin/true");
  }

  @Test
  void aCommandNeedsAValue() {
    assertThatThrownBy(() -> CommandLine.of(CommandInfo.getDefaultInstance()))
        .isInstanceOf(LaunchFailedException.class);
  }

  @Test
  void variablesThatAShellWouldForgetAreKept() {
    assertThat(CommandLine.keeping(Map.of("a.b", "c d", "OK_1", "x")))
        .containsExactly("/usr/bin/env", "a.b=c d");
    assertThat(CommandLine.keeping(Map.of("OK_1", "x"))).isEmpty();
  }
}
