package io.entresol.allocator.core;

import io.entresol.allocator.core.amount.Bundle;
import io.entresol.allocator.core.cluster.Agent;
import io.entresol.allocator.core.cluster.Client;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;

/** What the allocator would offer: resources of one agent to a framework in one role. */
public final class Proposal {
  private final Client client;
  private final Agent agent;
  private Bundle bundle;

  Proposal(Client client, Agent agent, Bundle bundle) {
    this.client = client;
    this.agent = agent;
    this.bundle = bundle;
  }

  public FrameworkID frameworkId() {
    return client.framework().proto();
  }

  public String role() {
    return client.role();
  }

  public AgentID agentId() {
    return agent.proto();
  }

  /** The resources, without the role that they are for. */
  public Bundle bundle() {
    return bundle;
  }

  Client client() {
    return client;
  }

  Agent agent() {
    return agent;
  }

  /** A second helping in the same run: one offer is better than two. */
  void add(Bundle more) {
    bundle = bundle.plus(more);
  }

  /** Whether framework and agent are still those that it was made for. */
  boolean stands() {
    return !agent.isRemoved() && !client.framework().isRemoved();
  }
}
