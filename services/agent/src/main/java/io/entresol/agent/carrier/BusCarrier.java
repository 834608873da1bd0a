package io.entresol.agent.carrier;

import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.LeaderRole;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster's bus, of which the agent's process is a member. */
public final class BusCarrier implements AgentCarrier {
  private static final Logger LOG = LoggerFactory.getLogger(BusCarrier.class);

  private final ClusterNode node;
  private final List<Closeable> registrations = new ArrayList<>();

  public BusCarrier(ClusterNode node) {
    this.node = node;
  }

  @Override
  public String nodeId() {
    return node.nodeId();
  }

  @Override
  public void open(String endpointId, Listener listener) {
    registrations.add(node.inbox().agent(endpointId, listener::commanded));
    registrations.add(
        node.leaders()
            .watch(
                LeaderRole.MASTER,
                leader ->
                    listener.masterIs(
                        leader.map(info -> new MasterPlace(info.epoch(), info.hostname())))));
    node.onRejoined(listener::rejoined);
  }

  @Override
  public void tell(AgentMessage message) {
    node.masterBus().tell(ToMaster.newBuilder().setAgentMessage(message));
  }

  @Override
  public void close() {
    for (Closeable registration : registrations) {
      try {
        registration.close();
      } catch (IOException e) {
        LOG.warn("A registration could not be withdrawn", e);
      }
    }
    registrations.clear();
  }
}
