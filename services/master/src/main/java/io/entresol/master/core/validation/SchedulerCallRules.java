package io.entresol.master.core.validation;

import com.google.protobuf.ByteString;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.Call;
import java.util.Optional;

/** What a scheduler's call must have, whoever makes it. */
public final class SchedulerCallRules {
  private SchedulerCallRules() {}

  /**
   * Why that is not a call, or empty if it is.
   *
   * @param principal whom the caller authenticated as, if anyone
   */
  public static Optional<String> check(Call call, Optional<String> principal) {
    if (!call.hasType()) {
      return expecting("type");
    }
    if (call.getType() == Call.Type.SUBSCRIBE) {
      return checkSubscribe(call, principal);
    }
    if (!call.hasFrameworkId()) {
      return expecting("framework_id");
    }
    return checkBody(call);
  }

  private static Optional<String> checkSubscribe(Call call, Optional<String> principal) {
    if (!call.hasSubscribe()) {
      return expecting("subscribe");
    }
    FrameworkInfo info = call.getSubscribe().getFrameworkInfo();
    return Checks.first(
        () ->
            Checks.unless(
                info.getId().getValue().equals(call.getFrameworkId().getValue()),
                "'framework_id' differs from 'subscribe.framework_info.id'"),
        () ->
            Checks.when(
                principal.isPresent()
                    && info.hasPrincipal()
                    && !principal.get().equals(info.getPrincipal()),
                "the authenticated principal is not 'subscribe.framework_info.principal'"));
  }

  private static Optional<String> checkBody(Call call) {
    return switch (call.getType()) {
      case UNKNOWN, SUBSCRIBE, TEARDOWN, REVIVE, SUPPRESS -> Optional.empty();
      case ACCEPT -> present(call.hasAccept(), "accept");
      case DECLINE -> present(call.hasDecline(), "decline");
      case ACCEPT_INVERSE_OFFERS -> present(call.hasAcceptInverseOffers(), "accept_inverse_offers");
      case DECLINE_INVERSE_OFFERS ->
          present(call.hasDeclineInverseOffers(), "decline_inverse_offers");
      case KILL -> present(call.hasKill(), "kill");
      case SHUTDOWN -> present(call.hasShutdown(), "shutdown");
      case ACKNOWLEDGE ->
          Checks.first(
              () -> present(call.hasAcknowledge(), "acknowledge"),
              () -> checkUuid(call.getAcknowledge().getUuid()));
      case ACKNOWLEDGE_OPERATION_STATUS ->
          Checks.first(
              () -> present(call.hasAcknowledgeOperationStatus(), "acknowledge_operation_status"),
              () -> checkUuid(call.getAcknowledgeOperationStatus().getUuid()),
              () -> present(call.getAcknowledgeOperationStatus().hasAgentId(), "agent_id"));
      case RECONCILE -> present(call.hasReconcile(), "reconcile");
      case RECONCILE_OPERATIONS -> present(call.hasReconcileOperations(), "reconcile_operations");
      case MESSAGE -> present(call.hasMessage(), "message");
      case REQUEST -> present(call.hasRequest(), "request");
      case UPDATE_FRAMEWORK ->
          Checks.first(
              () -> present(call.hasUpdateFramework(), "update_framework"),
              () ->
                  Checks.unless(
                      call.getUpdateFramework()
                          .getFrameworkInfo()
                          .getId()
                          .equals(call.getFrameworkId()),
                      "'framework_id' differs from 'update_framework.framework_info.id'"));
    };
  }

  /** Sixteen bytes with one of the versions of RFC 4122; its variant is not looked at. */
  private static Optional<String> checkUuid(ByteString uuid) {
    int version = uuid.size() == 16 ? (uuid.byteAt(6) & 0xf0) >> 4 : 0;
    return Checks.unless(version >= 1 && version <= 5, "Not a valid UUID");
  }

  private static Optional<String> present(boolean present, String field) {
    return present ? Optional.empty() : expecting(field);
  }

  private static Optional<String> expecting(String field) {
    return Optional.of("Expecting '" + field + "' to be present");
  }
}
