package io.entresol.driver;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** An executor as an agent starts it: all that it knows is in its environment. */
final class ExecutorProcess implements AutoCloseable {
  private final Process process;
  private final Path log;

  private ExecutorProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static ExecutorProcess start(String official, String agent, String grace) throws IOException {
    Path log = Files.createTempFile("executor", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                DriverJar.classPath(official).stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator)),
                "io.entresol.driver.program.LoadExecutor"));
    builder
        .environment()
        .putAll(
            Map.of(
                "MESOS_AGENT_ENDPOINT", agent,
                "MESOS_SLAVE_PID", "slave(1)@" + agent,
                "MESOS_FRAMEWORK_ID", "framework",
                "MESOS_EXECUTOR_ID", "executor",
                "MESOS_CHECKPOINT", "1",
                "MESOS_RECOVERY_TIMEOUT", "1mins",
                "MESOS_SUBSCRIPTION_BACKOFF_MAX", "100ms",
                "MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", grace,
                "MESOS_EXECUTOR_AUTHENTICATION_TOKEN", "token"));
    return new ExecutorProcess(
        builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
  }

  int exitStatus() throws InterruptedException, IOException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("still running:\n" + output());
    }
    return process.exitValue();
  }

  String output() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(log);
  }
}
