package io.entresol.master.core.validation;

import io.entresol.mesos.v1.master.Call;
import java.util.Optional;

/** What an operator's call must have. */
public final class OperatorCallRules {
  private OperatorCallRules() {}

  /** Why that is not a call, or empty if it is. */
  public static Optional<String> check(Call call) {
    if (!call.hasType()) {
      return expecting("type");
    }
    return switch (call.getType()) {
      case UNKNOWN,
          GET_HEALTH,
          GET_FLAGS,
          GET_VERSION,
          GET_LOGGING_LEVEL,
          GET_STATE,
          GET_AGENTS,
          GET_FRAMEWORKS,
          GET_EXECUTORS,
          GET_OPERATIONS,
          GET_TASKS,
          GET_ROLES,
          GET_WEIGHTS,
          GET_MASTER,
          SUBSCRIBE,
          GET_MAINTENANCE_STATUS,
          GET_MAINTENANCE_SCHEDULE,
          GET_QUOTA ->
          Optional.empty();
      case GET_METRICS -> present(call.hasGetMetrics(), "get_metrics");
      case SET_LOGGING_LEVEL -> present(call.hasSetLoggingLevel(), "set_logging_level");
      case LIST_FILES -> present(call.hasListFiles(), "list_files");
      case READ_FILE -> present(call.hasReadFile(), "read_file");
      case UPDATE_WEIGHTS -> present(call.hasUpdateWeights(), "update_weights");
      case RESERVE_RESOURCES ->
          Checks.first(
              () -> present(call.hasReserveResources(), "reserve_resources"),
              () -> ResourceRules.checkForm(call.getReserveResources().getResourcesList()));
      case UNRESERVE_RESOURCES ->
          Checks.first(
              () -> present(call.hasUnreserveResources(), "unreserve_resources"),
              () -> ResourceRules.checkForm(call.getUnreserveResources().getResourcesList()));
      case CREATE_VOLUMES -> present(call.hasCreateVolumes(), "create_volumes");
      case DESTROY_VOLUMES -> present(call.hasDestroyVolumes(), "destroy_volumes");
      case GROW_VOLUME ->
          Checks.first(
              () -> present(call.hasGrowVolume(), "grow_volume"),
              () -> present(call.getGrowVolume().hasAgentId(), "agent_id"));
      case SHRINK_VOLUME ->
          Checks.first(
              () -> present(call.hasShrinkVolume(), "shrink_volume"),
              () -> present(call.getShrinkVolume().hasAgentId(), "agent_id"));
      case UPDATE_MAINTENANCE_SCHEDULE ->
          present(call.hasUpdateMaintenanceSchedule(), "update_maintenance_schedule");
      case START_MAINTENANCE -> present(call.hasStartMaintenance(), "start_maintenance");
      case STOP_MAINTENANCE -> present(call.hasStopMaintenance(), "stop_maintenance");
      case DRAIN_AGENT -> present(call.hasDrainAgent(), "drain_agent");
      case DEACTIVATE_AGENT -> present(call.hasDeactivateAgent(), "deactivate_agent");
      case REACTIVATE_AGENT -> present(call.hasReactivateAgent(), "reactivate_agent");
      case UPDATE_QUOTA -> present(call.hasUpdateQuota(), "update_quota");
      case SET_QUOTA -> present(call.hasSetQuota(), "set_quota");
      case REMOVE_QUOTA -> present(call.hasRemoveQuota(), "remove_quota");
      case TEARDOWN -> present(call.hasTeardown(), "teardown");
      case MARK_AGENT_GONE -> present(call.hasMarkAgentGone(), "mark_agent_gone");
    };
  }

  private static Optional<String> present(boolean present, String field) {
    return present ? Optional.empty() : expecting(field);
  }

  private static Optional<String> expecting(String field) {
    return Optional.of("Expecting '" + field + "' to be present");
  }
}
