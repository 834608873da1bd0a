package io.entresol.master.core.effect;

import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OperatorEvents;
import io.entresol.proto.bus.SnapshotPage;

/** What the master does to the world, once the records of its frame are durable. */
public sealed interface MasterEffect {
  void run(MasterEffects effects);

  /**
   * Answers a request.
   *
   * @param request the number under which the shell handed it in
   */
  record Reply(long request, MasterReply reply) implements MasterEffect {
    @Override
    public void run(MasterEffects effects) {
      effects.reply(request, reply);
    }
  }

  /** Sends a command to the agent on that node. */
  record SendToAgent(String nodeId, AgentCommand command) implements MasterEffect {
    @Override
    public void run(MasterEffects effects) {
      effects.sendToAgent(nodeId, command);
    }
  }

  /** Sends events to a framework's stream on that node. */
  record SendToFramework(String nodeId, FrameworkEvents events) implements MasterEffect {
    @Override
    public void run(MasterEffects effects) {
      effects.sendToFramework(nodeId, events);
    }
  }

  /** Sends events to an operator's stream on that node. */
  record SendToOperator(String nodeId, OperatorEvents events) implements MasterEffect {
    @Override
    public void run(MasterEffects effects) {
      effects.sendToOperator(nodeId, events);
    }
  }

  /** Sends facts to the leading allocator. */
  record SendToAllocator(AllocatorEvents events) implements MasterEffect {
    @Override
    public void run(MasterEffects effects) {
      effects.sendToAllocator(events);
    }
  }

  /** Sends a page of the state to the allocator that asked for it. */
  record SendSnapshot(SnapshotPage page) implements MasterEffect {
    @Override
    public void run(MasterEffects effects) {
      effects.sendSnapshot(page);
    }
  }
}
