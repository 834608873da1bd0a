package io.entresol.gateway.core.call;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.scheduler.Call;
import java.util.Optional;

/** Whether a scheduler's call has the shape of its type; what it means is the master's matter. */
public final class SchedulerCallRules {
  private static final int UUID_BYTES = 16;

  private SchedulerCallRules() {}

  /** What is wrong with it; empty if nothing is. */
  public static Optional<String> problem(Call call) {
    if (!call.hasType()) {
      return expecting("type");
    }
    if (call.getType() == Call.Type.SUBSCRIBE) {
      return subscribe(call);
    }
    if (!call.hasFrameworkId()) {
      return expecting("framework_id");
    }
    return switch (call.getType()) {
      case ACCEPT -> present(call.hasAccept(), "accept");
      case DECLINE -> present(call.hasDecline(), "decline");
      case ACCEPT_INVERSE_OFFERS -> present(call.hasAcceptInverseOffers(), "accept_inverse_offers");
      case DECLINE_INVERSE_OFFERS ->
          present(call.hasDeclineInverseOffers(), "decline_inverse_offers");
      case KILL -> present(call.hasKill(), "kill");
      case SHUTDOWN -> present(call.hasShutdown(), "shutdown");
      case ACKNOWLEDGE -> acknowledge(call);
      case ACKNOWLEDGE_OPERATION_STATUS -> acknowledgeOperation(call);
      case RECONCILE -> present(call.hasReconcile(), "reconcile");
      case RECONCILE_OPERATIONS -> present(call.hasReconcileOperations(), "reconcile_operations");
      case MESSAGE -> present(call.hasMessage(), "message");
      case REQUEST -> present(call.hasRequest(), "request");
      case UPDATE_FRAMEWORK -> update(call);
      case TEARDOWN, REVIVE, SUPPRESS, UNKNOWN, SUBSCRIBE -> Optional.empty();
    };
  }

  private static Optional<String> subscribe(Call call) {
    if (!call.hasSubscribe()) {
      return expecting("subscribe");
    }
    boolean same =
        call.getSubscribe()
            .getFrameworkInfo()
            .getId()
            .getValue()
            .equals(call.getFrameworkId().getValue());
    return same
        ? Optional.empty()
        : Optional.of("'framework_id' differs from 'subscribe.framework_info.id'");
  }

  private static Optional<String> update(Call call) {
    if (!call.hasUpdateFramework()) {
      return expecting("update_framework");
    }
    boolean same =
        call.getUpdateFramework()
            .getFrameworkInfo()
            .getId()
            .getValue()
            .equals(call.getFrameworkId().getValue());
    return same
        ? Optional.empty()
        : Optional.of("'framework_id' differs from 'update_framework.framework_info.id'");
  }

  private static Optional<String> acknowledge(Call call) {
    return present(call.hasAcknowledge(), "acknowledge")
        .or(() -> uuid(call.getAcknowledge().getUuid()));
  }

  private static Optional<String> acknowledgeOperation(Call call) {
    Call.AcknowledgeOperationStatus acknowledge = call.getAcknowledgeOperationStatus();
    return present(call.hasAcknowledgeOperationStatus(), "acknowledge_operation_status")
        .or(() -> uuid(acknowledge.getUuid()))
        .or(() -> present(acknowledge.hasAgentId(), "agent_id"));
  }

  /** Sixteen bytes with one of the versions of RFC 4122. */
  private static Optional<String> uuid(ByteString bytes) {
    int version = bytes.size() == UUID_BYTES ? (bytes.byteAt(6) & 0xf0) >> 4 : 0;
    return version >= 1 && version <= 5 ? Optional.empty() : Optional.of("Not a valid UUID");
  }

  private static Optional<String> present(boolean present, String field) {
    return present ? Optional.empty() : expecting(field);
  }

  private static Optional<String> expecting(String field) {
    return Optional.of("Expecting '" + field + "' to be present");
  }
}
