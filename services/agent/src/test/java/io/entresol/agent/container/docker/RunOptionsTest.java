package io.entresol.agent.container.docker;

import static io.entresol.agent.container.TestingContainers.environment;
import static io.entresol.agent.container.TestingContainers.program;
import static io.entresol.agent.container.TestingContainers.shell;
import static io.entresol.agent.container.TestingContainers.spec;
import static io.entresol.agent.container.TestingContainers.withResources;
import static io.entresol.agent.container.TestingContainers.withTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.LaunchFailedException;
import io.entresol.domain.resources.Ranges;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ContainerInfo.DockerInfo;
import io.entresol.mesos.v1.NetworkInfo;
import io.entresol.mesos.v1.Parameter;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.Volume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RunOptionsTest {
  private static final Path SANDBOX = Path.of("/var/lib/entresol/sandbox");
  private static final DockerOptions OPTIONS =
      DockerOptions.keepingStateIn(Path.of("/var/lib/entresol/docker"));

  private static ContainerInfo.Builder container(UnaryOperator<DockerInfo.Builder> docker) {
    return ContainerInfo.newBuilder()
        .setType(ContainerInfo.Type.DOCKER)
        .setDocker(docker.apply(DockerInfo.newBuilder().setImage("busybox")));
  }

  private static ContainerSpec task(CommandInfo command, ContainerInfo.Builder container) {
    return spec(command, Optional.of(container.build()), SANDBOX);
  }

  private static ContainerSpec task(UnaryOperator<DockerInfo.Builder> docker) {
    return task(shell("true"), container(docker));
  }

  private static JsonNode body(ContainerSpec spec) {
    return RunOptions.of(spec, OPTIONS).body();
  }

  private static JsonNode host(ContainerSpec spec) {
    return body(spec).get("HostConfig");
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void theNameAndTheLabelsTellWhoseItIs() {
    ContainerSpec spec = task(docker -> docker);
    CreateRequest request = RunOptions.of(spec, OPTIONS);

    assertThat(request.name()).isEqualTo("mesos-" + spec.id());
    JsonNode labels = request.body().get("Labels");
    assertThat(labels.get("io.entresol.agent_id").asText()).isEqualTo("agent-S0");
    assertThat(labels.get("io.entresol.container_id").asText()).isEqualTo(spec.id().value());
    assertThat(labels.get("io.entresol.framework_id").asText()).isEqualTo("framework-0");
    assertThat(labels.get("io.entresol.executor_id").asText())
        .isEqualTo(spec.executorId().getValue());
    assertThat(labels.get("io.entresol.task_id").asText())
        .isEqualTo(spec.task().orElseThrow().getTaskId().getValue());
    assertThat(labels.get("io.entresol.sandbox").asText()).isEqualTo("/var/lib/entresol/sandbox");
  }

  @Test
  void noParameterCanPassItOffAsAnothers() {
    ContainerSpec spec =
        task(docker -> docker.addParameters(parameter("label", "io.entresol.agent_id=other")));

    assertThat(body(spec).get("Labels").get("io.entresol.agent_id").asText()).isEqualTo("agent-S0");
  }

  private static Parameter parameter(String key, String value) {
    return Parameter.newBuilder().setKey(key).setValue(value).build();
  }

  @Test
  void aShellCommandReplacesTheEntrypoint() {
    JsonNode body = body(task(shell("echo $A"), container(docker -> docker)));

    assertThat(texts(body.get("Entrypoint"))).containsExactly("/bin/sh");
    assertThat(texts(body.get("Cmd"))).containsExactly("-c", "echo $A");
    assertThat(body.get("Image").asText()).isEqualTo("busybox");
  }

  @Test
  void otherCommandsAreArgumentsOfTheEntrypoint() {
    JsonNode body = body(task(program("serve", "-p", "80"), container(docker -> docker)));

    assertThat(body.has("Entrypoint")).isFalse();
    assertThat(texts(body.get("Cmd"))).containsExactly("serve", "-p", "80");
  }

  @Test
  void withoutACommandTheImageDecides() {
    JsonNode body =
        body(task(CommandInfo.newBuilder().setShell(false).build(), container(docker -> docker)));

    assertThat(body.has("Entrypoint")).isFalse();
    assertThat(body.has("Cmd")).isFalse();
  }

  @Test
  void aShellNeedsACommand() {
    assertRefused(
        task(CommandInfo.newBuilder().setShell(true).build(), container(docker -> docker)),
        "Shell specified but no command value provided");
  }

  private static void assertRefused(ContainerSpec spec, String reason) {
    assertThatThrownBy(() -> RunOptions.of(spec, OPTIONS))
        .isInstanceOfSatisfying(
            LaunchFailedException.class,
            failure -> assertThat(failure.kind()).isEqualTo(LaunchFailedException.Kind.START))
        .hasMessageContaining(reason);
  }

  @Test
  void theEnvironmentNamesSandboxAndContainer() {
    ContainerSpec spec =
        task(
            shell("true").toBuilder().setEnvironment(environment(Map.of("A", "b=c"))).build(),
            container(docker -> docker.addParameters(parameter("env", "A=later"))));

    assertThat(texts(body(spec).get("Env")))
        .containsExactlyInAnyOrder(
            "A=later",
            "MESOS_SANDBOX=/mnt/mesos/sandbox",
            "MESOS_CONTAINER_NAME=mesos-" + spec.id());
  }

  @Test
  void theNetworkIsTheMachinesUnlessAsked() {
    assertThat(host(task(docker -> docker)).get("NetworkMode").asText()).isEqualTo("host");
    assertThat(mode(DockerInfo.Network.BRIDGE)).isEqualTo("bridge");
    assertThat(mode(DockerInfo.Network.NONE)).isEqualTo("none");
  }

  private static String mode(DockerInfo.Network network) {
    return host(task(docker -> docker.setNetwork(network))).get("NetworkMode").asText();
  }

  @Test
  void aUserNetworkIsNamedByTheNetworkInfo() {
    ContainerInfo.Builder overlay = container(d -> d.setNetwork(DockerInfo.Network.USER));

    assertRefused(task(shell("true"), overlay), "exactly one network info");
    overlay.addNetworkInfos(NetworkInfo.getDefaultInstance());
    assertRefused(task(shell("true"), overlay), "No network name");
    overlay.setNetworkInfos(0, NetworkInfo.newBuilder().setName("blue"));
    assertThat(host(task(shell("true"), overlay)).get("NetworkMode").asText()).isEqualTo("blue");
  }

  @Test
  void aliasesBelongToTheNetwork() {
    ContainerSpec spec =
        task(
            docker ->
                docker
                    .setNetwork(DockerInfo.Network.BRIDGE)
                    .addParameters(parameter("net", "blue"))
                    .addParameters(parameter("net-alias", "db")));

    assertThat(texts(body(spec).at("/NetworkingConfig/EndpointsConfig/blue/Aliases")))
        .containsExactly("db");
  }

  @Test
  void theHostnameIsTheContainersOwnUnlessItSharesTheMachines() {
    ContainerInfo.Builder bridge =
        container(docker -> docker.setNetwork(DockerInfo.Network.BRIDGE)).setHostname("own");
    ContainerInfo.Builder host = container(docker -> docker).setHostname("own");

    assertThat(body(task(shell("true"), bridge)).get("Hostname").asText()).isEqualTo("own");
    assertThat(body(task(shell("true"), host)).has("Hostname")).isFalse();
  }

  private static ContainerSpec mapped(DockerInfo.Network network, int hostPort) {
    return task(
        docker ->
            docker
                .setNetwork(network)
                .addPortMappings(
                    DockerInfo.PortMapping.newBuilder()
                        .setContainerPort(80)
                        .setHostPort(hostPort)
                        .setProtocol("UDP")));
  }

  private static ContainerSpec withPorts(ContainerSpec spec, long begin, long end) {
    return withResources(spec, Resources.of(ResourceKey.of("ports"), Ranges.of(begin, end)));
  }

  @Test
  void portsAreMapped() {
    ContainerSpec spec = withPorts(mapped(DockerInfo.Network.BRIDGE, 31_000), 31_000, 31_001);

    JsonNode body = body(spec);

    assertThat(body.at("/HostConfig/PortBindings").get("80/udp").get(0).get("HostPort").asText())
        .isEqualTo("31000");
    assertThat(body.get("ExposedPorts").has("80/udp")).isTrue();
  }

  @Test
  void onlyPortsOfTheTaskAreMapped() {
    assertRefused(
        mapped(DockerInfo.Network.BRIDGE, 31_000), "Port mappings require port resources");
    assertRefused(
        withPorts(mapped(DockerInfo.Network.BRIDGE, 20_000), 31_000, 31_001),
        "Port [20000] not included in resources");
    assertRefused(
        withPorts(mapped(DockerInfo.Network.HOST, 31_000), 31_000, 31_001),
        "only supported for bridge and user-defined networks");
  }

  private static ContainerSpec sized(double cpus, double mem) {
    return withResources(
        task(docker -> docker), Resources.scalar("cpus", cpus).plus(Resources.scalar("mem", mem)));
  }

  @Test
  void sharesAndMemoryFollowTheResources() {
    JsonNode host = host(sized(0.5, 300));

    assertThat(host.get("CpuShares").asLong()).isEqualTo(512);
    assertThat(host.get("Memory").asLong()).isEqualTo(300L << 20);
    assertThat(host.has("CpuQuota")).isFalse();
  }

  @Test
  void thereIsALeast() {
    JsonNode host = host(sized(0.001, 4));

    assertThat(host.get("CpuShares").asLong()).isEqualTo(2);
    assertThat(host.get("Memory").asLong()).isEqualTo(32L << 20);
  }

  @Test
  void aHardCpuLimitIsAQuota() {
    DockerOptions hard =
        new DockerOptions(
            OPTIONS.socket(),
            OPTIONS.sandboxDirectory(),
            OPTIONS.stateDirectory(),
            Duration.ZERO,
            true,
            List.of("10.0.0.53"),
            Optional.empty());

    JsonNode host = RunOptions.of(sized(0.5, 64), hard).body().get("HostConfig");

    assertThat(host.get("CpuQuota").asLong()).isEqualTo(50_000);
    assertThat(host.get("CpuPeriod").asLong()).isEqualTo(100_000);
  }

  @Test
  void aLimitOfItsOwnMakesTheRequestSoft() {
    TaskInfo limited =
        TaskInfo.newBuilder(task(docker -> docker).task().orElseThrow())
            .putLimits("cpus", scalar(2))
            .putLimits("mem", scalar(128))
            .build();

    JsonNode host = host(withTask(sized(0.5, 64), limited));

    assertThat(host.get("CpuQuota").asLong()).isEqualTo(200_000);
    assertThat(host.get("MemoryReservation").asLong()).isEqualTo(64L << 20);
    assertThat(host.get("Memory").asLong()).isEqualTo(128L << 20);
  }

  @Test
  void anInfiniteLimitIsNone() {
    TaskInfo unlimited =
        TaskInfo.newBuilder(task(docker -> docker).task().orElseThrow())
            .putLimits("cpus", scalar(Double.POSITIVE_INFINITY))
            .putLimits("mem", scalar(Double.POSITIVE_INFINITY))
            .build();

    JsonNode host = host(withTask(sized(0.5, 64), unlimited));

    assertThat(host.has("CpuQuota")).isFalse();
    assertThat(host.has("Memory")).isFalse();
    assertThat(host.get("MemoryReservation").asLong()).isEqualTo(64L << 20);
  }

  private static Value.Scalar scalar(double value) {
    return Value.Scalar.newBuilder().setValue(value).build();
  }

  private static ContainerSpec mounting(Volume.Builder... volumes) {
    ContainerInfo.Builder container = container(docker -> docker);
    for (Volume.Builder volume : volumes) {
      container.addVolumes(volume);
    }
    return task(shell("true"), container);
  }

  private static Volume.Builder volume(String containerPath, Volume.Mode mode) {
    return Volume.newBuilder().setContainerPath(containerPath).setMode(mode);
  }

  @Test
  void volumesAreBound() {
    JsonNode body =
        body(
            mounting(
                volume("/a", Volume.Mode.RO).setHostPath("/host/a"),
                volume("b", Volume.Mode.RW).setHostPath("own/b"),
                volume("/c", Volume.Mode.RW)));

    assertThat(texts(body.at("/HostConfig/Binds")))
        .containsExactly(
            "/var/lib/entresol/sandbox:/mnt/mesos/sandbox",
            "/host/a:/a:ro",
            "/var/lib/entresol/sandbox/own/b:/mnt/mesos/sandbox/b:rw");
    assertThat(body.get("Volumes").has("/c")).isTrue();
  }

  @Test
  void aVolumeOfADriverIsMounted() {
    Volume.Builder volume = volume("/data", Volume.Mode.RW);
    volume
        .getSourceBuilder()
        .setType(Volume.Source.Type.DOCKER_VOLUME)
        .getDockerVolumeBuilder()
        .setName("store")
        .setDriver("rexray")
        .getDriverOptionsBuilder()
        .addParameter(parameter("size", "10"));

    JsonNode mount = host(mounting(volume)).get("Mounts").get(0);

    assertThat(mount.get("Source").asText()).isEqualTo("store");
    assertThat(mount.at("/VolumeOptions/DriverConfig/Name").asText()).isEqualTo("rexray");
    assertThat(mount.at("/VolumeOptions/DriverConfig/Options/size").asText()).isEqualTo("10");
  }

  @Test
  void aVolumeCannotLeadOutOfTheSandbox() {
    assertRefused(
        mounting(volume("/a", Volume.Mode.RW).setHostPath("../../etc")),
        "leads out of the sandbox");
  }

  @Test
  void aSandboxWithAColonIsMountedInTheLongForm() {
    ContainerSpec spec =
        spec(
            shell("true"),
            Optional.of(container(docker -> docker).build()),
            Path.of("/var/lib/entresol/task:1"));

    JsonNode host = host(spec);

    assertThat(host.has("Binds")).isFalse();
    assertThat(host.get("Mounts").get(0).get("Source").asText())
        .isEqualTo("/var/lib/entresol/task:1");
  }

  @Test
  void privilegedIsPassedOn() {
    assertThat(host(task(docker -> docker.setPrivileged(true))).get("Privileged").asBoolean())
        .isTrue();
    assertThat(host(task(docker -> docker)).get("Privileged").asBoolean()).isFalse();
  }
}
