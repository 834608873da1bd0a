package io.entresol.gateway.core.render;

import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.master.Response.GetAgents;
import io.entresol.mesos.v1.master.Response.GetFrameworks;
import java.util.List;

/**
 * Resources as operators see them: the stack of reservations, and beside it the older {@code role}
 * and {@code reservation} wherever those can say the same.
 */
public final class EndpointForm {
  private static final String UNRESERVED = "*";

  private EndpointForm() {}

  /** Doing it twice changes nothing. */
  public static Resource of(Resource resource) {
    return switch (resource.getReservationsCount()) {
      case 0 -> resource.hasRole() ? resource : resource.toBuilder().setRole(UNRESERVED).build();
      case 1 -> withOldForm(resource);
      default -> resource;
    };
  }

  private static Resource withOldForm(Resource resource) {
    Resource.ReservationInfo only = resource.getReservations(0);
    Resource.Builder both = resource.toBuilder().setRole(only.getRole());
    if (only.getType() == Resource.ReservationInfo.Type.DYNAMIC) {
      Resource.ReservationInfo.Builder old = Resource.ReservationInfo.newBuilder();
      if (only.hasPrincipal()) {
        old.setPrincipal(only.getPrincipal());
      }
      if (only.hasLabels()) {
        old.setLabels(only.getLabels());
      }
      both.setReservation(old);
    }
    return both.build();
  }

  public static List<Resource> of(List<Resource> resources) {
    return resources.stream().map(EndpointForm::of).toList();
  }

  public static AgentInfo of(AgentInfo info) {
    return info.toBuilder().clearResources().addAllResources(of(info.getResourcesList())).build();
  }

  public static GetAgents.Agent of(GetAgents.Agent agent) {
    return agent.toBuilder()
        .clearTotalResources()
        .addAllTotalResources(of(agent.getTotalResourcesList()))
        .clearAllocatedResources()
        .addAllAllocatedResources(of(agent.getAllocatedResourcesList()))
        .clearOfferedResources()
        .addAllOfferedResources(of(agent.getOfferedResourcesList()))
        .build();
  }

  public static GetFrameworks.Framework of(GetFrameworks.Framework framework) {
    return framework.toBuilder()
        .clearAllocatedResources()
        .addAllAllocatedResources(of(framework.getAllocatedResourcesList()))
        .clearOfferedResources()
        .addAllOfferedResources(of(framework.getOfferedResourcesList()))
        .build();
  }
}
