package io.entresol.agent.container.mesos;

import static io.entresol.agent.container.TestingContainers.AGENT;
import static io.entresol.agent.container.TestingContainers.await;
import static io.entresol.agent.container.TestingContainers.environment;
import static io.entresol.agent.container.TestingContainers.program;
import static io.entresol.agent.container.TestingContainers.shell;
import static io.entresol.agent.container.TestingContainers.spec;
import static io.entresol.agent.container.TestingContainers.withEnvironment;
import static io.entresol.agent.container.TestingContainers.withUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.entresol.agent.container.ContainerLabels;
import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.LaunchFailedException;
import io.entresol.agent.container.Launched;
import io.entresol.agent.container.Recovered;
import io.entresol.agent.container.Termination;
import io.entresol.agent.container.fetch.FetchOptions;
import io.entresol.agent.container.fetch.Fetcher;
import io.entresol.agent.core.WaitStatus;
import io.entresol.mesos.v1.CommandInfo;
import io.entresol.mesos.v1.TaskState;
import io.entresol.mesos.v1.TaskStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, with control groups if the tests run as root. */
class MesosContainerizerIT {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path work;

  private Vertx vertx;
  private Fetcher fetcher;
  private MesosContainerizer containerizer;
  private final List<ContainerSpec> specs = new ArrayList<>();

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    fetcher = await(Fetcher.open(vertx, FetchOptions.cachedIn(work.resolve("cache"))));
    containerizer = reopen();
  }

  private MesosContainerizer reopen() {
    return await(MesosContainerizer.open(vertx, ProcessOptions.in(work.resolve("run")), fetcher));
  }

  @AfterEach
  void close() {
    specs.forEach(spec -> await(containerizer.destroy(spec.id())));
    await(containerizer.close());
    await(vertx.close());
  }

  private ContainerSpec task(CommandInfo command) throws IOException {
    Path sandbox = Files.createTempDirectory(work, "sandbox");
    ContainerSpec spec = spec(command, sandbox);
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

  @Test
  void outputGoesToTheSandbox() throws IOException {
    ContainerSpec spec = task(shell("echo out; echo err >&2; pwd"));

    Termination end = run(spec);

    assertThat(end.waitStatus()).isZero();
    assertThat(end.message()).isEqualTo("Command exited with status 0");
    assertThat(text(spec, "stdout")).isEqualTo("out\n" + spec.sandbox() + "\n");
    assertThat(text(spec, "stderr")).isEqualTo("err\n");
  }

  @Test
  void exitStatusIsKept() throws IOException {
    Termination end = run(task(shell("exit 3")));

    assertThat(end.waitStatus()).isEqualTo(3 << 8);
    assertThat(end.message()).isEqualTo("Command exited with status 3");
    assertThat(end.state()).isEmpty();
  }

  @Test
  void aSignalIsToldFromAnExitStatus() throws IOException {
    assertThat(run(task(shell("kill -9 $$"))).message())
        .isEqualTo("Command terminated with signal Killed");
    assertThat(run(task(shell("exit 137"))).waitStatus()).isEqualTo(137 << 8);
  }

  @Test
  void aMissingCommandEndsWithStatus127() throws IOException {
    assertThat(run(task(shell("/no/such/command --x"))).waitStatus()).isEqualTo(127 << 8);
    assertThat(run(task(program("/no/such/command"))).waitStatus()).isEqualTo(127 << 8);
  }

  @Test
  void argumentsAreNotInterpreted() throws IOException {
    ContainerSpec spec = task(program("/bin/echo", "echo", "$HOME", "a  b", "*"));

    run(spec);

    assertThat(text(spec, "stdout")).isEqualTo("$HOME a  b *\n");
  }

  @Test
  void theEnvironmentIsWhatWasGiven() throws IOException {
    ContainerSpec given =
        task(
            program("/usr/bin/env").toBuilder()
                .setEnvironment(environment(Map.of("FOO", "of the command", "odd.name", "x y")))
                .build());
    ContainerSpec spec = withEnvironment(given, Map.of("FOO", "of the agent", "BAR", "b\nc"));

    run(spec);

    assertThat(text(spec, "stdout"))
        .contains("FOO=of the command\n", "BAR=b\nc\n", "odd.name=x y\n", "PATH=/usr/local/sbin:")
        .contains("MESOS_SANDBOX=" + spec.sandbox())
        .doesNotContain("JAVA", "HOME=");
  }

  @Test
  void theLaunchTellsThePid() throws IOException {
    ContainerSpec spec = task(shell("echo $$; exec sleep 1000"));

    Launched launched = await(containerizer.launch(spec));

    assertThat(launched.pid()).isPresent();
    assertThat(launched.status().getContainerId().getValue()).isEqualTo(spec.id().value());
    assertThat(launched.status().getExecutorPid()).isEqualTo((int) launched.pid().getAsLong());
    assertThat(ProcessHandle.of(launched.pid().getAsLong())).isPresent();
  }

  @Test
  void killEndsTheWholeTree() throws IOException {
    ContainerSpec spec = task(shell("sleep 1000 & setsid sleep 1000 & wait"));
    Launched launched = await(containerizer.launch(spec));

    await(containerizer.kill(spec.id(), LONG));

    assertThat(await(containerizer.wait(spec.id())).message())
        .isEqualTo("Command terminated with signal Terminated");
    assertThat(ProcessTree.of(launched.pid().getAsLong(), ProcessTree.all())).isEmpty();
  }

  /** A running task that takes no notice of SIGTERM. */
  private ContainerSpec stubborn() throws IOException {
    ContainerSpec spec = task(shell("trap '' TERM; echo > ready; while true; do sleep 1000; done"));
    makeFifo(spec.sandbox().resolve("ready"));
    await(containerizer.launch(spec));
    assertThat(text(spec, "ready")).isEqualTo("\n");
    return spec;
  }

  @Test
  void killTurnsIntoSigkillAfterTheGracePeriod() throws IOException {
    ContainerSpec spec = stubborn();

    await(containerizer.kill(spec.id(), LONG));
    await(containerizer.kill(spec.id(), Duration.ofMillis(50)));

    assertThat(await(containerizer.wait(spec.id())).waitStatus()).isEqualTo(WaitStatus.KILLED);
  }

  @Test
  void destroyEndsItAtOnce() throws IOException {
    ContainerSpec spec = stubborn();

    await(containerizer.destroy(spec.id()));

    assertThat(await(containerizer.wait(spec.id())).waitStatus()).isEqualTo(WaitStatus.KILLED);
  }

  @Test
  void aRestartedAgentFindsItsContainersAndSeesThemEnd() throws IOException {
    ContainerSpec spec = task(shell("sleep 1000; echo never"));
    ContainerSpec brief = task(shell("read x < go; exit 7"));
    makeFifo(brief.sandbox().resolve("go"));
    Launched launched = await(containerizer.launch(spec));
    await(containerizer.launch(brief));
    await(containerizer.close());

    containerizer = reopen();
    List<Recovered> recovered = await(containerizer.recover(AGENT));

    assertThat(recovered).hasSize(2).allMatch(found -> found.termination().isEmpty());
    assertThat(recovered)
        .filteredOn(found -> found.id().equals(spec.id()))
        .first()
        .satisfies(
            found -> {
              assertThat(found.launched()).isEqualTo(launched);
              assertThat(found.labels())
                  .containsEntry(ContainerLabels.FRAMEWORK_ID, "framework-0")
                  .containsEntry(
                      ContainerLabels.TASK_ID, spec.task().orElseThrow().getTaskId().getValue());
            });
    Files.writeString(brief.sandbox().resolve("go"), "now\n");
    assertThat(await(containerizer.wait(brief.id())).waitStatus()).isEqualTo(7 << 8);
    await(containerizer.kill(spec.id(), LONG));
    assertThat(await(containerizer.wait(spec.id())).waitStatus()).isEqualTo(15);
  }

  private static void makeFifo(Path path) throws IOException {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().onExit().join().exitValue())
        .isZero();
  }

  @Test
  void aRestartedAgentLearnsWhatEndedMeanwhile() throws IOException {
    ContainerSpec spec = task(shell("exit 5"));
    run(spec);
    await(containerizer.close());

    containerizer = reopen();
    List<Recovered> recovered = await(containerizer.recover(AGENT));

    assertThat(recovered)
        .singleElement()
        .satisfies(
            found -> assertThat(found.termination().map(Termination::waitStatus)).contains(5 << 8));
    assertThat(await(containerizer.wait(spec.id())).waitStatus()).isEqualTo(5 << 8);
    await(containerizer.remove(spec.id()));
    await(containerizer.close());
    containerizer = reopen();
    assertThat(await(containerizer.recover(AGENT))).isEmpty();
  }

  @Test
  void containersOfAFormerAgentIdAreEnded() throws IOException {
    ContainerSpec spec = task(shell("sleep 1000"));
    Launched launched = await(containerizer.launch(spec));
    ProcessHandle process = ProcessHandle.of(launched.pid().getAsLong()).orElseThrow();
    await(containerizer.close());

    containerizer = reopen();

    assertThat(await(containerizer.recover("another-S1"))).isEmpty();
    process.onExit().join();
  }

  @Test
  void aKilledSupervisorDoesNotHideTheEnd() throws IOException {
    ContainerSpec spec = task(shell("sleep 1000"));
    Launched launched = await(containerizer.launch(spec));
    ProcessHandle process = ProcessHandle.of(launched.pid().getAsLong()).orElseThrow();
    process.parent().orElseThrow().destroyForcibly();
    process.destroyForcibly();

    Termination end = await(containerizer.wait(spec.id()));

    assertThat(end.state()).contains(TaskState.TASK_FAILED);
    assertThat(end.reason()).contains(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
  }

  @Test
  void tooMuchMemoryEndsItWithThatReason() throws IOException {
    assumeTrue(isRoot(), "control groups need root");
    // tail keeps the last line, which has no end here.
    Termination end = run(task(program("/usr/bin/tail", "tail", "-n", "1", "/dev/zero")));

    assertThat(end.reason()).contains(TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY);
    assertThat(end.state()).contains(TaskState.TASK_FAILED);
    assertThat(end.message()).startsWith("Memory limit exceeded");
  }

  @Test
  void anotherUserRunsItAndOwnsTheSandbox() throws IOException {
    assumeTrue(isRoot(), "becoming another user needs root");
    ContainerSpec spec = withUser(task(shell("id -un; echo mine > file")), "nobody");
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(run(spec).waitStatus()).isZero();

    assertThat(text(spec, "stdout")).isEqualTo("nobody\n");
    assertThat(Files.getOwner(spec.sandbox()).getName()).isEqualTo("nobody");
  }

  @Test
  void anUnknownUserIsAFailureOfItsOwnKind() throws IOException {
    ContainerSpec spec = withUser(task(shell("true")), "nosuchuser");

    assertThatThrownBy(() -> await(containerizer.launch(spec)))
        .isInstanceOfSatisfying(
            LaunchFailedException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(LaunchFailedException.Kind.USER);
              assertThat(failure).hasMessage("No such user 'nosuchuser'");
            });
  }

  @Test
  void filesAreFetchedFirst() throws IOException {
    Path script = Files.writeString(work.resolve("hello.sh"), "#!/bin/sh\necho hello\n");
    CommandInfo.Builder command = shell("./hello.sh").toBuilder();
    command.addUrisBuilder().setValue(script.toString()).setExecutable(true);
    ContainerSpec spec = task(command.build());

    assertThat(run(spec).waitStatus()).isZero();

    assertThat(text(spec, "stdout")).isEqualTo("hello\n");
    assertThat(text(spec, "stderr")).startsWith("Fetched '" + script + "' to '");
  }

  @Test
  void aFileThatIsNotThereFailsTheLaunch() throws IOException {
    CommandInfo.Builder command = shell("true").toBuilder();
    command.addUrisBuilder().setValue("/no/such/file.tgz");
    ContainerSpec spec = task(command.build());

    assertThatThrownBy(() -> await(containerizer.launch(spec)))
        .isInstanceOf(LaunchFailedException.class)
        .hasMessage("Failed to fetch '/no/such/file.tgz': there is no such file");
  }

  @Test
  void statisticsCountAllProcesses() throws IOException {
    ContainerSpec spec = task(shell("sleep 1000 & sleep 1000 & echo ready > ready; wait"));
    await(containerizer.launch(spec));

    var statistics = await(containerizer.stats(spec.id())).statistics();

    assertThat(statistics.getProcesses()).isPositive();
    assertThat(statistics.getMemRssBytes()).isPositive();
    assertThat(statistics.getTimestamp()).isPositive();
  }

  @Test
  void manyRunAtOnce() throws IOException {
    List<Future<Termination>> ends = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ContainerSpec spec = task(shell("exit " + i));
      ends.add(
          containerizer
              .launch(spec)
              .compose(launched -> containerizer.wait(spec.id()))
              .compose(end -> containerizer.remove(spec.id()).map(end)));
    }

    await(Future.all(ends));

    for (int i = 0; i < ends.size(); i++) {
      assertThat(ends.get(i).result().waitStatus()).isEqualTo(i << 8);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  @Test
  void aFurtherCommandRunsAsTheFirstOneDoes() throws IOException {
    ContainerSpec spec =
        task(
            shell("touch ready; sleep 1000").toBuilder()
                .setEnvironment(environment(Map.of("WORD", "found")))
                .build());
    await(containerizer.launch(spec));

    assertThat(execute(spec, "until test -e ready; do :; done; test $WORD = found")).isZero();
    assertThat(execute(spec, "exit 7")).isEqualTo(7);
    assertThatThrownBy(
            () ->
                await(
                    containerizer.execute(spec.id(), shell("sleep 1000"), Duration.ofMillis(100))))
        .hasStackTraceContaining("longer than");
  }

  private int execute(ContainerSpec spec, String command) {
    return await(containerizer.execute(spec.id(), shell(command), Duration.ofSeconds(20)));
  }

  @Test
  void noFurtherCommandRunsInAContainerThatHasEnded() throws IOException {
    ContainerSpec spec = task(shell("true"));
    run(spec);
    assertThatThrownBy(() -> execute(spec, "true")).hasStackTraceContaining("no container");
  }
}
