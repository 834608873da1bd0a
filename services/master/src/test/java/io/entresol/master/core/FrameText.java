package io.entresol.master.core;

import io.entresol.domain.frame.Frame;
import io.entresol.domain.frame.StoreChange;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.master.core.effect.MasterEffects;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.InverseOffer;
import io.entresol.mesos.v1.Offer;
import io.entresol.mesos.v1.OfferID;
import io.entresol.mesos.v1.OperationStatus;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.TaskID;
import io.entresol.mesos.v1.TaskInfo;
import io.entresol.mesos.v1.TaskStatus;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AllocatorEvent;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OperatorEvents;
import io.entresol.proto.bus.SnapshotPage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A frame in lines that people can read, one for each record and each thing that is said.
 *
 * <p>Resources: {@code cpus:1} is nobody's, {@code cpus[r]:1} is reserved statically, {@code
 * cpus[r@p]:1} dynamically by principal p; {@code cpus(r):1} is the old form of the same; {@code
 * <r>} behind it says that it is allocated; {@code #id} is a volume.
 */
final class FrameText implements MasterEffects {
  private final List<String> lines = new ArrayList<>();

  private FrameText() {}

  static List<String> of(Frame<MasterEffect> frame) {
    FrameText text = new FrameText();
    frame.records().forEach(text::record);
    frame.effects().forEach(effect -> effect.run(text));
    return text.lines;
  }

  private void record(StoreChange change) {
    lines.add((change instanceof StoreChange.Put ? "store " : "forget ") + change.key());
  }

  @Override
  public void reply(long request, MasterReply reply) {
    switch (reply.getReplyCase()) {
      case CALL -> status(reply.getCall().getStatus(), reply.getCall().getMessage());
      case OPERATOR -> status(reply.getOperator().getStatus(), reply.getOperator().getMessage());
      case STATE, METRICS -> lines.add("reply " + reply.getReplyCase());
      case RECEIVED -> lines.add("reply received");
      case REPLY_NOT_SET -> throw new IllegalArgumentException("empty reply");
    }
  }

  private void status(int status, String message) {
    lines.add("reply " + status + (message.isEmpty() ? "" : ": " + message));
  }

  @Override
  public void sendToAgent(String nodeId, AgentCommand command) {
    lines.add(command.getEndpointId() + " #" + command.getSeq() + " " + text(command));
  }

  private static String text(AgentCommand command) {
    String name = command.getCommandCase().name();
    return switch (command.getCommandCase()) {
      case REGISTERED -> name + " " + id(command.getRegistered().getAgentId());
      case REREGISTERED -> name + " " + id(command.getReregistered().getAgentId());
      case REFUSED ->
          name
              + (command.getRefused().getShutdown() ? " AND ENDS: " : ": ")
              + command.getRefused().getMessage();
      case PING -> name + (command.getPing().getConnected() ? "" : " NOT CONNECTED");
      case RUN_TASK -> name + " " + text(command.getRunTask().getTask());
      case RUN_TASK_GROUP ->
          name
              + " "
              + command.getRunTaskGroup().getExecutor().getExecutorId().getValue()
              + ": "
              + command.getRunTaskGroup().getTaskGroup().getTasksList().stream()
                  .map(FrameText::text)
                  .collect(Collectors.joining("; "));
      case KILL_TASK -> name + " " + id(command.getKillTask().getTaskId());
      case ACKNOWLEDGE_UPDATE -> name + " " + id(command.getAcknowledgeUpdate().getTaskId());
      case SHUTDOWN_FRAMEWORK -> name + " " + id(command.getShutdownFramework().getFrameworkId());
      case SHUTDOWN_EXECUTOR ->
          name + " " + command.getShutdownExecutor().getExecutorId().getValue();
      case SCHEDULER_MESSAGE -> name + " " + command.getSchedulerMessage().getData().toStringUtf8();
      case UPDATE_FRAMEWORK -> name + " " + id(command.getUpdateFramework().getFramework().getId());
      case APPLY_OPERATION -> name + " " + command.getApplyOperation().getOperation().getType();
      case ACKNOWLEDGE_OPERATION -> name;
      case DRAIN -> name;
      case SHUTDOWN -> name + ": " + command.getShutdown().getMessage();
      case RECONCILE_TASKS ->
          name
              + " "
              + command.getReconcileTasks().getTaskIdsList().stream().map(FrameText::id).toList();
      case COMMAND_NOT_SET -> throw new IllegalArgumentException("empty command");
    };
  }

  private static String text(TaskInfo task) {
    return id(task.getTaskId())
        + " "
        + resources(task.getResourcesList())
        + (task.hasExecutor()
            ? " on "
                + task.getExecutor().getExecutorId().getValue()
                + " "
                + resources(task.getExecutor().getResourcesList())
            : "");
  }

  @Override
  public void sendToFramework(String nodeId, FrameworkEvents message) {
    long seq = message.getFirstSeq();
    for (Event event : message.getEventsList()) {
      lines.add(message.getStreamId() + " #" + seq++ + " " + text(event));
    }
    if (message.getLast()) {
      lines.add(message.getStreamId() + " ends");
    }
  }

  private static String text(Event event) {
    String name = event.getType().name();
    return switch (event.getType()) {
      case SUBSCRIBED -> name + " " + id(event.getSubscribed().getFrameworkId());
      case OFFERS ->
          name
              + " "
              + event.getOffers().getOffersList().stream()
                  .map(FrameText::text)
                  .collect(Collectors.joining("; "));
      case INVERSE_OFFERS ->
          name
              + " "
              + event.getInverseOffers().getInverseOffersList().stream()
                  .map(FrameText::text)
                  .collect(Collectors.joining("; "));
      case RESCIND -> name + " " + id(event.getRescind().getOfferId());
      case RESCIND_INVERSE_OFFER ->
          name + " " + id(event.getRescindInverseOffer().getInverseOfferId());
      case UPDATE -> name + " " + text(event.getUpdate().getStatus());
      case UPDATE_OPERATION_STATUS ->
          name + " " + text(event.getUpdateOperationStatus().getStatus());
      case MESSAGE -> name + " " + event.getMessage().getData().toStringUtf8();
      case FAILURE ->
          name
              + " "
              + id(event.getFailure().getAgentId())
              + (event.getFailure().hasExecutorId()
                  ? " "
                      + event.getFailure().getExecutorId().getValue()
                      + " "
                      + event.getFailure().getStatus()
                  : "");
      case ERROR -> name + " " + event.getError().getMessage();
      case HEARTBEAT, UNKNOWN -> name;
    };
  }

  private static String text(Offer offer) {
    return id(offer.getId())
        + " of "
        + id(offer.getAgentId())
        + " "
        + resources(offer.getResourcesList());
  }

  private static String text(InverseOffer offer) {
    return id(offer.getId()) + " of " + id(offer.getAgentId());
  }

  static String text(TaskStatus status) {
    return id(status.getTaskId())
        + " "
        + status.getState()
        + (status.hasSource() ? " " + status.getSource() : "")
        + (status.hasReason() ? " " + status.getReason() : "")
        + (status.hasMessage() ? ": " + status.getMessage() : "");
  }

  private static String text(OperationStatus status) {
    return status.getOperationId().getValue()
        + " "
        + status.getState()
        + (status.hasMessage() ? ": " + status.getMessage() : "");
  }

  @Override
  public void sendToOperator(String nodeId, OperatorEvents message) {
    long seq = message.getFirstSeq();
    for (io.entresol.mesos.v1.master.Event event : message.getEventsList()) {
      lines.add(message.getStreamId() + " #" + seq++ + " " + text(event));
    }
    if (message.getLast()) {
      lines.add(message.getStreamId() + " ends");
    }
  }

  private static String text(io.entresol.mesos.v1.master.Event event) {
    String name = event.getType().name();
    return switch (event.getType()) {
      case TASK_ADDED -> name + " " + id(event.getTaskAdded().getTask().getTaskId());
      case TASK_UPDATED ->
          name
              + " "
              + id(event.getTaskUpdated().getStatus().getTaskId())
              + " "
              + event.getTaskUpdated().getStatus().getState()
              + " now "
              + event.getTaskUpdated().getState();
      case AGENT_ADDED -> name + " " + id(event.getAgentAdded().getAgent().getAgentInfo().getId());
      case AGENT_REMOVED -> name + " " + id(event.getAgentRemoved().getAgentId());
      case FRAMEWORK_ADDED ->
          name + " " + id(event.getFrameworkAdded().getFramework().getFrameworkInfo().getId());
      case FRAMEWORK_UPDATED ->
          name + " " + id(event.getFrameworkUpdated().getFramework().getFrameworkInfo().getId());
      case FRAMEWORK_REMOVED ->
          name + " " + id(event.getFrameworkRemoved().getFrameworkInfo().getId());
      case SUBSCRIBED, HEARTBEAT, UNKNOWN -> name;
    };
  }

  @Override
  public void sendToAllocator(AllocatorEvents message) {
    long seq = message.getFirstSeq();
    for (AllocatorEvent event : message.getEventsList()) {
      lines.add("allocator #" + seq++ + " " + text(event));
    }
    if (message.getEventsCount() == 0) {
      lines.add("allocator up to #" + seq);
    }
  }

  @Override
  public void sendSnapshot(SnapshotPage page) {
    lines.add("snapshot for " + page.getAllocatorEpoch() + " page " + page.getPage() + text(page));
  }

  private static String text(SnapshotPage page) {
    return page.getEventsList().stream().map(FrameText::text).toList()
        + (page.getLast() ? " up to #" + page.getNextSeq() : "");
  }

  static String text(AllocatorEvent event) {
    String name = event.getEventCase().name().replace("RESOURCES_", "");
    return switch (event.getEventCase()) {
      case AGENT_ADDED ->
          name
              + " "
              + id(event.getAgentAdded().getInfo().getId())
              + " "
              + resources(event.getAgentAdded().getTotalList())
              + event.getAgentAdded().getUsedList().stream()
                  .map(used -> id(used.getFrameworkId()) + " " + resources(used.getResourcesList()))
                  .map(used -> " held by " + used)
                  .collect(Collectors.joining())
              + (event.getAgentAdded().getActive() ? "" : " NOT ACTIVE");
      case AGENT_UPDATED ->
          name
              + " "
              + id(event.getAgentUpdated().getInfo().getId())
              + " "
              + resources(event.getAgentUpdated().getTotalList());
      case AGENT_ACTIVATED -> name + " " + id(event.getAgentActivated().getAgentId());
      case AGENT_DEACTIVATED -> name + " " + id(event.getAgentDeactivated().getAgentId());
      case AGENT_REMOVED -> name + " " + id(event.getAgentRemoved().getAgentId());
      case FRAMEWORK_ADDED ->
          name
              + " "
              + id(event.getFrameworkAdded().getInfo().getId())
              + suppressed(event.getFrameworkAdded().getSuppressedRolesList())
              + (event.getFrameworkAdded().getActive() ? "" : " NOT ACTIVE");
      case FRAMEWORK_UPDATED ->
          name
              + " "
              + id(event.getFrameworkUpdated().getInfo().getId())
              + suppressed(event.getFrameworkUpdated().getSuppressedRolesList())
              + (event.getFrameworkUpdated().getActive() ? "" : " NOT ACTIVE");
      case FRAMEWORK_DEACTIVATED ->
          name + " " + id(event.getFrameworkDeactivated().getFrameworkId());
      case FRAMEWORK_REMOVED -> name + " " + id(event.getFrameworkRemoved().getFrameworkId());
      case ROLES_SUPPRESSED -> name + " " + event.getRolesSuppressed().getRolesList();
      case ROLES_REVIVED -> name + " " + event.getRolesRevived().getRolesList();
      default -> ofResources(name, event);
    };
  }

  private static String ofResources(String name, AllocatorEvent event) {
    return switch (event.getEventCase()) {
      case RESOURCES_RECOVERED ->
          name
              + " "
              + id(event.getResourcesRecovered().getFrameworkId())
              + " "
              + id(event.getResourcesRecovered().getAgentId())
              + " "
              + resources(event.getResourcesRecovered().getResourcesList())
              + (event.getResourcesRecovered().hasFilterMs()
                  ? " refused for " + event.getResourcesRecovered().getFilterMs() + " ms"
                  : "");
      case RESOURCES_ALLOCATED ->
          name
              + " "
              + id(event.getResourcesAllocated().getFrameworkId())
              + " "
              + id(event.getResourcesAllocated().getAgentId())
              + " "
              + resources(event.getResourcesAllocated().getResourcesList());
      case RESOURCES_CONVERTED ->
          name
              + " "
              + (event.getResourcesConverted().hasFrameworkId()
                  ? id(event.getResourcesConverted().getFrameworkId()) + " "
                  : "")
              + id(event.getResourcesConverted().getAgentId())
              + " "
              + resources(event.getResourcesConverted().getConsumedList())
              + " to "
              + resources(event.getResourcesConverted().getConvertedList());
      default -> ofTheWhole(name, event);
    };
  }

  private static String ofTheWhole(String name, AllocatorEvent event) {
    return switch (event.getEventCase()) {
      case BATCH_DONE ->
          name
              + " "
              + event.getBatchDone().getBatchId()
              + event.getBatchDone().getRefusedList().stream()
                  .map(refused -> " not " + refused.getIndex() + ": " + refused.getReason())
                  .collect(Collectors.joining());
      case ALLOCATION_PAUSED -> name + " " + event.getAllocationPaused().getPaused();
      case WEIGHTS_UPDATED ->
          name
              + event.getWeightsUpdated().getWeightsList().stream()
                  .map(weight -> " " + weight.getRole() + "=" + weight.getWeight())
                  .collect(Collectors.joining());
      case QUOTA_UPDATED ->
          name
              + event.getQuotaUpdated().getConfigsList().stream()
                  .map(config -> " " + config.getRole())
                  .collect(Collectors.joining());
      case UNAVAILABILITY_UPDATED ->
          name
              + " "
              + id(event.getUnavailabilityUpdated().getAgentId())
              + (event.getUnavailabilityUpdated().hasUnavailability() ? "" : " OVER");
      case INVERSE_OFFER_ANSWERED ->
          name + " " + (event.getInverseOfferAnswered().getAccepted() ? "yes" : "no");
      default -> throw new IllegalArgumentException("no text for " + name);
    };
  }

  private static String suppressed(List<String> roles) {
    return roles.isEmpty() ? "" : " without " + roles;
  }

  static String resources(List<Resource> resources) {
    return resources.stream().map(FrameText::text).collect(Collectors.joining(";", "[", "]"));
  }

  private static String text(Resource resource) {
    StringBuilder text = new StringBuilder(resource.getName());
    if (resource.getReservationsCount() > 0) {
      text.append(
          resource.getReservationsList().stream()
              .map(FrameText::text)
              .collect(Collectors.joining(",", "[", "]")));
    } else if (resource.hasRole() && !resource.getRole().equals("*")) {
      text.append("(").append(resource.getRole());
      if (resource.hasReservation()) {
        text.append("@").append(resource.getReservation().getPrincipal());
      }
      text.append(")");
    }
    if (resource.hasAllocationInfo()) {
      text.append("<").append(resource.getAllocationInfo().getRole()).append(">");
    }
    if (resource.getDisk().hasPersistence()) {
      text.append("#").append(resource.getDisk().getPersistence().getId());
    }
    if (resource.hasShared()) {
      text.append(" shared");
    }
    return text.append(":").append(ProtoResources.amount(resource)).toString();
  }

  private static String text(Resource.ReservationInfo reservation) {
    return reservation.getRole()
        + (reservation.getType() == Resource.ReservationInfo.Type.DYNAMIC
            ? "@" + reservation.getPrincipal()
            : "");
  }

  private static String id(FrameworkID id) {
    return id.getValue();
  }

  private static String id(AgentID id) {
    return id.getValue();
  }

  private static String id(OfferID id) {
    return id.getValue();
  }

  private static String id(TaskID id) {
    return id.getValue();
  }
}
