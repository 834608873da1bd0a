package io.entresol.simulation.load;

import io.entresol.runtime.ClusterNode;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Some of the simulated frameworks, on one event loop. */
final class FrameworksVerticle extends VerticleBase {
  private final ClusterNode node;
  private final LoadSettings settings;
  private final int first;
  private final int step;
  private final Progress progress;
  private final FrameworkLatencies latencies = new FrameworkLatencies();

  /**
   * @param first the number of its first framework
   * @param step the distance to its next one
   */
  FrameworksVerticle(
      ClusterNode node, LoadSettings settings, int first, int step, Progress progress) {
    this.node = node;
    this.settings = settings;
    this.first = first;
    this.step = step;
    this.progress = progress;
  }

  @Override
  public Future<?> start() {
    SimulatedFramework.TaskShape shape =
        new SimulatedFramework.TaskShape(settings.taskCpus(), settings.taskMem());
    for (int i = first; i < settings.frameworks(); i += step) {
      new SimulatedFramework(
              node, i, settings.roleOf(i), settings.tasksOf(i), shape, progress, latencies)
          .start();
    }
    return Future.succeededFuture();
  }

  /** To be read when all is done. */
  FrameworkLatencies latencies() {
    return latencies;
  }
}
