package io.entresol.gateway.core.render;

import io.entresol.mesos.v1.master.Event;
import io.entresol.mesos.v1.master.Response;

/** Events of the operator API with their resources in the form that operators see. */
public final class OperatorEventForm {
  private OperatorEventForm() {}

  public static Event of(Event event) {
    return switch (event.getType()) {
      case SUBSCRIBED -> subscribed(event);
      case AGENT_ADDED -> {
        Event.Builder finished = event.toBuilder();
        finished.getAgentAddedBuilder().setAgent(EndpointForm.of(event.getAgentAdded().getAgent()));
        yield finished.build();
      }
      case FRAMEWORK_ADDED -> {
        Event.Builder finished = event.toBuilder();
        finished
            .getFrameworkAddedBuilder()
            .setFramework(EndpointForm.of(event.getFrameworkAdded().getFramework()));
        yield finished.build();
      }
      case FRAMEWORK_UPDATED -> {
        Event.Builder finished = event.toBuilder();
        finished
            .getFrameworkUpdatedBuilder()
            .setFramework(EndpointForm.of(event.getFrameworkUpdated().getFramework()));
        yield finished.build();
      }
      case UNKNOWN, TASK_ADDED, TASK_UPDATED, AGENT_REMOVED, FRAMEWORK_REMOVED, HEARTBEAT -> event;
    };
  }

  private static Event subscribed(Event event) {
    Event.Builder finished = event.toBuilder();
    Response.GetState.Builder state = finished.getSubscribedBuilder().getGetStateBuilder();
    // All four are there, however little there is in them.
    state.getGetTasksBuilder();
    state.getGetExecutorsBuilder();
    Response.GetFrameworks.Builder frameworks = state.getGetFrameworksBuilder();
    for (int i = 0; i < frameworks.getFrameworksCount(); i++) {
      frameworks.setFrameworks(i, EndpointForm.of(frameworks.getFrameworks(i)));
    }
    for (int i = 0; i < frameworks.getCompletedFrameworksCount(); i++) {
      frameworks.setCompletedFrameworks(i, EndpointForm.of(frameworks.getCompletedFrameworks(i)));
    }
    Response.GetAgents.Builder agents = state.getGetAgentsBuilder();
    for (int i = 0; i < agents.getAgentsCount(); i++) {
      agents.setAgents(i, EndpointForm.of(agents.getAgents(i)));
    }
    return finished.build();
  }
}
