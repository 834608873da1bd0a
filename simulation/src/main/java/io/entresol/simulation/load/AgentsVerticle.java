package io.entresol.simulation.load;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.Resource;
import io.entresol.proto.ProtoResources;
import io.entresol.runtime.ClusterNode;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;

/** Some of the simulated agents, on one event loop. */
final class AgentsVerticle extends VerticleBase {
  private static final long REPEAT_EVERY_MS = 5000;
  private static final int STARTED_AT_ONCE = 200;
  private static final long PAUSE_MS = 20;

  private final ClusterNode node;
  private final LoadSettings settings;
  private final int first;
  private final int count;
  private final Progress progress;
  private final Latencies acknowledgements = new Latencies();
  private final List<SimulatedAgent> agents = new ArrayList<>();

  AgentsVerticle(ClusterNode node, LoadSettings settings, int first, int count, Progress progress) {
    this.node = node;
    this.settings = settings;
    this.first = first;
    this.count = count;
    this.progress = progress;
  }

  @Override
  public Future<?> start() {
    startSome(ProtoResources.toProto(ResourceParser.parse(settings.resources())));
    vertx.setPeriodic(REPEAT_EVERY_MS, ignored -> agents.forEach(SimulatedAgent::repeatUpdates));
    return Future.succeededFuture();
  }

  /** Not all at the same moment: machines are not switched on so either. */
  private void startSome(List<Resource> resources) {
    for (int i = 0; i < STARTED_AT_ONCE && agents.size() < count; i++) {
      SimulatedAgent agent =
          new SimulatedAgent(
              node,
              SimulatedAgent.info(first + agents.size(), resources),
              settings.taskDuration(),
              progress,
              acknowledgements);
      agents.add(agent);
      agent.start();
    }
    if (agents.size() < count) {
      vertx.setTimer(PAUSE_MS, ignored -> startSome(resources));
    }
  }

  /** From an update to its acknowledgement, as agents see it. To be read when all is done. */
  Latencies acknowledgements() {
    return acknowledgements;
  }
}
