package io.entresol.simulation.cluster;

import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.master.Call;
import io.entresol.proto.bus.OperatorCall;
import io.entresol.proto.bus.ToMaster;

/**
 * Whoever watches over the cluster. An agent that dies before it has heard its id comes back under
 * another one; only an operator can know that the first will never return.
 */
final class ModelOperator {
  private static final String NODE = "operator";

  private final Bus bus;

  ModelOperator(Bus bus, Coordination coordination) {
    this.bus = bus;
    coordination.join(NODE);
  }

  /** Ends all that was launched on that agent. */
  void markGone(String agentId) {
    Call.Builder call =
        Call.newBuilder()
            .setType(Call.Type.MARK_AGENT_GONE)
            .setMarkAgentGone(
                Call.MarkAgentGone.newBuilder().setAgentId(AgentID.newBuilder().setValue(agentId)));
    bus.askMaster(
        NODE,
        ToMaster.newBuilder().setOperatorCall(OperatorCall.newBuilder().setCall(call)),
        reply -> {});
  }
}
