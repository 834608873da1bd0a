package io.entresol.simulation.load;

import io.entresol.agent.carrier.AgentCarrier;
import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.Resource;
import io.entresol.proto.ProtoResources;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Some of the simulated agents, on one event loop. */
final class AgentsVerticle extends VerticleBase {
  private static final long REPEAT_EVERY_MS = 5000;
  private static final int STARTED_AT_ONCE = 200;
  private static final long PAUSE_MS = 20;

  private final LoadSettings settings;
  private final int first;
  private final int count;
  private final Function<Vertx, CarrierMaker> makers;
  private final Ledger ledger;
  private final Progress progress;
  private final Latencies acknowledgements = new Latencies();
  private final List<SimulatedAgent> agents = new ArrayList<>();
  private CarrierMaker maker;

  /** Makes what connects agents; used on one context. */
  interface CarrierMaker {
    AgentCarrier make();

    /** Lets go of what the carriers share. */
    Future<Void> close();
  }

  /**
   * @param first the number of its first agent
   */
  AgentsVerticle(
      LoadSettings settings,
      int first,
      int count,
      Function<Vertx, CarrierMaker> makers,
      Ledger ledger,
      Progress progress) {
    this.settings = settings;
    this.first = first;
    this.count = count;
    this.makers = makers;
    this.ledger = ledger;
    this.progress = progress;
  }

  @Override
  public Future<?> start() {
    progress.loadThreads.add(Thread.currentThread().getId());
    maker = makers.apply(vertx);
    startSome(
        new SimulatedAgent.Surroundings(vertx, settings, ledger, progress, acknowledgements),
        ProtoResources.toProto(ResourceParser.parse(settings.resources())));
    vertx.setPeriodic(REPEAT_EVERY_MS, ignored -> agents.forEach(SimulatedAgent::repeatUpdates));
    return Future.succeededFuture();
  }

  /** Not all at the same moment: machines are not switched on so either. */
  private void startSome(SimulatedAgent.Surroundings around, List<Resource> resources) {
    for (int i = 0; i < STARTED_AT_ONCE && agents.size() < count; i++) {
      SimulatedAgent agent =
          new SimulatedAgent(around, maker.make(), first + agents.size(), resources);
      agents.add(agent);
      agent.start();
    }
    if (agents.size() < count) {
      vertx.setTimer(PAUSE_MS, ignored -> startSome(around, resources));
    }
  }

  @Override
  public Future<?> stop() {
    agents.forEach(SimulatedAgent::stop);
    return maker.close();
  }

  /** From an update to its acknowledgement, as agents see it. To be read when all is done. */
  Latencies acknowledgements() {
    return acknowledgements;
  }
}
