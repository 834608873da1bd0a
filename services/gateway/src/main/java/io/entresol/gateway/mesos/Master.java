package io.entresol.gateway.mesos;

import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.mesos.v1.Metric;
import io.entresol.mesos.v1.master.Call;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.Endpoint;
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

  public Master(ClusterNode node, Duration timeout) {
    this.node = node;
    this.timeout = timeout;
  }

  public Optional<LeaderInfo> leader() {
    return node.leaders().leader(LeaderRole.MASTER);
  }

  public Future<CallReply> scheduler(SchedulerCall call) {
    return node.masterBus()
        .ask(ToMaster.newBuilder().setSchedulerCall(call), timeout)
        .map(reply -> reply.getCall());
  }

  public Future<CallReply> operatorSubscribe(Endpoint stream) {
    return node.masterBus()
        .ask(
            ToMaster.newBuilder()
                .setOperatorSubscribe(OperatorSubscribe.newBuilder().setStream(stream)),
            timeout)
        .map(reply -> reply.getCall());
  }

  public Future<OperatorReply> operator(Call call) {
    return node.masterBus()
        .ask(
            ToMaster.newBuilder().setOperatorCall(OperatorCall.newBuilder().setCall(call)), timeout)
        .map(reply -> reply.getOperator());
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
    return node.masterBus()
        .ask(ToMaster.newBuilder().setStateQuery(query), timeout)
        .map(reply -> reply.getState());
  }

  public Future<List<Metric>> metrics() {
    return node.masterBus()
        .ask(ToMaster.newBuilder().setMetricsQuery(MetricsQuery.getDefaultInstance()), timeout)
        .map(reply -> reply.getMetrics().getMetricsList());
  }

  public Future<CallReply> streamClosed(Endpoint stream) {
    return node.masterBus()
        .ask(
            ToMaster.newBuilder().setStreamClosed(StreamClosed.newBuilder().setStream(stream)),
            timeout)
        .map(reply -> reply.getCall());
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
