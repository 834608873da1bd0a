package io.entresol.cli.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A framework written for the native library, as a process of its own. The driver's jar stands
 * before the official one, as users are told.
 */
final class DriverProgram {
  private static final Path MODULE =
      Path.of("..", "mesos-driver", "target").toAbsolutePath().normalize();
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final String classPath;
  private final int tasks;

  /**
   * A program beside official jars.
   *
   * @param official their names, separated by commas
   * @param tasks how many short ones are run
   */
  DriverProgram(String official, int tasks) {
    List<String> jars = new ArrayList<>();
    jars.add(driver().orElseThrow().toString());
    for (String jar : official.split(",", -1)) {
      jars.add(MODULE.resolve("official").resolve(jar).toString());
    }
    jars.add(MODULE.resolve("test-classes").toString());
    this.classPath = String.join(":", jars);
    this.tasks = tasks;
  }

  static void assumeBuilt() {
    assumeTrue(driver().isPresent(), "needs the driver's jar built");
  }

  private static Optional<Path> driver() {
    if (!Files.isDirectory(MODULE)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(MODULE)) {
      return files
          .filter(file -> file.getFileName().toString().matches("mesos-driver-[0-9].*\\.jar"))
          .findAny();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it as a new framework, or with the id of one that it takes over. */
  EntresolProcess start(Path logDirectory, String master, String... framework) throws IOException {
    return start(logDirectory, List.of(), master, framework);
  }

  /** Starts it as a new framework that says who it is. */
  EntresolProcess startAs(Path logDirectory, String principal, String secret, String master)
      throws IOException {
    return start(
        logDirectory,
        List.of("env", "DEFAULT_PRINCIPAL=" + principal, "DEFAULT_SECRET=" + secret),
        master);
  }

  private EntresolProcess start(
      Path logDirectory, List<String> prefix, String master, String... framework)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            JAVA,
            "-Xmx128m",
            "-cp",
            classPath,
            "io.entresol.driver.program.LoadScheduler",
            master,
            Integer.toString(tasks),
            JAVA
                + " -Xmx64m -XX:TieredStopAtLevel=1 -cp "
                + classPath
                + " io.entresol.driver.program.LoadExecutor"));
    command.addAll(List.of(framework));
    return EntresolProcess.startCommand(logDirectory, "scheduler", command);
  }

  /** The id under which a process was registered. */
  String framework(EntresolProcess process) throws IOException {
    Pattern registered = Pattern.compile("registered: (\\S+)\n");
    process.awaitOutput(registered.pattern());
    Matcher matcher = registered.matcher(process.output());
    if (!matcher.find()) {
      throw new AssertionError("the output has changed: " + process.output());
    }
    return matcher.group(1);
  }

  /** What the executors of a framework have written into their sandboxes. */
  static String executorOutput(Path workDirectory, String framework) throws IOException {
    try (Stream<Path> files = Files.walk(workDirectory)) {
      return files
          .filter(file -> file.endsWith("stdout") && file.toString().contains(framework))
          .map(DriverProgram::read)
          .collect(Collectors.joining());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
