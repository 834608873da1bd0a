package io.entresol.allocator.core;

/** Why a client is not offered anything of an agent. In the order in which it is found out. */
public enum Refusal {
  FRAMEWORK_INACTIVE("the framework is not connected, or not subscribed to the role"),
  ROLE_SUPPRESSED("the framework has suppressed offers for the role"),
  ALLOCATION_PAUSED("the master waits for agents to return after a failover"),
  AGENT_DISCONNECTED("the agent is not connected"),
  AGENT_DEACTIVATED("an operator has deactivated the agent"),
  AGENT_DRAINING("the agent is being drained, or has been"),
  AGENT_NOT_WHITELISTED("the whitelist does not name the agent's host"),
  GPU_CAPABILITY("the agent has GPUs, and the framework lacks the capability GPU_RESOURCES"),
  REGION_CAPABILITY("the agent is in another region, and the framework is not REGION_AWARE"),
  AGENT_NOT_MULTI_ROLE("the agent cannot serve frameworks that are MULTI_ROLE"),
  AGENT_NOT_HIERARCHICAL("the agent cannot serve roles below others"),
  OFFER_CONSTRAINTS("the framework's own offer constraints exclude the agent"),
  NOTHING_FREE("all of the agent is offered or in use"),
  RESERVED("what is free of the agent is reserved to other roles"),
  RESOURCE_CAPABILITY(
      "what is free of the agent is revocable, shared or of a refined reservation, and the"
          + " framework lacks the capability for that"),
  TOO_SMALL("what is free of the agent is less than min_allocatable_resources"),
  QUOTA_LIMIT("the role has reached the limit of its quota"),
  QUOTA_HEADROOM("what is free of the agent is kept for guarantees of other roles"),
  DECLINED("the framework has declined as much of the agent"),
  NOT_ITS_TURN("nothing but the turn of others: the next run decides");

  private final String text;

  Refusal(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }
}
