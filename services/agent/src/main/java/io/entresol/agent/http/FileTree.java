package io.entresol.agent.http;

import io.entresol.agent.core.AgentState;
import io.entresol.agent.core.AgentState.OfExecutor;
import io.entresol.agent.core.AgentState.OfFramework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which files are shown, and under which names: the sandboxes of the executors that the agent
 * knows, by their own path and by {@code /frameworks/F/executors/E/runs/latest}. Nothing else can
 * be reached, neither by {@code ..} nor by a link, except the volumes that sandboxes link to.
 */
final class FileTree {
  private final Map<String, Path> roots = new TreeMap<>();
  private final List<Path> allowed = new ArrayList<>();

  FileTree(AgentView agent) {
    AgentState state = agent.state();
    allowed.add(agent.workDirectory().resolve("volumes"));
    for (List<OfFramework> frameworks : List.of(state.completedFrameworks(), state.frameworks())) {
      for (OfFramework framework : frameworks) {
        String frameworkId = framework.info().getId().getValue();
        framework.completedExecutors().forEach(executor -> add(agent, frameworkId, executor));
        framework.executors().forEach(executor -> add(agent, frameworkId, executor));
      }
    }
  }

  private void add(AgentView agent, String frameworkId, OfExecutor executor) {
    String executorId = executor.info().getExecutorId().getValue();
    Path sandbox = agent.sandbox(frameworkId, executorId, executor.containerId().getValue());
    roots.put(sandbox.toString(), sandbox);
    roots.put("/frameworks/" + frameworkId + "/executors/" + executorId + "/runs/latest", sandbox);
    allowed.add(sandbox);
  }

  /** The shown names of what is shown, and where it is. */
  Map<String, Path> roots() {
    return roots;
  }

  /** The file of a shown name; empty if nothing is shown under it. Blocking. */
  Optional<Path> resolve(String shown) {
    for (Map.Entry<String, Path> root : roots.entrySet()) {
      String name = root.getKey();
      if (shown.equals(name) || shown.startsWith(name + "/")) {
        Optional<Path> file = within(root.getValue(), shown.substring(name.length()));
        if (file.isPresent()) {
          return file;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Path> within(Path root, String rest) {
    try {
      Path file = root.resolve(rest.replaceAll("^/+", "")).normalize();
      if (!file.startsWith(root)) {
        return Optional.empty();
      }
      Path real = file.toRealPath();
      for (Path directory : allowed) {
        if (Files.exists(directory) && real.startsWith(directory.toRealPath())) {
          return Optional.of(real);
        }
      }
      return Optional.empty();
    } catch (IOException | InvalidPathException e) {
      // No such file, or none that could ever be.
      return Optional.empty();
    }
  }
}
