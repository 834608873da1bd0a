package io.entresol.simulation.load;

import io.entresol.runtime.options.DurationText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of a simulated load, and its running. A picocli mixin. */
public final class LoadSimulation {
  @Option(
      names = "--agents",
      defaultValue = "1000",
      description = "How many agents (default: ${DEFAULT-VALUE}).")
  private int agents = 1000;

  @Option(
      names = "--resources",
      defaultValue = "cpus:8;mem:16384;disk:100000;ports:[31000-32000]",
      description = "What each agent has (default: ${DEFAULT-VALUE}).")
  private String resources = "cpus:8;mem:16384;disk:100000;ports:[31000-32000]";

  @Option(
      names = "--frameworks",
      defaultValue = "10",
      description = "How many frameworks (default: ${DEFAULT-VALUE}).")
  private int frameworks = 10;

  @Option(
      names = "--roles",
      defaultValue = "1",
      description = "Over how many roles they are spread (default: ${DEFAULT-VALUE}).")
  private int roles = 1;

  @Option(
      names = "--tasks",
      defaultValue = "20000",
      description = "How many tasks in all (default: ${DEFAULT-VALUE}).")
  private int tasks = 20_000;

  @Option(
      names = "--task_cpus",
      defaultValue = "1",
      description = "The CPUs of a task (default: ${DEFAULT-VALUE}).")
  private double taskCpus = 1;

  @Option(
      names = "--task_mem",
      defaultValue = "2048",
      description =
          "The memory of a task, in megabytes; by default a full agent has none left, as it has"
              + " no CPUs left (default: ${DEFAULT-VALUE}).")
  private double taskMem = 2048;

  @Option(
      names = "--task_duration",
      paramLabel = "DURATION",
      defaultValue = "0ns",
      description = "How long a task runs (default: it ends as soon as it may).")
  private String taskDuration = "0ns";

  @Option(
      names = "--attach",
      defaultValue = "edge",
      description =
          "How agents are attached: edge (a gRPC stream to a gateway each) or bus"
              + " (default: ${DEFAULT-VALUE}).")
  private LoadSettings.Attach attach = LoadSettings.Attach.edge;

  @Option(
      names = "--via",
      defaultValue = "gateway",
      description =
          "How frameworks reach the master: gateway (the v1 API over HTTP, in protobuf) or bus"
              + " (default: ${DEFAULT-VALUE}).")
  private LoadSettings.Via via = LoadSettings.Via.gateway;

  @Option(
      names = "--kill_allocator",
      paramLabel = "HOW",
      description =
          "End the leading allocator, which is in a process of its own then, once a fifth of the"
              + " tasks has finished, and see how long no offers come: kill (SIGKILL) or term"
              + " (SIGTERM, it resigns).")
  private AllocatorProcess.End killAllocator;

  @Option(
      names = "--zk_session_timeout",
      paramLabel = "DURATION",
      defaultValue = "10secs",
      description =
          "How long ZooKeeper waits before it counts a silent process as dead"
              + " (default: ${DEFAULT-VALUE}).")
  private String sessionTimeout = "10secs";

  @Option(
      names = "--registry",
      defaultValue = "zookeeper",
      description = "Where the master keeps its registry: zookeeper or in_memory.")
  private String registry = "zookeeper";

  @Option(
      names = "--load_nodes",
      defaultValue = "0",
      description =
          "How many members of the cluster have a gateway, or carry the load if it is on the bus;"
              + " 0: the services' own, and messages of the bus stay in memory"
              + " (default: ${DEFAULT-VALUE}).")
  private int loadNodes;

  @Option(
      names = "--bar",
      negatable = true,
      description = "Show progress on one line that changes (default: on a terminal).")
  private Boolean bar;

  @Option(
      names = "--limit",
      paramLabel = "DURATION",
      defaultValue = "10mins",
      description = "When to give up (default: ${DEFAULT-VALUE}).")
  private String limit = "10mins";

  /**
   * Runs it and prints the report.
   *
   * @return 0 if every task finished, every update was acknowledged and the books were right
   */
  public int run(PrintWriter out) throws Exception {
    LoadSettings settings = settings();
    if (!settings.problems().isEmpty()) {
      settings.problems().forEach(out::println);
      return 1;
    }
    Path directory = Files.createTempDirectory("entresol-simulate");
    ProgressBar progress = new ProgressBar(out, settings, isBarWanted());
    try (LoadRun run = new LoadRun(settings, directory, progress::show)) {
      LoadReport report = run.run();
      progress.end();
      report.print(out);
      return report.problems().isEmpty() ? 0 : 1;
    } catch (TimeoutException e) {
      progress.end();
      out.println(e.getMessage());
      return 1;
    } finally {
      delete(directory);
    }
  }

  /** From Java 22 on there is a console even without a terminal: then the bar is shown too. */
  @SuppressWarnings("SystemConsoleNull")
  private boolean isBarWanted() {
    return bar == null ? System.console() != null : bar;
  }

  private LoadSettings settings() {
    return new LoadSettings(
        agents,
        resources,
        frameworks,
        roles,
        tasks,
        taskCpus,
        taskMem,
        DurationText.parse("--task_duration", taskDuration),
        attach,
        via,
        registry.equals("in_memory"),
        loadNodes,
        Optional.ofNullable(killAllocator),
        sessionTimeout,
        DurationText.parse("--limit", limit));
  }

  private static void delete(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
