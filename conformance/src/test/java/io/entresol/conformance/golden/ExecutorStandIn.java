package io.entresol.conformance.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process that an agent started as an executor whose calls are the recorded ones. It has left
 * its environment in its sandbox, and ends once it is told to.
 */
final class ExecutorStandIn {
  private final Path work;

  /**
   * Begins.
   *
   * @param work the agent's directory
   */
  ExecutorStandIn(Path work) {
    this.work = work;
  }

  private Optional<Path> sandbox() throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      return files
          .filter(file -> file.endsWith("environment"))
          .map(Path::getParent)
          .filter(run -> !run.endsWith("latest"))
          .max(java.util.Comparator.comparing(run -> run.toFile().lastModified()));
    }
  }

  /** Whether the agent has started it. */
  boolean hasStarted() throws IOException {
    return Files.exists(work) && sandbox().isPresent();
  }

  /** Ends the process if it was told to shut down. */
  void obey(List<JsonNode> events) throws IOException {
    if (events.stream().anyMatch(each -> each.path("type").asText().equals("SHUTDOWN"))) {
      Path stop = sandbox().orElseThrow().resolve("stop");
      if (!Files.exists(stop)) {
        Files.createFile(stop);
      }
    }
  }

  /** The variables that it was started with. */
  JsonNode environment() throws IOException {
    ObjectNode environment = Recording.JSON.createObjectNode();
    for (String line : Files.readAllLines(sandbox().orElseThrow().resolve("environment"))) {
      int equals = line.indexOf('=');
      environment.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return environment;
  }
}
