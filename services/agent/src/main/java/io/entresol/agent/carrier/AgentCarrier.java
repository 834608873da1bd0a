package io.entresol.agent.carrier;

import io.entresol.domain.id.Epoch;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentMessage;
import java.util.Optional;

/**
 * What carries messages between an agent and the leading master. It may lose them: above it nothing
 * rests on one that arrives. Used on the agent's context.
 */
public interface AgentCarrier {
  /** The leading master, as far as an agent has to know it. */
  record MasterPlace(Epoch epoch, String hostname) {}

  /** Hears what comes, on the context on which the carrier was opened. */
  interface Listener {
    void commanded(AgentCommand command);

    /** Empty if no master leads, or none can be reached. */
    void masterIs(Optional<MasterPlace> master);

    /** The master may have let go of the agent meanwhile. */
    void rejoined();
  }

  /**
   * Names this process in an endpoint. At the edge the gateway puts its own name there, since it is
   * where the agent is reached.
   */
  String nodeId();

  /**
   * Begins to listen.
   *
   * @param endpointId to which the master's commands are addressed
   */
  void open(String endpointId, Listener listener);

  /** Sends a message; it is lost if there is no way to a master. */
  void tell(AgentMessage message);

  /** Listens no more. */
  void close();
}
