package io.entresol.gateway.core.call;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.entresol.mesos.v1.master.Call;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether an operator's call has the shape of its type. */
public final class OperatorCallRules {
  /** Calls that say nothing but their type. */
  private static final Set<Call.Type> BARE =
      EnumSet.of(
          Call.Type.UNKNOWN,
          Call.Type.GET_HEALTH,
          Call.Type.GET_FLAGS,
          Call.Type.GET_VERSION,
          Call.Type.GET_LOGGING_LEVEL,
          Call.Type.GET_STATE,
          Call.Type.GET_AGENTS,
          Call.Type.GET_FRAMEWORKS,
          Call.Type.GET_EXECUTORS,
          Call.Type.GET_OPERATIONS,
          Call.Type.GET_TASKS,
          Call.Type.GET_ROLES,
          Call.Type.GET_WEIGHTS,
          Call.Type.GET_MASTER,
          Call.Type.SUBSCRIBE,
          Call.Type.GET_MAINTENANCE_STATUS,
          Call.Type.GET_MAINTENANCE_SCHEDULE,
          Call.Type.GET_QUOTA);

  private OperatorCallRules() {}

  /** What is wrong with it; empty if nothing is. */
  public static Optional<String> problem(Call call) {
    if (!call.hasType()) {
      return expecting("type");
    }
    if (BARE.contains(call.getType())) {
      return Optional.empty();
    }
    // The sub-message of a call has the name of its type.
    String field = call.getType().name().toLowerCase(Locale.ROOT);
    FieldDescriptor descriptor = Call.getDescriptor().findFieldByName(field);
    if (!call.hasField(descriptor)) {
      return expecting(field);
    }
    boolean agentIsMissing =
        switch (call.getType()) {
          case GROW_VOLUME -> !call.getGrowVolume().hasAgentId();
          case SHRINK_VOLUME -> !call.getShrinkVolume().hasAgentId();
          default -> false;
        };
    return agentIsMissing
        ? Optional.of(
            "Expecting 'agent_id' to be present; only agent default resources are supported"
                + " right now")
        : Optional.empty();
  }

  private static Optional<String> expecting(String field) {
    return Optional.of("Expecting '" + field + "' to be present");
  }
}
