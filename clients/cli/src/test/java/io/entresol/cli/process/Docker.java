package io.entresol.cli.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The docker client, as a person uses it. */
final class Docker {
  private Docker() {}

  /** Whether an engine answers and has the image that the tests run. */
  static boolean isAvailable() {
    try {
      return run("image", "inspect", "busybox").exit() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether it may also run privileged containers, which a sandboxed machine forbids. */
  static boolean allowsPrivileged() {
    try {
      return isAvailable()
          && run("run", "--rm", "--privileged", "--network=none", "busybox", "true").exit() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ids of running containers that carry a label. */
  static List<String> running(String label) throws IOException {
    return run("ps", "-q", "--no-trunc", "--filter", "label=" + label)
        .output()
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  static String inspect(String container, String format) throws IOException {
    return run("inspect", "--format", format, container).output().strip();
  }

  static void kill(String container) throws IOException {
    run("kill", container);
  }

  private record Result(int exit, String output) {}

  private static Result run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("docker hangs: " + command);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return new Result(process.exitValue(), output);
  }
}
