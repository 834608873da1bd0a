package io.entresol.agent.core;

import io.entresol.mesos.v1.AgentInfo;
import io.entresol.proto.bus.Endpoint;
import java.util.List;

/**
 * Who this agent is.
 *
 * @param endpoint where the master's commands reach this process
 * @param pid as Mesos prints it: {@code slave(1)@ip:port}
 * @param ip what tasks without an address of their own are reached at
 * @param info host name, port, resources and attributes as configured; without an id
 * @param version of the software
 */
public record AgentIdentity(
    Endpoint endpoint,
    String pid,
    String ip,
    AgentInfo info,
    String version,
    List<AgentInfo.Capability> capabilities) {
  public AgentIdentity {
    capabilities = List.copyOf(capabilities);
  }
}
