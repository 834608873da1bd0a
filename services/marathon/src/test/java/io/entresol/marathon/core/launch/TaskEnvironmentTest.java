package io.entresol.marathon.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpecBuilder;
import io.entresol.marathon.core.app.Container;
import io.entresol.marathon.core.app.Container.DockerImage;
import io.entresol.marathon.core.app.Demand;
import io.entresol.marathon.core.app.EnvValue;
import io.entresol.marathon.core.app.Network;
import io.entresol.marathon.core.app.PortDefinition;
import io.entresol.marathon.core.app.PortMapping;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskEnvironmentTest {
  private final AppSpecBuilder app =
      new AppSpecBuilder(AppId.of("/prod/web"))
          .cmd(Optional.of("run"))
          .demand(new Demand(0.5, 64, 0, 0))
          .version(Instant.parse("2015-03-01T12:00:00Z"));

  private Map<String, String> environment(LaunchSettings settings, Integer... hostPorts) {
    Map<String, String> texts = new LinkedHashMap<>();
    TaskEnvironment.of(TaskInfoBuilderTest.launch(app.build(), hostPorts), settings)
        .forEach((name, value) -> texts.put(name, ((EnvValue.Text) value).value()));
    return texts;
  }

  private Map<String, String> environment(Integer... hostPorts) {
    return environment(LaunchSettings.DEFAULT, hostPorts);
  }

  private static PortDefinition port(int number, String name) {
    return new PortDefinition(number, "tcp", Optional.ofNullable(name), Map.of());
  }

  private void bridge(PortMapping... mappings) {
    app.networks(List.of(Network.BRIDGE))
        .container(
            Optional.of(
                new Container(
                    Container.Type.DOCKER,
                    Optional.of(
                        new DockerImage("nginx:1", false, false, List.of(), Optional.empty())),
                    List.of(),
                    List.of(mappings),
                    Optional.empty())));
  }

  private static PortMapping mapping(int containerPort, Integer hostPort, String name) {
    return new PortMapping(
        containerPort,
        Optional.ofNullable(hostPort),
        9000,
        "tcp",
        Optional.ofNullable(name),
        Map.of(),
        List.of());
  }

  @Test
  void aTaskKnowsWhoItIs() {
    assertThat(environment())
        .containsEntry("MESOS_TASK_ID", "prod_web.instance-1._app.1")
        .containsEntry("MARATHON_APP_ID", "/prod/web")
        .containsEntry("MARATHON_APP_VERSION", "2015-03-01T12:00:00.000Z")
        .containsEntry("MARATHON_APP_RESOURCE_CPUS", "0.5")
        .containsEntry("MARATHON_APP_RESOURCE_MEM", "64.0")
        .containsEntry("MARATHON_APP_RESOURCE_DISK", "0.0")
        .containsEntry("MARATHON_APP_RESOURCE_GPUS", "0")
        .containsEntry("MARATHON_APP_ENFORCE_GROUP_ROLE", "FALSE")
        .containsEntry("MARATHON_APP_LABELS", "")
        .containsEntry("HOST", "node.test")
        .doesNotContainKeys("PORT", "PORTS", "PORT0", "MARATHON_APP_DOCKER_IMAGE");
  }

  @Test
  void hostPortsAreCountedAndNamed() {
    app.portDefinitions(List.of(port(9000, "http-api"), port(0, null)));

    assertThat(environment(31000, 31001))
        .containsEntry("PORT", "31000")
        .containsEntry("PORT0", "31000")
        .containsEntry("PORT1", "31001")
        .containsEntry("PORTS", "31000,31001")
        .containsEntry("PORT_9000", "31000")
        .containsEntry("PORT_31001", "31001")
        .containsEntry("PORT_HTTP_API", "31000");
  }

  @Test
  void mappedPortsAreNamedByTheContainersPort() {
    bridge(mapping(80, 0, "web"), mapping(0, 0, null));

    assertThat(environment(31000, 31001))
        .containsEntry("MARATHON_APP_DOCKER_IMAGE", "nginx:1")
        .containsEntry("PORT", "31000")
        .containsEntry("PORT_80", "31000")
        .containsEntry("PORT_WEB", "31000")
        .containsEntry("PORT1", "31001")
        .containsEntry("PORTS", "31000,31001");
  }

  @Test
  void portsWithoutAHostPortAreTheContainersOrInvented() {
    app.networks(List.of(new Network(Network.Mode.CONTAINER, Optional.of("n"), Map.of())));
    app.container(
        Optional.of(
            new Container(
                Container.Type.MESOS,
                Optional.empty(),
                List.of(),
                List.of(mapping(80, null, null), mapping(0, null, "free"), mapping(81, 0, null)),
                Optional.empty())));
    Map<String, String> env = environment(LaunchSettings.DEFAULT, null, null, 31000);

    assertThat(env).containsEntry("PORT0", "80").containsEntry("PORT_80", "80");
    assertThat(Integer.parseInt(env.get("PORT1"))).isBetween(1025, 65535);
    assertThat(env.get("PORT_FREE")).isEqualTo(env.get("PORT1"));
    assertThat(env.get("PORTS")).isEqualTo("31000," + env.get("PORT1"));
    assertThat(env).containsEntry("PORT", "31000");
  }

  @Test
  void labelsBecomeVariablesUnlessTheyAreLong() {
    app.labels(Map.of("my.label-1", "v", "long", "x".repeat(600)));

    assertThat(environment())
        .containsEntry("MARATHON_APP_LABELS", "MY_LABEL_1")
        .containsEntry("MARATHON_APP_LABEL_MY_LABEL_1", "v")
        .doesNotContainKey("MARATHON_APP_LABEL_LONG");
  }

  @Test
  void theAppsOwnVariablesWin() {
    app.portDefinitions(List.of(port(0, null)))
        .env(Map.of("PORT0", new EnvValue.Text("80"), "MINE", new EnvValue.Text("yes")));

    assertThat(environment(31000))
        .containsEntry("PORT0", "80")
        .containsEntry("PORT", "31000")
        .containsEntry("MINE", "yes");
  }

  @Test
  void aPrefixStandsBeforePortsAndHostOnly() {
    app.portDefinitions(List.of(port(0, null)));

    assertThat(environment(new LaunchSettings(Optional.of("X_"), "b", "//cmd"), 31000))
        .containsEntry("X_PORT0", "31000")
        .containsEntry("X_HOST", "node.test")
        .containsKey("MARATHON_APP_ID")
        .doesNotContainKeys("PORT0", "HOST");
  }
}
