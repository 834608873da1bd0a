package io.entresol.master.core.effect;

import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OperatorEvents;
import io.entresol.proto.bus.SnapshotPage;

/** Carries out the master's effects. */
public interface MasterEffects {
  void reply(long request, MasterReply reply);

  void sendToAgent(String nodeId, AgentCommand command);

  void sendToFramework(String nodeId, FrameworkEvents events);

  void sendToOperator(String nodeId, OperatorEvents events);

  void sendToAllocator(AllocatorEvents events);

  void sendSnapshot(SnapshotPage page);
}
