package io.entresol.master.core.validation;

import io.entresol.master.core.config.MasterConfig.Access;
import io.entresol.master.core.turn.Replies;
import io.entresol.proto.bus.Guard;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.ToMaster;
import java.util.Optional;

/**
 * Whether a message may have come from a client whom nobody has authenticated. Clients end at
 * gateways, which have options of their own: a gateway that is set up otherwise than the master
 * must not be a way around it.
 */
public final class GuardRules {
  private GuardRules() {}

  /** The answer to a message by a sender that demands too little; empty if it demands enough. */
  public static Optional<MasterReply> refusal(Access access, ToMaster message) {
    Guard guard = message.getGuard();
    return switch (message.getMessageCase()) {
      case SCHEDULER_CALL -> frameworks(access, guard).map(GuardRules::call);
      case OPERATOR_CALL ->
          operators(access, guard).map(why -> Replies.operator(Replies.UNAUTHORIZED, why));
      case OPERATOR_SUBSCRIBE, STATE_QUERY, METRICS_QUERY ->
          operators(access, guard).map(GuardRules::call);
      case STREAM_CLOSED, AGENT_MESSAGE, OFFER_BATCH, SNAPSHOT_REQUEST, MESSAGE_NOT_SET ->
          Optional.empty();
    };
  }

  private static Optional<String> frameworks(Access access, Guard guard) {
    return lacking(access.frameworks(), guard.getFrameworks(), "--authenticate_http_frameworks");
  }

  /** The same is asked for by ways that only read, and by ways that could change something. */
  private static Optional<String> operators(Access access, Guard guard) {
    return Checks.first(
        () -> lacking(access.readonly(), guard.getReadonly(), "--authenticate_http_readonly"),
        () -> lacking(access.readwrite(), guard.getReadwrite(), "--authenticate_http_readwrite"));
  }

  private static Optional<String> lacking(boolean demanded, boolean given, String option) {
    return Checks.when(
        demanded && !given,
        "The leading master is started with " + option + ", this gateway is not");
  }

  private static MasterReply call(String why) {
    return Replies.call(Replies.UNAUTHORIZED, why);
  }
}
