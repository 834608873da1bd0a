package io.entresol.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The example frameworks, which are written for clients that others published. */
final class PublishedClients {
  private static final Path EXAMPLES =
      Path.of("..", "example-frameworks").toAbsolutePath().normalize();

  private PublishedClients() {}

  /** With mesos-rxjava; empty if the examples are not built. */
  static Optional<EntresolProcess> protobuf(
      Path directory, int mesosPort, int tasks, String command) throws IOException {
    Path libraries = EXAMPLES.resolve("target").resolve("lib");
    if (!Files.isDirectory(libraries)) {
      return Optional.empty();
    }
    return Optional.of(
        EntresolProcess.startCommand(
            directory,
            "rx",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                EXAMPLES.resolve("target").resolve("classes") + ":" + libraries + "/*",
                "io.entresol.examples.RxProtobufFramework",
                "http://127.0.0.1:" + mesosPort + "/api/v1/scheduler",
                Integer.toString(tasks),
                command)));
  }

  /** With the npm package mesos-framework; empty without Node.js, or without the package. */
  static Optional<EntresolProcess> javaScript(
      Path directory, int mesosPort, int tasks, String command)
      throws IOException, InterruptedException {
    if (!hasNodePackage()) {
      return Optional.empty();
    }
    return Optional.of(
        EntresolProcess.startCommand(
            directory,
            "js",
            List.of(
                "node",
                EXAMPLES.resolve(Path.of("src", "main", "js", "framework.js")).toString(),
                "127.0.0.1",
                Integer.toString(mesosPort),
                Integer.toString(tasks),
                command)));
  }

  private static boolean hasNodePackage() throws InterruptedException {
    try {
      return new ProcessBuilder("node", "-e", "require('mesos-framework')")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
