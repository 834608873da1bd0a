package io.entresol.marathon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.marathon.core.MarathonSettings;
import io.entresol.marathon.core.rest.RestSettings;
import io.entresol.mesos.v1.FrameworkInfo.Capability;
import io.entresol.runtime.ZooKeeperUrl;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MarathonOptionsTest {
  private static MarathonOptions parse(String... arguments) {
    MarathonOptions options = new MarathonOptions();
    new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options)).parseArgs(arguments);
    return options;
  }

  @Test
  void defaultsAreMarathons() {
    MarathonSettings settings = parse("--hostname=m1").settings();

    assertThat(settings.times()).isEqualTo(MarathonSettings.Times.DEFAULT);
    assertThat(settings.limits()).isEqualTo(MarathonSettings.Limits.DEFAULT);
    assertThat(settings.suppressOffers()).isTrue();
    assertThat(settings.framework().getName()).isEqualTo("marathon");
    assertThat(settings.framework().getUser()).isEqualTo("root");
    assertThat(settings.framework().getFailoverTimeout()).isEqualTo(604_800);
    assertThat(settings.framework().getCheckpoint()).isTrue();
    assertThat(settings.framework().getRolesList()).containsExactly("*");
    assertThat(settings.framework().getHostname()).isEqualTo("m1");
    assertThat(settings.framework().getWebuiUrl()).isEqualTo("http://m1:8080");
    assertThat(settings.framework().getCapabilitiesList())
        .extracting(Capability::getType)
        .contains(Capability.Type.PARTITION_AWARE, Capability.Type.TASK_KILLING_STATE);
  }

  @Test
  void eachOptionCounts() {
    MarathonSettings settings =
        parse(
                "--framework_name=other",
                "--mesos_role=web",
                "--disable_checkpoint",
                "--decline_offer_duration=1000",
                "--max_tasks_per_offer=7",
                "--disable_suppress_offers",
                "--zk_max_versions=5",
                "--draining_seconds=60",
                "--env_vars_prefix=X_")
            .settings();

    assertThat(settings.framework().getName()).isEqualTo("other");
    assertThat(settings.framework().getCheckpoint()).isFalse();
    assertThat(settings.rules().role()).isEqualTo("web");
    assertThat(settings.rules().draining()).contains(Duration.ofMinutes(1));
    assertThat(settings.times().declineDuration()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.limits().instancesPerOffer()).isEqualTo(7);
    assertThat(settings.limits().versions()).isEqualTo(5);
    assertThat(settings.suppressOffers()).isFalse();
    assertThat(settings.launch().envVarsPrefix()).contains("X_");
  }

  @Test
  void stateIsBelowThePathOfItsUrl() {
    assertThat(parse().statePath()).isEqualTo("/marathon/state");
    assertThat(parse("--zk=127.0.0.1:2181").statePath()).isEqualTo("/marathon/state");
    assertThat(parse("--zk=zk://a:2181,b:2181/prod/marathon").statePath())
        .isEqualTo("/prod/marathon/state");
  }

  @Test
  void wrongValuesNameTheirOption() {
    assertThatThrownBy(() -> parse("--gpu_scheduling_behavior=maybe").settings())
        .hasMessageContaining("--gpu_scheduling_behavior");
    assertThatThrownBy(() -> parse("--max_running_deployments=0").settings())
        .hasMessageContaining("--max_running_deployments");
    assertThatThrownBy(() -> parse("--reconciliation_interval=0").settings())
        .hasMessageContaining("--reconciliation_interval");
  }

  @Test
  void thePrincipalIsTheFrameworks() {
    assertThat(parse().settings().framework().hasPrincipal()).isFalse();
    MarathonOptions options =
        parse(
            "--mesos_authentication",
            "--mesos_authentication_principal=marathon",
            "--mesos_authentication_secret_file=/etc/marathon/secret",
            "--hostname=m1");

    assertThat(options.settings().framework().getPrincipal()).isEqualTo("marathon");
    assertThat(options.principal()).contains("marathon");
    assertThatThrownBy(() -> parse("--mesos_authentication").settings())
        .hasMessage("--mesos_authentication needs --mesos_authentication_principal");
  }

  @Test
  void optionsWithoutEffectAreTakenAndNamed() {
    MarathonOptions options =
        parse("--disable_ha", "--zk_timeout=10000", "--store_cache", "--hostname=m1");

    assertThat(options.ignored())
        .containsExactlyInAnyOrder("--disable_ha", "--zk_timeout", "--store_cache");
    assertThatThrownBy(() -> parse("--http_credentials=admin:secret"))
        .isInstanceOf(CommandLine.ParameterException.class);
  }

  @Test
  void infoHidesPasswords() {
    ZooKeeperUrl cluster = ZooKeeperUrl.parse("--zk", "zk://h:2181/mesos");
    RestSettings settings =
        parse("--zk=zk://user:secret@h:2181/marathon", "--master=zk://user:secret@h:2181/mesos")
            .restSettings(cluster);

    assertThat(settings.toString()).doesNotContain("secret");
    assertThat(settings.server().zookeeperConfig().get("zk").textValue())
        .isEqualTo("zk://xxxxxxxx:xxxxxxxx@h:2181/marathon");
    assertThat(settings.localPortMin()).isEqualTo(10_000);
    assertThat(settings.localPortMax()).isEqualTo(20_000);
  }
}
