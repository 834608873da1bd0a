package io.entresol.agent.container.mesos;

import static io.entresol.agent.container.TestingContainers.await;
import static io.entresol.agent.container.TestingContainers.shell;
import static io.entresol.agent.container.TestingContainers.spec;

import io.entresol.agent.container.ContainerSpec;
import io.entresol.agent.container.Launched;
import io.entresol.agent.container.fetch.FetchOptions;
import io.entresol.agent.container.fetch.Fetcher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Prints how fast command tasks start and end, and what a running one costs. */
public final class CommandLaunchRates {
  private static final PrintStream OUT = System.out;
  private static final int TASKS = 200;
  private static final int RUNNING = 100;

  private final Path work;
  private final MesosContainerizer containerizer;

  private CommandLaunchRates(Path work, MesosContainerizer containerizer) {
    this.work = work;
    this.containerizer = containerizer;
  }

  public static void main(String[] arguments) throws IOException {
    Vertx vertx = Vertx.vertx();
    Path work = Files.createTempDirectory("launch-rates");
    Fetcher fetcher = await(Fetcher.open(vertx, FetchOptions.cachedIn(work.resolve("cache"))));
    MesosContainerizer containerizer =
        await(MesosContainerizer.open(vertx, ProcessOptions.in(work.resolve("run")), fetcher));
    try {
      new CommandLaunchRates(work, containerizer).print();
    } finally {
      await(containerizer.close());
      await(vertx.close());
    }
  }

  private void print() throws IOException {
    for (int round = 0; round < 10; round++) {
      long start = System.nanoTime();
      await(all(TASKS, i -> runToEnd("true")));
      report("tasks `true` run to their end, all at once, each second", TASKS / seconds(start));
    }
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < RUNNING / 2; i++) {
        ContainerSpec spec = task("true");
        await(containerizer.launch(spec));
      }
      report("launch of one, ms", 1000 * seconds(start) / (RUNNING / 2));
    }
    List<ContainerSpec> running =
        IntStream.range(0, RUNNING).mapToObj(i -> task("exec sleep 1000")).toList();
    var launched = await(all(RUNNING, i -> containerizer.launch(running.get(i))));
    List<Long> pids = new ArrayList<>();
    for (int i = 0; i < RUNNING; i++) {
      ProcessHandle task =
          ProcessHandle.of(((Launched) launched.get(i)).pid().getAsLong()).orElseThrow();
      pids.add(task.pid());
      pids.add(task.parent().orElseThrow().pid());
    }
    report(
        "memory of a running task with its supervisor, MB", proportionalMegabytes(pids) / RUNNING);
    await(all(RUNNING, i -> containerizer.destroy(running.get(i).id())));
    await(all(RUNNING, i -> containerizer.wait(running.get(i).id())));
  }

  private static double proportionalMegabytes(List<Long> pids) throws IOException {
    long kilobytes = 0;
    for (long pid : pids) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
        if (line.startsWith("Pss:")) {
          kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return kilobytes / 1024.0;
  }

  private Future<?> runToEnd(String command) {
    ContainerSpec spec = task(command);
    return containerizer
        .launch(spec)
        .compose(launched -> containerizer.wait(spec.id()))
        .compose(end -> containerizer.remove(spec.id()));
  }

  private ContainerSpec task(String command) {
    try {
      return spec(shell(command), Files.createTempDirectory(work, "sandbox"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Future<List<Object>> all(int count, IntFunction<Future<?>> each) {
    return Future.all(IntStream.range(0, count).mapToObj(each).toList()).map(done -> done.list());
  }

  private static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private static void report(String what, double value) {
    OUT.printf("%-60s %8.2f%n", what, value);
  }
}
