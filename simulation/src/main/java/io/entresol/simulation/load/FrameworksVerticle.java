package io.entresol.simulation.load;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Some of the simulated frameworks, on one event loop. */
final class FrameworksVerticle extends VerticleBase {
  private final LoadSettings settings;
  private final int first;
  private final int step;
  private final Function<Vertx, SchedulerLink.Maker> makers;
  private final Ledger ledger;
  private final Progress progress;
  private final FrameworkLatencies latencies = new FrameworkLatencies();
  private final List<SimulatedFramework> frameworks = new ArrayList<>();
  private SchedulerLink.Maker maker;

  /**
   * @param first the number of its first framework
   * @param step the distance to its next one
   */
  FrameworksVerticle(
      LoadSettings settings,
      int first,
      int step,
      Function<Vertx, SchedulerLink.Maker> makers,
      Ledger ledger,
      Progress progress) {
    this.settings = settings;
    this.first = first;
    this.step = step;
    this.makers = makers;
    this.ledger = ledger;
    this.progress = progress;
  }

  @Override
  public Future<?> start() {
    progress.loadThreads.add(Thread.currentThread().getId());
    maker = makers.apply(vertx);
    SimulatedFramework.Surroundings around =
        new SimulatedFramework.Surroundings(settings, ledger, progress, latencies);
    for (int i = first; i < settings.frameworks(); i += step) {
      SimulatedFramework framework = new SimulatedFramework(around, maker.make(), i);
      frameworks.add(framework);
      framework.start();
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    frameworks.forEach(SimulatedFramework::stop);
    return maker.close();
  }

  /** To be read when all is done. */
  FrameworkLatencies latencies() {
    return latencies;
  }
}
