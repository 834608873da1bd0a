package io.entresol.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code execute} and {@code resolve} beside what Mesos's own programs printed and how they ended.
 */
class CommandRecordingsIT {
  private static final Pattern UPDATE =
      Pattern.compile("Received status update \\w+ for task '([^']*)'");
  private static final Pattern MESSAGE = Pattern.compile("  message: .*");
  private static final Pattern AGENT = Pattern.compile("[0-9a-f-]{36}-S\\d+");
  private static final Pattern FRAMEWORK = Pattern.compile("[0-9a-f-]{36}-\\d{4}");

  // A machine with two cores starts so many of them side by side in the shortest time.
  private static final int AT_ONCE = 3;

  private static final Deviation TASK_FAILED =
      new Deviation("A command whose task failed fails, so that scripts notice.", 1, List.of());

  private static final Map<String, Deviation> MEANT =
      Map.of(
          "03-execute-missing-command",
          TASK_FAILED,
          "11-execute-kill-after",
          TASK_FAILED,
          "19-execute-task-group",
          TASK_FAILED,
          "06-execute-no-shell",
          new Deviation(
              "The original's executor breaks down over a program without arguments; ours runs it.",
              0,
              List.of(
                  "Subscribed with ID ${framework}",
                  "Submitted task 't-nosh' to agent '${agent}'",
                  "Received status update TASK_STARTING for task 't-nosh'",
                  "  source: SOURCE_EXECUTOR",
                  "Received status update TASK_RUNNING for task 't-nosh'",
                  "  source: SOURCE_EXECUTOR",
                  "Received status update TASK_FINISHED for task 't-nosh'",
                  "  message: ${text}",
                  "  source: SOURCE_EXECUTOR")));

  @TempDir static Path directory;

  private static final ExecutorService commands = Executors.newFixedThreadPool(AT_ONCE);

  private static LocalCluster local;
  private static Cluster cluster;

  /**
   * What a command printed on standard output, and how it ended.
   *
   * @param exit null if it went on running
   */
  record Recording(
      String name, String command, List<String> arguments, Integer exit, List<String> lines) {}

  /**
   * Where ours is meant to differ.
   *
   * @param lines empty if they are the same
   */
  private record Deviation(String reason, int exit, List<String> lines) {}

  @BeforeAll
  static void start() throws IOException {
    local = LocalCluster.start(directory);
    cluster = local.doors();
    Files.writeString(directory.resolve("zk"), "zk://" + local.zooKeeper() + "/mesos\n");
  }

  @AfterAll
  static void stop() {
    commands.shutdownNow();
    local.close();
  }

  @TestFactory
  Stream<DynamicTest> printsAndEndsAsTheOriginal() throws IOException {
    List<Run> runs = new ArrayList<>();
    for (Recording recording : recordings()) {
      runs.add(new Run(recording, commands.submit(() -> run(recording))));
    }
    return runs.stream().map(run -> DynamicTest.dynamicTest(run.recording().name(), run::check));
  }

  private static List<Recording> recordings() throws IOException {
    try (InputStream file =
        CommandRecordingsIT.class.getResourceAsStream("/recordings/command-line.json")) {
      return new ObjectMapper().readValue(file, new TypeReference<>() {});
    }
  }

  private record Run(Recording recording, Future<Optional<EntresolProcess>> process) {
    void check() throws Exception {
      Optional<EntresolProcess> ended = process.get();
      assumeTrue(ended.isPresent(), "needs a Docker engine with the image busybox");
      Deviation meant = MEANT.get(recording.name());
      List<String> lines =
          meant == null || meant.lines().isEmpty() ? recording.lines() : meant.lines();
      String output = ended.get().output();
      assertThat(byTask(lines(ended.get()))).as(output).isEqualTo(byTask(lines));
      if (recording.exit() != null) {
        assertThat(ended.get().awaitExit())
            .as(output)
            .isEqualTo(meant == null ? recording.exit() : meant.exit());
      }
    }
  }

  /** The process, ended; empty if what it needs is not here. */
  private static Optional<EntresolProcess> run(Recording recording)
      throws IOException, InterruptedException {
    if (!Docker.isAvailable() && recording.arguments().contains("--containerizer=docker")) {
      return Optional.empty();
    }
    List<String> command = new ArrayList<>(List.of(recording.command()));
    recording.arguments().forEach(argument -> command.add(filledIn(argument)));
    try (EntresolProcess process =
        EntresolProcess.start(directory, command.toArray(String[]::new))) {
      if (recording.exit() == null) {
        awaitLines(process, recording.lines());
        assertThat(process.isAlive()).as(process.output()).isTrue();
      } else {
        process.awaitExit();
      }
      return Optional.of(process);
    }
  }

  /** Updates of one task have an order; those of several tasks have none among each other. */
  private static Map<String, List<String>> byTask(List<String> lines) {
    Map<String, List<String>> byTask = new TreeMap<>();
    String task = "";
    for (String line : lines) {
      Matcher update = UPDATE.matcher(line);
      if (update.matches()) {
        task = update.group(1);
      }
      byTask.computeIfAbsent(task, ignored -> new ArrayList<>()).add(line);
    }
    return byTask;
  }

  private static void awaitLines(EntresolProcess process, List<String> lines) {
    Eventually.isTrue(lines + " are printed", () -> lines(process).equals(lines));
  }

  private static List<String> lines(EntresolProcess process) throws IOException {
    return process.standardOutput().lines().map(CommandRecordingsIT::masked).toList();
  }

  private static String masked(String line) {
    String text = MESSAGE.matcher(line).replaceFirst("  message: \\${text}");
    text = AGENT.matcher(text).replaceAll("\\${agent}");
    text = FRAMEWORK.matcher(text).replaceAll("\\${framework}");
    return text.replace("127.0.0.1:" + cluster.mesosPort(), "${mesos}");
  }

  private static String filledIn(String argument) {
    return argument
        .replace("${mesos}", "127.0.0.1:" + cluster.mesosPort())
        .replace("${port}", Integer.toString(cluster.mesosPort()))
        .replace("${zookeeper}", local.zooKeeper())
        .replace("${file}", directory.resolve("zk").toString());
  }
}
