package io.entresol.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** An {@code entresol} command as a process of its own, with its output in files. */
final class EntresolProcess implements AutoCloseable {
  private static final int TOLD_CHARACTERS = 3_000;
  private static final Set<EntresolProcess> OPEN = ConcurrentHashMap.newKeySet();

  private final Process process;
  private final Path log;
  private final Path errors;
  private final String command;

  private EntresolProcess(Process process, Path log, Path errors, String command) {
    this.process = process;
    this.log = log;
    this.errors = errors;
    this.command = command;
    OPEN.add(this);
  }

  /** How all of them are that have not been closed, and what they said last: for a failed test. */
  static String report() {
    StringBuilder report = new StringBuilder();
    for (EntresolProcess each : OPEN) {
      report.append("\n--- ").append(each.process).append(' ').append(each.command).append('\n');
      try {
        String output = each.output();
        report.append(output.substring(Math.max(0, output.length() - TOLD_CHARACTERS)));
      } catch (IOException e) {
        report.append(e);
      }
    }
    return report.toString();
  }

  static EntresolProcess start(Path logDirectory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.entresol.cli.Entresol");
    command.addAll(List.of(arguments));
    return launch(logDirectory, arguments[0], command, "entresol " + String.join(" ", arguments));
  }

  /** Any other program. */
  static EntresolProcess startCommand(Path logDirectory, String name, List<String> command)
      throws IOException {
    return launch(logDirectory, name, command, String.join(" ", command));
  }

  private static EntresolProcess launch(
      Path logDirectory, String name, List<String> command, String shown) throws IOException {
    Path log = Files.createTempFile(logDirectory, name + "-", ".log");
    Path errors = Files.createTempFile(logDirectory, name + "-", ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(log.toFile())
            .redirectError(errors.toFile())
            .start();
    return new EntresolProcess(process, log, errors, shown);
  }

  /** All that it has printed: standard output first. */
  String output() throws IOException {
    return standardOutput() + Files.readString(errors);
  }

  String standardOutput() throws IOException {
    return Files.readString(log);
  }

  /** Waits until the output has a match of a pattern. */
  void awaitOutput(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    Eventually.isTrue(
        "output of " + command + " has " + pattern,
        () -> {
          if (!process.isAlive() && !compiled.matcher(output()).find()) {
            throw new AssertionError("it has ended with " + process.exitValue() + ":\n" + output());
          }
          return compiled.matcher(output()).find();
        });
  }

  /** The exit status, once it has ended by itself. */
  int awaitExit() throws IOException, InterruptedException {
    if (!process.waitFor(Eventually.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + Eventually.LIMIT + ":\n" + output());
    }
    return process.exitValue();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** kill -9: nothing in the process gets to know. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As Ctrl-C does. */
  @Override
  public void close() {
    OPEN.remove(this);
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
