package io.entresol.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.agent.core.AgentPolicy;
import io.entresol.runtime.options.SwitchForms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class AgentOptionsTest {
  private static AgentOptions parse(String... arguments) {
    AgentOptions options = new AgentOptions();
    CommandSpec spec =
        CommandSpec.create().addMixin("agent", CommandSpec.forAnnotatedObject(options));
    SwitchForms.giveTo(spec);
    new CommandLine(spec).parseArgs(arguments);
    return options;
  }

  @Test
  void defaultsAreThoseOfMesos() {
    AgentOptions options = parse("--work_dir=/var/lib/mesos");
    assertThat(options.workDir()).isEqualTo(Path.of("/var/lib/mesos"));
    assertThat(options.port()).isEqualTo(5051);
    assertThat(options.containerizers()).containsExactly("mesos");
    AgentPolicy policy = options.policy();
    assertThat(policy.executorRegistrationTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(policy.executorShutdownGracePeriod()).isEqualTo(Duration.ofSeconds(5));
    assertThat(policy.registrationBackoffFactor()).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.additiveReconfiguration()).isFalse();
    assertThat(options.withoutEffect()).isEmpty();
  }

  @Test
  void optionsAreNamedAsThoseOfMesos() {
    AgentOptions options =
        parse(
            "--master=zk://10.0.0.1:2181/mesos",
            "--work_dir=/w",
            "--containerizers=docker,mesos",
            "--executor_registration_timeout=5mins",
            "--ip=10.0.0.2",
            "--port=5052",
            "--hostname=box",
            "--resources=cpus:4",
            "--attributes=rack:r1",
            "--isolation=posix/cpu,posix/mem",
            "--launcher=posix",
            "--no-systemd_enable_support",
            "--no-switch_user",
            "--reconfiguration_policy=additive");
    assertThat(options.master()).contains("zk://10.0.0.1:2181/mesos");
    assertThat(options.containerizers()).containsExactly("docker", "mesos");
    assertThat(options.policy().executorRegistrationTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(options.policy().additiveReconfiguration()).isTrue();
    assertThat(options.switchUser()).isFalse();
    assertThat(options.isolates()).isFalse();
    assertThat(options.withoutEffect()).containsExactly("launcher", "systemd_enable_support");
    assertThat(options.flags())
        .containsEntry("executor_registration_timeout", "5mins")
        .containsEntry("port", "5052")
        .containsEntry("systemd_enable_support", "false")
        .containsEntry("switch_user", "false");
  }

  @Test
  void secretsAreNotShown() {
    AgentOptions options =
        parse(
            "--work_dir=/w",
            "--master=zk://user:secret@h:2181/mesos",
            "--credential={\"principal\":\"p\",\"secret\":\"s\"}");
    assertThat(options.flags()).doesNotContainKey("credential");
    assertThat(options.flags().get("master")).isEqualTo("zk://h:2181/mesos");
  }

  @Test
  void wrongValuesAreNamed() {
    assertThatThrownBy(() -> parse().workDir()).hasMessageContaining("--work_dir is required");
    assertThatThrownBy(() -> parse("--executor_registration_timeout=abc").policy())
        .hasMessageContaining("--executor_registration_timeout: 'abc' is no duration");
    assertThatThrownBy(() -> parse("--reconfiguration_policy=any").policy())
        .hasMessageContaining("--reconfiguration_policy is 'equal' or 'additive', not 'any'");
    assertThatThrownBy(() -> parse("--fetcher_cache_size=2").fetcherCacheBytes())
        .hasMessageContaining("--fetcher_cache_size: '2' is no size");
  }

  @Test
  void theEnvironmentOfExecutorsIsAnObjectOfStrings() {
    String option = "--executor_environment_variables";
    assertThat(parse().executorEnvironment()).isEmpty();
    AgentOptions options = parse(option + "={\"PATH\": \"/bin\", \"EMPTY\": \"\"}");
    assertThat(options.executorEnvironment()).isEqualTo(Map.of("PATH", "/bin", "EMPTY", ""));
    assertThat(options.withoutEffect()).isEmpty();

    assertThatThrownBy(() -> parse(option + "={\"A\": 1}").executorEnvironment())
        .hasMessage(option + ": the value of 'A' must be a string without NUL");
    assertThatThrownBy(() -> parse(option + "={\"A\": \"\\u0000\"}").executorEnvironment())
        .hasMessage(option + ": the value of 'A' must be a string without NUL");
    assertThatThrownBy(() -> parse(option + "={\"A=B\": \"\"}").executorEnvironment())
        .hasMessage(option + ": 'A=B' cannot be the name of a variable");
    assertThatThrownBy(() -> parse(option + "=[]").executorEnvironment())
        .hasMessage(option + ": must be a JSON object");
    assertThatThrownBy(() -> parse(option + "=PATH=hush").executorEnvironment())
        .hasMessageContaining(option + ": not JSON at")
        .hasMessageNotContaining("hush");
  }

  @Test
  void durationsAreWrittenAsMesosDoes() {
    assertThat(FlagText.duration(Duration.ofSeconds(5))).isEqualTo("5secs");
    assertThat(FlagText.duration(Duration.ofSeconds(90))).isEqualTo("1.5mins");
    assertThat(FlagText.duration(Duration.ofMinutes(15))).isEqualTo("15mins");
    assertThat(FlagText.duration(Duration.ofMillis(500))).isEqualTo("500ms");
    assertThat(FlagText.duration(Duration.ofDays(7))).isEqualTo("1weeks");
    assertThat(FlagText.duration(Duration.ZERO)).isEqualTo("0ns");
  }

  @Test
  void sizesHaveUnits() {
    assertThat(FlagText.bytes("--x", "2GB")).isEqualTo(2L << 30);
    assertThat(FlagText.bytes("--x", "512MB")).isEqualTo(512L << 20);
  }
}
