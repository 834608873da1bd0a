package io.entresol.cli.execute;

import io.entresol.mesos.v1.CommandInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for a package that is copied to HDFS first, and from there into the sandbox. */
final class PackageOptions {
  @Option(
      names = "--package",
      paramLabel = "FILE",
      description = "A file to copy to HDFS, and from there into the task's directory.")
  private String packageFile;

  @Option(
      names = "--hadoop",
      paramLabel = "PATH",
      defaultValue = "hadoop",
      description = "The hadoop program that copies it (default: ${DEFAULT-VALUE}).")
  private String hadoop;

  @Option(
      names = "--hdfs",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:9000",
      description = "The name node to copy it to (default: ${DEFAULT-VALUE}).")
  private String hdfs;

  @Option(
      names = "--overwrite",
      negatable = true,
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "Replace the file if HDFS has it already (default: ${DEFAULT-VALUE}).")
  private boolean overwrite;

  /**
   * Copies the package, if there is one.
   *
   * @param taskName names the directory in HDFS
   * @return what the agent is to fetch; empty without a package
   * @throws IOException if the copy fails, or would replace a file without leave
   */
  Optional<CommandInfo.URI> upload(String taskName) throws IOException {
    if (packageFile == null) {
      return Optional.empty();
    }
    Path file = Path.of(packageFile).getFileName();
    String target =
        "hdfs://" + hdfs + "/" + System.getProperty("user.name") + "/" + taskName + "/" + file;
    if (run("-test", "-e", target).succeeded()) {
      if (!overwrite) {
        throw new IOException(
            "--package: HDFS file '" + target + "' already exists (see --overwrite)");
      }
      run("-rm", target).orFail();
    }
    run("-mkdir", "-p", target.substring(0, target.lastIndexOf('/'))).orFail();
    run("-copyFromLocal", packageFile, target).orFail();
    return Optional.of(CommandInfo.URI.newBuilder().setValue(target).build());
  }

  private record Result(List<String> command, int exit, String output) {
    boolean succeeded() {
      return exit == 0;
    }

    void orFail() throws IOException {
      if (!succeeded()) {
        throw new IOException(String.join(" ", command) + " exited with " + exit + ": " + output);
      }
    }
  }

  private Result run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(hadoop, "fs"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      return new Result(command, process.waitFor(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while copying the package", e);
    }
  }
}
