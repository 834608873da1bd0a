package io.entresol.agent;

import io.entresol.agent.carrier.AgentCarrier;
import io.entresol.agent.carrier.BusCarrier;
import io.entresol.agent.carrier.EdgeCarrier;
import io.entresol.agent.core.edge.EdgeAddress;
import io.entresol.agent.core.edge.EdgeLink;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.EdgeNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** What an agent has of the process that it is in. */
record AgentHost(Vertx vertx, MeterRegistry meters, Supplier<String> scrape, AgentCarrier carrier) {
  /** A member of the cluster. */
  static AgentHost of(ClusterNode node) {
    return new AgentHost(node.vertx(), node.meters(), node::scrape, new BusCarrier(node));
  }

  /** A process that knows nothing of the cluster but its gateways. */
  static AgentHost of(EdgeNode node, List<EdgeAddress> gateways) {
    EdgeLink link = new EdgeLink(gateways, () -> ThreadLocalRandom.current().nextDouble());
    return new AgentHost(
        node.vertx(),
        node.meters(),
        node::scrape,
        new EdgeCarrier(node.vertx(), link, Clock.systemUTC()));
  }
}
