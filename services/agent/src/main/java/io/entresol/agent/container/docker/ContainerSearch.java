package io.entresol.agent.container.docker;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.Optional;

/** Looks for containers in the engine. */
final class ContainerSearch {
  private final DockerEngine engine;
  private final WorkerExecutor workers;

  ContainerSearch(DockerEngine engine, WorkerExecutor workers) {
    this.engine = engine;
    this.workers = workers;
  }

  /** One container as it is now; empty if it is gone. */
  Future<Optional<Inspection>> look(String engineId) {
    return workers.executeBlocking(() -> inspect(engineId), false);
  }

  private Optional<Inspection> inspect(String engineId) {
    try {
      return Optional.of(engine.inspect(engineId));
    } catch (EngineException refused) {
      if (refused.status() == EngineException.NOT_FOUND) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /** All of one agent's that were started, running or ended. The others are deleted. */
  Future<List<Inspection>> find(String agentId) {
    return workers
        .executeBlocking(() -> engine.list(DockerLabels.AGENT_ID, agentId), false)
        .compose(ids -> Future.all(ids.stream().map(this::startedOne).toList()))
        .map(all -> all.<Optional<Inspection>>list().stream().flatMap(Optional::stream).toList());
  }

  /** An agent that ends between creating and starting a container leaves one that nobody knows. */
  private Future<Optional<Inspection>> startedOne(String engineId) {
    return workers.executeBlocking(
        () -> {
          Optional<Inspection> found = inspect(engineId);
          if (found.filter(Inspection::neverStarted).isPresent()) {
            engine.remove(engineId);
            return Optional.empty();
          }
          return found;
        },
        false);
  }
}
