package io.entresol.master.core.book;

/** What the master has to do at some instant. */
public sealed interface Due {
  /** An agent's next ping, or the answer to the last one. */
  record AgentPing(String agentId) implements Due {}

  /** An agent that lost the master has not come back. */
  record AgentReturn(String agentId) implements Due {}

  /** Agents of the registry have not come back to a new leader. */
  record RecoveredAgents() implements Due {}

  /** Enough agents should be back to keep guarantees. */
  record AllocationResumed() implements Due {}

  /** A framework has been without a scheduler for too long. */
  record FrameworkFailover(String frameworkId) implements Due {}

  record FrameworkHeartbeat(String frameworkId) implements Due {}

  record OperatorHeartbeat(String streamId) implements Due {}

  record OfferTimeout(String offerId) implements Due {}

  record InverseOfferTimeout(String inverseOfferId) implements Due {}

  /** A sign of life for the allocator. */
  record AllocatorFeed() implements Due {}

  record RegistryClearing() implements Due {}
}
