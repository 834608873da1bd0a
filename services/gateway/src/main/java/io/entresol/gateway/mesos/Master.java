package io.entresol.gateway.mesos;

import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.mesos.v1.Metric;
import io.entresol.mesos.v1.master.Call;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.Guard;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.MetricsQuery;
import io.entresol.proto.bus.OperatorCall;
import io.entresol.proto.bus.OperatorReply;
import io.entresol.proto.bus.OperatorSubscribe;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import io.entresol.proto.bus.StreamClosed;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.LeaderInfo;
import io.entresol.runtime.LeaderRole;
import io.entresol.runtime.NoLeaderException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the gateway asks the leading master, and what a client is told if it does not answer. */
public final class Master {
  private static final String NO_LEADER = "No leader elected";

  private final ClusterNode node;
  private final Duration timeout;
  private final Guard guard;

  /**
   * Asks masters.
   *
   * @param guard of which clients this gateway makes sure who they are
   */
  public Master(ClusterNode node, Duration timeout, Guard guard) {
    this.node = node;
    this.timeout = timeout;
    this.guard = guard;
  }

  public Optional<LeaderInfo> leader() {
    return node.leaders().leader(LeaderRole.MASTER);
  }

  public Future<CallReply> scheduler(SchedulerCall call) {
    return ask(ToMaster.newBuilder().setSchedulerCall(call)).map(MasterReply::getCall);
  }

  public Future<CallReply> operatorSubscribe(Endpoint stream, Optional<String> principal) {
    OperatorSubscribe.Builder subscribe = OperatorSubscribe.newBuilder().setStream(stream);
    principal.ifPresent(subscribe::setPrincipal);
    return ask(ToMaster.newBuilder().setOperatorSubscribe(subscribe)).map(MasterReply::getCall);
  }

  public Future<OperatorReply> operator(Call call, Optional<String> principal) {
    OperatorCall.Builder message = OperatorCall.newBuilder().setCall(call);
    principal.ifPresent(message::setPrincipal);
    return ask(ToMaster.newBuilder().setOperatorCall(message)).map(MasterReply::getOperator);
  }

  /**
   * One page of the state.
   *
   * @param token where the last page ended; empty for the first
   */
  public Future<StatePage> state(Set<StateQuery.Part> parts, Optional<String> token) {
    StateQuery.Builder query = StateQuery.newBuilder();
    parts.stream().sorted().forEach(query::addParts);
    token.ifPresent(query::setPageToken);
    return read(ToMaster.newBuilder().setStateQuery(query)).map(MasterReply::getState);
  }

  public Future<List<Metric>> metrics() {
    return read(ToMaster.newBuilder().setMetricsQuery(MetricsQuery.getDefaultInstance()))
        .map(reply -> reply.getMetrics().getMetricsList());
  }

  /** A question that is answered with what was asked for, or with why not. */
  private Future<MasterReply> read(ToMaster.Builder query) {
    return ask(query)
        .compose(
            reply ->
                reply.hasCall()
                    ? Future.failedFuture(new RefusedException(Outlet.answer(reply.getCall())))
                    : Future.succeededFuture(reply));
  }

  public Future<CallReply> streamClosed(Endpoint stream) {
    return ask(ToMaster.newBuilder().setStreamClosed(StreamClosed.newBuilder().setStream(stream)))
        .map(MasterReply::getCall);
  }

  private Future<MasterReply> ask(ToMaster.Builder message) {
    return node.masterBus().ask(message.setGuard(guard), timeout);
  }

  /** The answer to a client whose request could not be served. */
  public static Answer refusal(Throwable failure) {
    if (failure instanceof RefusedException refused) {
      return refused.answer();
    }
    if (failure instanceof NoLeaderException) {
      return Answer.text(503, NO_LEADER);
    }
    return Answer.text(503, "The leading master did not answer: " + failure.getMessage());
  }

  /** The answer while nobody leads. */
  public static Answer noLeader() {
    return Answer.text(503, NO_LEADER);
  }
}
