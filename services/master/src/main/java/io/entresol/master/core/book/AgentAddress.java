package io.entresol.master.core.book;

import io.entresol.mesos.v1.Address;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.MachineID;
import io.entresol.mesos.v1.URL;

/**
 * Where an agent is reached, read from its pid.
 *
 * @param pid as the agent gave it, for example {@code slave(1)@192.0.2.7:5051}
 */
public record AgentAddress(String pid, String process, String ip, int port) {
  /** An agent that gives no pid is taken to stand at its host's name and port. */
  public static AgentAddress of(String pid, AgentInfo info) {
    int at = pid.indexOf('@');
    int colon = pid.lastIndexOf(':');
    if (at > 0 && colon > at) {
      try {
        int port = Integer.parseInt(pid.substring(colon + 1));
        return new AgentAddress(pid, pid.substring(0, at), pid.substring(at + 1, colon), port);
      } catch (NumberFormatException e) {
        return byName(info);
      }
    }
    return byName(info);
  }

  private static AgentAddress byName(AgentInfo info) {
    String process = "slave(1)";
    String host = info.getHostname();
    return new AgentAddress(
        process + "@" + host + ":" + info.getPort(), process, host, info.getPort());
  }

  public URL url(String hostname) {
    return URL.newBuilder()
        .setScheme("http")
        .setAddress(Address.newBuilder().setHostname(hostname).setIp(ip).setPort(port))
        .setPath("/" + process)
        .build();
  }

  public MachineID machine(String hostname) {
    return MachineID.newBuilder().setHostname(hostname).setIp(ip).build();
  }
}
