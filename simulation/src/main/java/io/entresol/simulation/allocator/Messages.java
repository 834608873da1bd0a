package io.entresol.simulation.allocator;

import io.entresol.domain.resources.ResourceParser;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.quota.QuotaConfig;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentAdded;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.FrameworkAdded;
import io.entresol.proto.bus.FrameworkResources;
import io.entresol.proto.bus.RolesRevived;
import java.util.List;
import java.util.stream.Stream;

/** What a master would tell the allocator, for clusters of any size. */
final class Messages {
  private static final List<AgentInfo.Capability> AGENT_CAPABILITIES =
      Stream.of(
              AgentInfo.Capability.Type.MULTI_ROLE,
              AgentInfo.Capability.Type.HIERARCHICAL_ROLE,
              AgentInfo.Capability.Type.RESERVATION_REFINEMENT)
          .map(type -> AgentInfo.Capability.newBuilder().setType(type).build())
          .toList();

  private Messages() {}

  static FrameworkID frameworkId(int number) {
    return FrameworkID.newBuilder().setValue("framework-%05d".formatted(number)).build();
  }

  static AgentID agentId(int number) {
    return AgentID.newBuilder().setValue("agent-S" + number).build();
  }

  /** {@code cpus:24;mem:4096}, nobody's yet. */
  static List<Resource> resources(String text) {
    return ProtoResources.toProto(ResourceParser.parse(text));
  }

  /** The same, allocated to a role. */
  static List<Resource> allocated(String text, String role) {
    return ProtoResources.toProto(ResourceParser.parse(text).allocatedTo(role));
  }

  /** Half of the ports 31000-32000, in 16 fragments. */
  static String fragmentedPorts() {
    StringBuilder ports = new StringBuilder("ports:[");
    for (int i = 0; i < 16; i++) {
      int begin = 31000 + i * 62;
      ports.append(i > 0 ? "," : "").append(begin).append('-').append(begin + 30);
    }
    return ports.append(']').toString();
  }

  static AllocatorEvent framework(
      int number, String role, boolean suppressed, FrameworkInfo.Capability.Type... capabilities) {
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder()
            .setUser("nobody")
            .setName("framework " + number)
            .setId(frameworkId(number))
            .addRoles(role)
            .addCapabilities(capability(FrameworkInfo.Capability.Type.MULTI_ROLE));
    for (FrameworkInfo.Capability.Type type : capabilities) {
      info.addCapabilities(capability(type));
    }
    FrameworkAdded.Builder added = FrameworkAdded.newBuilder().setInfo(info).setActive(true);
    if (suppressed) {
      added.addSuppressedRoles(role);
    }
    return AllocatorEvent.newBuilder().setFrameworkAdded(added).build();
  }

  private static FrameworkInfo.Capability capability(FrameworkInfo.Capability.Type type) {
    return FrameworkInfo.Capability.newBuilder().setType(type).build();
  }

  static AllocatorEvent agent(int number, List<Resource> total) {
    return AllocatorEvent.newBuilder().setAgentAdded(added(number, total)).build();
  }

  /** An agent of which a framework uses some already. */
  static AllocatorEvent agent(int number, List<Resource> total, int user, List<Resource> used) {
    AgentAdded.Builder added =
        added(number, total)
            .addUsed(
                FrameworkResources.newBuilder()
                    .setFrameworkId(frameworkId(user))
                    .addAllResources(used));
    return AllocatorEvent.newBuilder().setAgentAdded(added).build();
  }

  private static AgentAdded.Builder added(int number, List<Resource> total) {
    return AgentAdded.newBuilder()
        .setInfo(agentInfo(number))
        .addAllCapabilities(AGENT_CAPABILITIES)
        .addAllTotal(total);
  }

  private static AgentInfo agentInfo(int number) {
    return AgentInfo.newBuilder().setId(agentId(number)).setHostname("host-" + number).build();
  }

  static AllocatorEvent agentUpdated(int number, List<Resource> total) {
    AllocatorEvent.Builder event = AllocatorEvent.newBuilder();
    event
        .getAgentUpdatedBuilder()
        .setInfo(agentInfo(number))
        .addAllCapabilities(AGENT_CAPABILITIES)
        .addAllTotal(total);
    return event.build();
  }

  static AllocatorEvent revived(int number) {
    return AllocatorEvent.newBuilder()
        .setRolesRevived(RolesRevived.newBuilder().setFrameworkId(frameworkId(number)))
        .build();
  }

  /** Guarantees and limits of the same amounts. */
  static QuotaConfig quota(String role, double cpus, double mem, double disk) {
    return QuotaConfig.newBuilder()
        .setRole(role)
        .putGuarantees("cpus", scalar(cpus))
        .putGuarantees("mem", scalar(mem))
        .putGuarantees("disk", scalar(disk))
        .putLimits("cpus", scalar(cpus))
        .putLimits("mem", scalar(mem))
        .putLimits("disk", scalar(disk))
        .build();
  }

  private static Value.Scalar scalar(double value) {
    return Value.Scalar.newBuilder().setValue(value).build();
  }
}
