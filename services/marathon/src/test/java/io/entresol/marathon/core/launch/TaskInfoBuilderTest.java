package io.entresol.marathon.core.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.domain.resources.Resources;
import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import io.entresol.marathon.core.app.AppSpecBuilder;
import io.entresol.marathon.core.app.Check;
import io.entresol.marathon.core.app.Container;
import io.entresol.marathon.core.app.Container.DockerImage;
import io.entresol.marathon.core.app.Container.LinuxSettings;
import io.entresol.marathon.core.app.Container.Parameter;
import io.entresol.marathon.core.app.EnvValue;
import io.entresol.marathon.core.app.FetchUri;
import io.entresol.marathon.core.app.HealthCheck;
import io.entresol.marathon.core.app.HealthCheck.Protocol;
import io.entresol.marathon.core.app.Network;
import io.entresol.marathon.core.app.PortDefinition;
import io.entresol.marathon.core.app.PortMapping;
import io.entresol.marathon.core.app.Volume;
import io.entresol.mesos.v1.CheckInfo;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ContainerInfo.DockerInfo;
import io.entresol.mesos.v1.Label;
import io.entresol.mesos.v1.Port;
import io.entresol.mesos.v1.TaskInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TaskInfoBuilderTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AppSpecBuilder app =
      new AppSpecBuilder(AppId.of("/prod/web")).cmd(Optional.of("run"));

  static Launch launch(AppSpec spec, Integer... hostPorts) {
    return new Launch(
        spec,
        "prod_web.instance-1._app.1",
        "agent-1",
        "node.test",
        Resources.scalar("cpus", spec.demand().cpus()),
        Arrays.stream(hostPorts).map(Optional::ofNullable).toList(),
        false);
  }

  private TaskInfo task(Integer... hostPorts) {
    return new TaskInfoBuilder(LaunchSettings.DEFAULT).build(launch(app.build(), hostPorts));
  }

  private static Container docker(PortMapping... mappings) {
    return new Container(
        Container.Type.DOCKER,
        Optional.of(
            new DockerImage(
                "busybox", true, true, List.of(new Parameter("hostname", "h")), Optional.empty())),
        List.of(),
        List.of(mappings),
        Optional.empty());
  }

  private static Container mesos(Optional<DockerImage> image, PortMapping... mappings) {
    return new Container(
        Container.Type.MESOS, image, List.of(), List.of(mappings), Optional.empty());
  }

  private static PortMapping mapping(int containerPort, Integer hostPort, String protocol) {
    return new PortMapping(
        containerPort,
        Optional.ofNullable(hostPort),
        9000,
        protocol,
        Optional.of("http"),
        Map.of("VIP_0", "/web:80"),
        List.of());
  }

  private static Map<String, String> labels(Port port) {
    return port.getLabels().getLabelsList().stream()
        .collect(Collectors.toMap(Label::getKey, Label::getValue));
  }

  @Test
  void aCommandNeedsNoContainer() {
    app.user(Optional.of("nobody"))
        .labels(Map.of("k", "v"))
        .taskKillGracePeriod(Optional.of(SECOND))
        .fetch(List.of(new FetchUri("http://h/a.zip", true, false, true, Optional.of("b"))));
    TaskInfo task = task();

    assertThat(task.getName()).isEqualTo("web.prod");
    assertThat(task.getTaskId().getValue()).isEqualTo("prod_web.instance-1._app.1");
    assertThat(task.getAgentId().getValue()).isEqualTo("agent-1");
    assertThat(task.hasContainer()).isFalse();
    assertThat(task.hasExecutor()).isFalse();
    assertThat(task.getCommand().getShell()).isTrue();
    assertThat(task.getCommand().getValue()).isEqualTo("run");
    assertThat(task.getCommand().getUser()).isEqualTo("nobody");
    assertThat(task.getCommand().getUris(0))
        .isEqualTo(
            CommandInfo.URI
                .newBuilder()
                .setValue("http://h/a.zip")
                .setExtract(true)
                .setExecutable(false)
                .setCache(true)
                .setOutputFile("b")
                .build());
    assertThat(task.getResources(0).getName()).isEqualTo("cpus");
    assertThat(task.getLabels().getLabels(0).getKey()).isEqualTo("k");
    assertThat(task.getKillPolicy().getGracePeriod().getNanoseconds()).isEqualTo(SECOND.toNanos());
    assertThat(task.getDiscovery().getName()).isEqualTo("web.prod");
  }

  @Test
  void argumentsGoToTheEntrypointOfAnImageOrAreTheProgram() {
    app.cmd(Optional.empty()).args(List.of("ls", "-l"));
    CommandInfo plain = task().getCommand();
    app.container(Optional.of(docker()));
    CommandInfo withImage = task().getCommand();
    app.args(List.of());
    CommandInfo entrypoint = task().getCommand();

    assertThat(plain.getShell()).isFalse();
    assertThat(plain.getValue()).isEqualTo("ls");
    assertThat(plain.getArgumentsList()).containsExactly("ls", "-l");
    assertThat(withImage.hasValue()).isFalse();
    assertThat(withImage.getArgumentsList()).containsExactly("ls", "-l");
    assertThat(entrypoint.getShell()).isFalse();
    assertThat(entrypoint.hasValue()).isFalse();
  }

  @Test
  void aBridgedImageHasItsPortsMapped() {
    app.networks(List.of(Network.BRIDGE))
        .container(Optional.of(docker(mapping(80, 0, "udp,tcp"), mapping(0, 0, "tcp"))));
    TaskInfo task = task(31000, 31001);
    DockerInfo docker = task.getContainer().getDocker();

    assertThat(task.getContainer().getType()).isEqualTo(ContainerInfo.Type.DOCKER);
    assertThat(docker.getImage()).isEqualTo("busybox");
    assertThat(docker.getNetwork()).isEqualTo(DockerInfo.Network.BRIDGE);
    assertThat(docker.getPrivileged()).isTrue();
    assertThat(docker.getForcePullImage()).isTrue();
    assertThat(docker.getParametersList())
        .extracting(parameter -> parameter.getKey() + "=" + parameter.getValue())
        .containsExactly("hostname=h", "label=MESOS_TASK_ID=prod_web.instance-1._app.1");
    assertThat(docker.getPortMappingsList())
        .extracting(
            port -> port.getHostPort() + ":" + port.getContainerPort() + "/" + port.getProtocol())
        .containsExactly("31000:80/udp", "31000:80/tcp", "31001:31001/tcp");
    assertThat(task.getDiscovery().getPorts().getPortsList())
        .extracting(Port::getNumber)
        .containsExactly(31000, 31000, 31001);
    assertThat(labels(task.getDiscovery().getPorts().getPorts(0)))
        .containsEntry("network-scope", "host")
        .containsEntry("VIP_0", "/web:80");
  }

  @Test
  void anImageInTheHostsNetworkHasNoMappings() {
    app.portDefinitions(
            List.of(new PortDefinition(9000, "tcp", Optional.of("http"), Map.of("a", "b"))))
        .container(Optional.of(docker()));
    TaskInfo task = task(31000);

    assertThat(task.getContainer().getDocker().getNetwork()).isEqualTo(DockerInfo.Network.HOST);
    assertThat(task.getContainer().getDocker().getPortMappingsCount()).isZero();
    Port port = task.getDiscovery().getPorts().getPorts(0);
    assertThat(port.getNumber()).isEqualTo(31000);
    assertThat(port.getName()).isEqualTo("http");
    assertThat(labels(port)).containsOnlyKeys("a");
  }

  @Test
  void aNamedNetworkIsJoined() {
    Network network = new Network(Network.Mode.CONTAINER, Optional.of("dcos"), Map.of("zone", "x"));
    app.networks(List.of(network)).container(Optional.of(docker(mapping(80, null, "tcp"))));
    TaskInfo task = task((Integer) null);

    assertThat(task.getContainer().getDocker().getNetwork()).isEqualTo(DockerInfo.Network.USER);
    assertThat(task.getContainer().getNetworkInfos(0).getName()).isEqualTo("dcos");
    assertThat(task.getContainer().getNetworkInfos(0).getLabels().getLabels(0).getValue())
        .isEqualTo("x");
    assertThat(task.getContainer().getDocker().getPortMappingsCount()).isZero();
    Port port = task.getDiscovery().getPorts().getPorts(0);
    assertThat(port.getNumber()).isEqualTo(80);
    assertThat(labels(port))
        .containsEntry("network-scope", "container")
        .containsEntry("network-name", "dcos");
  }

  @Test
  void aMesosContainerUnpacksItsImage() {
    app.networks(List.of(Network.BRIDGE))
        .tty(Optional.of(true))
        .container(
            Optional.of(
                mesos(
                    Optional.of(new DockerImage("img", true, false, List.of(), Optional.empty())),
                    mapping(80, 0, "tcp"))));
    ContainerInfo container = task(31000).getContainer();

    assertThat(container.getType()).isEqualTo(ContainerInfo.Type.MESOS);
    assertThat(container.getMesos().getImage().getDocker().getName()).isEqualTo("img");
    assertThat(container.getMesos().getImage().getCached()).isFalse();
    assertThat(container.getNetworkInfos(0).getName()).isEqualTo("mesos-bridge");
    assertThat(container.getNetworkInfos(0).getPortMappings(0).getHostPort()).isEqualTo(31000);
    assertThat(container.hasTtyInfo()).isTrue();
  }

  @Test
  void volumesAndKernelSettingsArePassedOn() {
    app.container(
        Optional.of(
            new Container(
                Container.Type.MESOS,
                Optional.empty(),
                List.of(
                    new Volume.Host("/c", "/h", Volume.Mode.RO),
                    new Volume.External(
                        "/e",
                        Volume.Mode.RW,
                        "dvdi",
                        "vol",
                        Optional.of(5L),
                        Map.of("dvdi/driver", "rexray", "dvdi/iops", "9"),
                        false)),
                List.of(),
                Optional.of(
                    new LinuxSettings(
                        Optional.of("default"),
                        Optional.empty(),
                        Optional.of("PRIVATE"),
                        Optional.of(64))))));
    ContainerInfo container = task().getContainer();

    assertThat(container.getVolumes(0).getHostPath()).isEqualTo("/h");
    assertThat(container.getVolumes(0).getMode()).isEqualTo(io.entresol.mesos.v1.Volume.Mode.RO);
    var external = container.getVolumes(1).getSource().getDockerVolume();
    assertThat(external.getDriver()).isEqualTo("rexray");
    assertThat(external.getDriverOptions().getParameterList())
        .extracting(parameter -> parameter.getKey() + "=" + parameter.getValue())
        .containsExactly("iops=9", "size=5");
    assertThat(container.getLinuxInfo().getSeccomp().getProfileName()).isEqualTo("default");
    assertThat(container.getLinuxInfo().getShmSize()).isEqualTo(64);
  }

  private static HealthCheck check(Protocol protocol, Integer port, String command) {
    return new HealthCheck(
        protocol,
        Optional.of("/health"),
        port == null ? Optional.of(0) : Optional.empty(),
        Optional.ofNullable(port),
        Optional.ofNullable(command)
            .map(shell -> new HealthCheck.Command(Optional.of(shell), List.of())),
        SECOND,
        SECOND.multipliedBy(2),
        SECOND.multipliedBy(3),
        SECOND.multipliedBy(4),
        5,
        false,
        "IPv4");
  }

  @Test
  void theFirstCheckForTheAgentIsGivenToIt() {
    app.networks(List.of(Network.BRIDGE)).container(Optional.of(docker(mapping(80, 0, "tcp"))));
    app.healthChecks(
        List.of(check(Protocol.HTTP, null, null), check(Protocol.MESOS_HTTPS, null, null)));
    var health = task(31000).getHealthCheck();

    assertThat(health.getHttp().getScheme()).isEqualTo("https");
    assertThat(health.getHttp().getPort()).isEqualTo(80);
    assertThat(health.getHttp().getPath()).isEqualTo("/health");
    assertThat(health.getGracePeriodSeconds()).isEqualTo(1);
    assertThat(health.getIntervalSeconds()).isEqualTo(2);
    assertThat(health.getTimeoutSeconds()).isEqualTo(3);
    assertThat(health.getDelaySeconds()).isEqualTo(4);
    assertThat(health.getConsecutiveFailures()).isEqualTo(5);
    app.healthChecks(List.of(check(Protocol.MESOS_TCP, 7000, null)));
    assertThat(task(31000).getHealthCheck().getTcp().getPort()).isEqualTo(7000);
    app.healthChecks(List.of(check(Protocol.COMMAND, null, "true")));
    assertThat(task(31000).getHealthCheck().getCommand().getValue()).isEqualTo("true");
    app.healthChecks(List.of(check(Protocol.TCP, null, null)));
    assertThat(task(31000).hasHealthCheck()).isFalse();
  }

  @Test
  void aCheckIsGivenToTheAgentToo() {
    app.portDefinitions(List.of(PortDefinition.DEFAULT));
    app.check(
        Optional.of(
            new Check(
                new Check.Probe.Http(Optional.of(0), Optional.empty(), Optional.of("/x"), "HTTP"),
                SECOND,
                SECOND,
                SECOND)));
    CheckInfo check = task(31000).getCheck();

    assertThat(check.getType()).isEqualTo(CheckInfo.Type.HTTP);
    assertThat(check.getHttp().getPort()).isEqualTo(31000);
    assertThat(check.getHttp().getPath()).isEqualTo("/x");
  }

  @Test
  void anExecutorOfTheAppsOwnIsStartedWithTheCommand() {
    app.executor("/opt/it's");
    TaskInfo task = task();

    assertThat(task.hasCommand()).isFalse();
    assertThat(task.getExecutor().getExecutorId().getValue())
        .isEqualTo("marathon-prod_web.instance-1._app.1");
    assertThat(task.getExecutor().getCommand().getValue())
        .isEqualTo("chmod ug+rx '/opt/it'\\''s' && exec '/opt/it'\\''s' run");
  }

  @Test
  void secretsAreReferences() {
    app.secrets(Map.of("s", "/path/of/secret"))
        .env(Map.of("PASSWORD", new EnvValue.SecretRef("s")));
    var variable =
        task().getCommand().getEnvironment().getVariablesList().stream()
            .filter(each -> each.getName().equals("PASSWORD"))
            .findFirst()
            .orElseThrow();

    assertThat(variable.getSecret().getReference().getName()).isEqualTo("/path/of/secret");
    assertThat(variable.hasValue()).isFalse();
  }

  @Test
  void theSameLaunchGivesTheSameTask() {
    app.networks(List.of(new Network(Network.Mode.CONTAINER, Optional.of("n"), Map.of())))
        .container(Optional.of(mesos(Optional.empty(), mapping(0, null, "tcp"))));

    assertThat(task((Integer) null)).isEqualTo(task((Integer) null));
  }

  @Test
  void everyPortMustBeSettled() {
    assertThatThrownBy(() -> task(31000)).isInstanceOf(IllegalArgumentException.class);
  }
}
