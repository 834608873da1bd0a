package io.entresol.agent.container.docker;

import static io.entresol.agent.container.TestingContainers.AGENT;
import static io.entresol.agent.container.TestingContainers.await;
import static io.entresol.agent.container.TestingContainers.environment;
import static io.entresol.agent.container.TestingContainers.program;
import static io.entresol.agent.container.TestingContainers.shell;
import static io.entresol.agent.container.TestingContainers.spec;
import static io.entresol.agent.container.TestingContainers.withAgent;
import static io.entresol.agent.container.TestingContainers.withResources;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entresol.agent.container.ContainerLabels;
import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.LaunchFailedException;
import io.entresol.agent.container.Launched;
import io.entresol.agent.container.Recovered;
import io.entresol.agent.container.Termination;
import io.entresol.agent.container.TestingEngine;
import io.entresol.agent.container.fetch.FetchOptions;
import io.entresol.agent.container.fetch.Fetcher;
import io.entresol.domain.resources.Ranges;
import io.entresol.domain.resources.ResourceKey;
import io.entresol.domain.resources.Resources;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.ContainerInfo;
import io.entresol.mesos.v1.ContainerInfo.DockerInfo;
import io.entresol.mesos.v1.Parameter;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.Volume;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the Docker Engine of this machine, with its image {@code busybox}. */
class DockerContainerizerIT {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  @TempDir Path work;

  private final String agent = AGENT + UUID.randomUUID();
  private final List<ContainerSpec> specs = new ArrayList<>();
  private Vertx vertx;
  private Fetcher fetcher;
  private DockerContainerizer containerizer;
  private DockerEngine engine;

  @BeforeEach
  void open() {
    TestingEngine.assumePresent();
    vertx = Vertx.vertx();
    fetcher = await(Fetcher.open(vertx, FetchOptions.cachedIn(work.resolve("cache"))));
    engine = new DockerEngine(options().socket());
    containerizer = reopen();
  }

  private DockerOptions options() {
    return DockerOptions.keepingStateIn(work.resolve("docker"));
  }

  private DockerContainerizer reopen() {
    return await(DockerContainerizer.open(vertx, options(), fetcher));
  }

  @AfterEach
  void close() throws IOException {
    if (containerizer == null) {
      return;
    }
    await(containerizer.close());
    engine.list(DockerLabels.AGENT_ID, agent).forEach(engine::remove);
    engine.close();
    await(vertx.close());
  }

  private static DockerInfo.Builder busybox() {
    return DockerInfo.newBuilder().setImage("busybox").setNetwork(DockerInfo.Network.NONE);
  }

  private ContainerSpec task(CommandInfo command) throws IOException {
    return task(command, busybox());
  }

  private ContainerSpec task(CommandInfo command, DockerInfo.Builder docker) throws IOException {
    return task(
        command, ContainerInfo.newBuilder().setType(ContainerInfo.Type.DOCKER).setDocker(docker));
  }

  private ContainerSpec task(CommandInfo command, ContainerInfo.Builder container)
      throws IOException {
    Path sandbox = Files.createTempDirectory(work, "sandbox");
    ContainerSpec spec = withAgent(spec(command, Optional.of(container.build()), sandbox), agent);
    specs.add(spec);
    return spec;
  }

  private Termination run(ContainerSpec spec) {
    await(containerizer.launch(spec));
    return await(containerizer.wait(spec.id()));
  }

  private static String text(ContainerSpec spec, String file) throws IOException {
    return Files.readString(spec.sandbox().resolve(file));
  }

  private static JsonObject inspected(Launched launched) {
    return new JsonArray(new String(launched.taskData().orElseThrow(), StandardCharsets.UTF_8))
        .getJsonObject(0);
  }

  @Test
  void outputGoesToTheSandbox() throws IOException {
    ContainerSpec spec =
        task(shell("echo out; echo err >&2; echo $MESOS_SANDBOX > $MESOS_SANDBOX/where"));

    Termination end = run(spec);

    assertThat(end.waitStatus()).isZero();
    assertThat(end.message()).isEqualTo("Container exited with status 0");
    assertThat(text(spec, "stdout")).isEqualTo("out\n");
    assertThat(text(spec, "stderr")).isEqualTo("err\n");
    assertThat(text(spec, "where")).isEqualTo("/mnt/mesos/sandbox\n");
  }

  @Test
  void exitStatusIsKept() throws IOException {
    assertThat(run(task(shell("exit 5"))).waitStatus()).isEqualTo(5 << 8);
  }

  @Test
  void theTaskDataIsTheEnginesInspection() throws IOException {
    ContainerSpec spec =
        task(
            shell("sleep 1000").toBuilder()
                .setEnvironment(environment(Map.of("FOO", "bar")))
                .build(),
            busybox().addParameters(parameter("label", "a=b")));

    JsonObject container = inspected(await(containerizer.launch(spec)));

    assertThat(container.getString("Name")).isEqualTo("/mesos-" + spec.id());
    assertThat(container.getJsonObject("State").getBoolean("Running")).isTrue();
    JsonObject config = container.getJsonObject("Config");
    assertThat(config.getJsonArray("Entrypoint")).containsExactly("/bin/sh");
    assertThat(config.getJsonArray("Cmd")).containsExactly("-c", "sleep 1000");
    assertThat(config.getJsonArray("Env").stream())
        .contains(
            "FOO=bar",
            "MESOS_SANDBOX=/mnt/mesos/sandbox",
            "MESOS_CONTAINER_NAME=mesos-" + spec.id());
    assertThat(config.getJsonObject("Labels").getString("a")).isEqualTo("b");
    JsonObject host = container.getJsonObject("HostConfig");
    assertThat(host.getInteger("CpuShares")).isEqualTo(102);
    assertThat(host.getLong("Memory")).isEqualTo(32L << 20);
  }

  @Test
  void aBridgedContainerIsReachedAtItsHostPort() throws Exception {
    int port = freePort();
    ContainerSpec spec =
        withResources(
            task(
                shell("exec httpd -f -p 80 -h /www"),
                busybox()
                    .setNetwork(DockerInfo.Network.BRIDGE)
                    .addPortMappings(
                        DockerInfo.PortMapping.newBuilder()
                            .setContainerPort(80)
                            .setHostPort(port))),
            Resources.scalar("cpus", 0.1)
                .plus(Resources.scalar("mem", 32))
                .plus(Resources.of(ResourceKey.of("ports"), Ranges.of(port, port))));

    Launched launched = await(containerizer.launch(spec));

    assertThat(launched.status().getNetworkInfos(0).getIpAddresses(0).getIpAddress())
        .matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    assertThat(launched.pid()).isPresent();
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(page.statusCode()).isEqualTo(200);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aHostNetworkHasNoAddressOfItsOwn() throws IOException {
    ContainerSpec spec = task(shell("sleep 1000"), busybox().setNetwork(DockerInfo.Network.HOST));

    assertThat(await(containerizer.launch(spec)).status().getNetworkInfosList()).isEmpty();
  }

  @Test
  void argumentsAreAppendedToTheEntrypoint() throws IOException {
    ContainerSpec spec =
        task(
            program("-c", "echo \"$0 $1\"", "a", "b"),
            busybox().addParameters(parameter("entrypoint", "sh")));

    assertThat(run(spec).waitStatus()).isZero();

    assertThat(text(spec, "stdout")).isEqualTo("a b\n");
  }

  @Test
  void volumesAreMounted() throws IOException {
    Path data = Files.createDirectory(work.resolve("data"));
    Files.writeString(data.resolve("in"), "from outside");
    ContainerSpec spec =
        task(
            shell("cat /data/in; touch /data/out || echo read-only; echo more > /own/file"),
            ContainerInfo.newBuilder()
                .setType(ContainerInfo.Type.DOCKER)
                .setDocker(busybox())
                .addVolumes(volume(data.toString(), "/data", Volume.Mode.RO))
                .addVolumes(volume("own", "/own", Volume.Mode.RW)));

    run(spec);

    assertThat(text(spec, "stdout")).isEqualTo("from outsideread-only\n");
    assertThat(text(spec, "own/file")).isEqualTo("more\n");
  }

  private static Volume volume(String hostPath, String containerPath, Volume.Mode mode) {
    return Volume.newBuilder()
        .setHostPath(hostPath)
        .setContainerPath(containerPath)
        .setMode(mode)
        .build();
  }

  private static Parameter parameter(String key, String value) {
    return Parameter.newBuilder().setKey(key).setValue(value).build();
  }

  @Test
  void anImageThatCannotBePulledFailsWithTheEnginesReason() throws IOException {
    ContainerSpec spec = task(shell("true"), busybox().setImage("127.0.0.1:1/no-such-image:1"));

    assertThatThrownBy(() -> await(containerizer.launch(spec)))
        .isInstanceOf(LaunchFailedException.class)
        .hasMessageStartingWith("Failed to pull image '127.0.0.1:1/no-such-image:1': ")
        .hasMessageContaining("127.0.0.1:1");
  }

  @Test
  void aForcedPullThatFailsFailsTheLaunch() throws IOException {
    ContainerSpec spec =
        task(shell("true"), busybox().setImage("127.0.0.1:1/busybox").setForcePullImage(true));

    assertThatThrownBy(() -> await(containerizer.launch(spec)))
        .hasMessageStartingWith("Failed to pull image '127.0.0.1:1/busybox': ");
  }

  @Test
  void aCommandThatIsNotInTheImageFailsTheLaunchAndLeavesNothing() throws IOException {
    ContainerSpec spec = task(program("/no/such/command"));

    assertThatThrownBy(() -> await(containerizer.launch(spec)))
        .isInstanceOf(LaunchFailedException.class)
        .hasMessageContaining("/no/such/command");
    assertThat(engine.list(DockerLabels.AGENT_ID, agent)).isEmpty();
  }

  @Test
  void killTurnsIntoSigkillAfterTheGracePeriod() throws IOException {
    ContainerSpec spec = task(shell("trap '' TERM; while true; do sleep 1000; done"));
    await(containerizer.launch(spec));

    await(containerizer.kill(spec.id(), LONG));
    await(containerizer.kill(spec.id(), AT_ONCE));

    assertThat(await(containerizer.wait(spec.id())).message())
        .isEqualTo("Container exited with status 137");
  }

  @Test
  void killAsksFirst() throws IOException {
    ContainerSpec spec = task(shell("trap 'echo asked; exit 3' TERM; echo up; sleep 1000 & wait"));
    await(containerizer.launch(spec));
    awaitOutput(spec, "up\n");

    await(containerizer.kill(spec.id(), LONG));

    assertThat(await(containerizer.wait(spec.id())).waitStatus()).isEqualTo(3 << 8);
    assertThat(text(spec, "stdout")).isEqualTo("up\nasked\n");
  }

  /** Completes when the container's output is in its sandbox. */
  private void awaitOutput(ContainerSpec spec, String expected) {
    await(outputIs(spec, expected));
  }

  private Future<Void> outputIs(ContainerSpec spec, String expected) {
    return vertx
        .fileSystem()
        .readFile(spec.sandbox().resolve("stdout").toString())
        .otherwise(Buffer.buffer())
        .compose(
            text ->
                text.toString().equals(expected)
                    ? Future.succeededFuture()
                    : vertx.timer(10).compose(none -> outputIs(spec, expected)));
  }

  @Test
  void tooMuchMemoryEndsItWithThatReason() throws IOException {
    ContainerSpec spec = task(shell("tail -n 1 /dev/zero"));

    assertThat(run(spec).reason()).contains(TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY);
  }

  @Test
  void destroyGivesUpALaunch() throws IOException {
    ContainerSpec spec = task(shell("sleep 1000"));

    Future<Launched> launch = containerizer.launch(spec);
    Future<Termination> end = containerizer.wait(spec.id());
    await(containerizer.destroy(spec.id()));

    assertThatThrownBy(() -> await(launch)).hasMessageContaining("destroyed");
    assertThatThrownBy(() -> await(end)).hasMessageContaining("destroyed");
    assertThat(engine.list(DockerLabels.AGENT_ID, agent)).isEmpty();
  }

  @Test
  void aContainerThatSomebodyElseRemovesHasEnded() throws IOException {
    ContainerSpec spec = task(shell("sleep 1000"));
    await(containerizer.launch(spec));

    engine.remove("mesos-" + spec.id());

    assertThat(await(containerizer.wait(spec.id())).waitStatus()).isNotZero();
  }

  @Test
  void aRestartedAgentFindsItsOwnContainersAndNoOthers() throws IOException {
    ContainerSpec spec = task(shell("sleep 1000"));
    ContainerSpec ended = task(shell("exit 4"));
    Launched launched = await(containerizer.launch(spec));
    run(ended);
    await(containerizer.close());

    containerizer = reopen();
    List<Recovered> recovered = await(containerizer.recover(agent));

    assertThat(await(containerizer.recover("another"))).isEmpty();
    assertThat(recovered)
        .extracting(Recovered::id)
        .containsExactlyInAnyOrder(spec.id(), ended.id());
    Recovered running =
        recovered.stream().filter(found -> found.id().equals(spec.id())).findFirst().orElseThrow();
    assertThat(running.termination()).isEmpty();
    assertThat(running.launched().pid()).isEqualTo(launched.pid());
    assertThat(running.labels())
        .containsEntry(ContainerLabels.EXECUTOR_ID, spec.executorId().getValue())
        .containsEntry(ContainerLabels.FRAMEWORK_ID, "framework-0");
    assertThat(await(containerizer.wait(ended.id())).waitStatus()).isEqualTo(4 << 8);
    await(containerizer.kill(spec.id(), AT_ONCE));
    assertThat(await(containerizer.wait(spec.id())).waitStatus()).isEqualTo(137 << 8);
  }

  @Test
  void aRestartedAgentGoesOnWithTheOutputWhereItWas() throws IOException {
    ContainerSpec spec =
        task(
            shell(
                "cd $MESOS_SANDBOX; mkfifo go on; echo one; echo two; read x < go;"
                    + " echo three; read x < on; echo four"));
    await(containerizer.launch(spec));
    awaitOutput(spec, "one\ntwo\n");
    await(containerizer.close());
    Files.writeString(spec.sandbox().resolve("go"), "\n");

    containerizer = reopen();
    await(containerizer.recover(agent));
    awaitOutput(spec, "one\ntwo\nthree\n");
    Files.writeString(spec.sandbox().resolve("on"), "\n");
    await(containerizer.wait(spec.id()));

    assertThat(text(spec, "stdout")).isEqualTo("one\ntwo\nthree\nfour\n");
  }

  @Test
  void muchOutputIsCopiedInFull() throws IOException {
    ContainerSpec spec = task(shell("seq 1 50000; seq 1 1000 >&2"));

    run(spec);

    assertThat(text(spec, "stdout"))
        .isEqualTo(
            IntStream.rangeClosed(1, 50_000).mapToObj(i -> i + "\n").collect(Collectors.joining()));
    assertThat(text(spec, "stderr").lines().count()).isEqualTo(1000);
  }

  @Test
  void aRemovedContainerIsForgotten() throws IOException {
    ContainerSpec spec = task(shell("true"));
    run(spec);

    await(containerizer.remove(spec.id()));

    assertThatThrownBy(() -> await(containerizer.wait(spec.id())))
        .hasMessageContaining(spec.id().value());
    assertThat(engine.list(DockerLabels.AGENT_ID, agent)).hasSize(1);
  }

  @Test
  void statisticsAreTheEngines() throws IOException {
    ContainerSpec spec = task(shell("sleep 1000"));
    await(containerizer.launch(spec));

    var statistics = await(containerizer.stats(spec.id())).statistics();

    assertThat(statistics.getMemLimitBytes()).isEqualTo(32L << 20);
    assertThat(statistics.getMemTotalBytes()).isPositive();
  }

  @Test
  void withoutAnEngineItDoesNotOpen() {
    DockerOptions usual = options();
    DockerOptions nowhere =
        new DockerOptions(
            work.resolve("no.sock"),
            usual.sandboxDirectory(),
            usual.stateDirectory(),
            usual.removeDelay(),
            false,
            List.of(),
            Optional.empty());

    assertThatThrownBy(() -> await(DockerContainerizer.open(vertx, nowhere, fetcher)))
        .hasMessageContaining("does not answer");
  }

  @Test
  void aFurtherCommandRunsInTheContainer() throws IOException {
    ContainerSpec spec = task(shell("sleep 1000"));
    await(containerizer.launch(spec));

    assertThat(execute(spec, "test -d /mnt/mesos/sandbox")).isZero();
    assertThat(execute(spec, "exit 7")).isEqualTo(7);
    assertThatThrownBy(
            () ->
                await(
                    containerizer.execute(spec.id(), shell("sleep 1000"), Duration.ofMillis(100))))
        .hasStackTraceContaining("took too long");
  }

  private int execute(ContainerSpec spec, String command) {
    return await(containerizer.execute(spec.id(), shell(command), Duration.ofSeconds(20)));
  }
}
