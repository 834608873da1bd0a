package io.entresol.master.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entresol.domain.frame.Frame;
import io.entresol.domain.frame.StoreChange;
import io.entresol.domain.id.Epoch;
import io.entresol.domain.resources.Resources;
import io.entresol.master.core.book.MasterMetrics;
import io.entresol.master.core.config.MasterConfig;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.master.core.state.Waiting;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.Metric;
import io.entresol.proto.ProtoResources;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.OperatorCall;
import io.entresol.proto.bus.OperatorReply;
import io.entresol.proto.bus.OperatorSubscribe;
import io.entresol.proto.bus.ProposedOffer;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.proto.bus.SnapshotRequest;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import io.entresol.proto.bus.StreamClosed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A master of id {@code m} with an allocator of epoch 1 beside it, which proposes what tests say.
 * What each command leads to is returned in lines of {@link FrameText}.
 */
final class TestingMaster {
  static final Instant START = Instant.ofEpochSecond(1_000_000);
  static final String NODE = "node";

  final MasterCore core;
  Instant now;

  private final String id;
  private final Map<String, byte[]> registry;
  private final List<MasterEffect> effects = new ArrayList<>();
  private final AllocatorMirror mirror = new AllocatorMirror();
  private long requests;
  private long batches;

  private TestingMaster(
      String id,
      long epoch,
      Map<String, byte[]> registry,
      Instant now,
      UnaryOperator<MasterConfig> setup) {
    MasterInfo info = MasterInfo.newBuilder().setId(id).setIp(0).setPort(5050).build();
    this.id = id;
    this.registry = registry;
    this.now = now;
    this.core =
        new MasterCore(
            setup.apply(MasterConfig.defaults(info, new Epoch(epoch), now)), MasterMetrics.NONE);
    took(core.recover(registry, now));
    took(core.snapshotRequest(SnapshotRequest.newBuilder().setAllocatorEpoch(1).build(), now));
  }

  /** A master with an empty registry and the usual options. */
  static TestingMaster elected() {
    return elected(config -> config);
  }

  static TestingMaster elected(UnaryOperator<MasterConfig> setup) {
    return new TestingMaster("m", 1, new TreeMap<>(), START, setup);
  }

  /** Another master, of id {@code n}, that takes over with what this one has stored. */
  TestingMaster successor() {
    return new TestingMaster("n", 2, new TreeMap<>(registry), now, config -> config);
  }

  String id() {
    return id;
  }

  List<String> registryKeys() {
    return List.copyOf(registry.keySet());
  }

  private List<String> took(Frame<MasterEffect> frame) {
    frame.effects().forEach(mirror::see);
    for (StoreChange change : frame.records()) {
      if (change instanceof StoreChange.Put put) {
        registry.put(put.key(), put.value());
      } else {
        registry.remove(change.key());
      }
    }
    effects.addAll(frame.effects());
    return FrameText.of(frame);
  }

  /** All effects so far. */
  List<MasterEffect> effects() {
    return effects;
  }

  private MasterReply lastReply() {
    for (int i = effects.size() - 1; i >= 0; i--) {
      if (effects.get(i) instanceof MasterEffect.Reply reply) {
        return reply.reply();
      }
    }
    throw new AssertionError("nothing was answered");
  }

  /** Time passes, and whatever falls due is done; empty signs of life are left out. */
  List<String> pass(Duration duration) {
    Instant until = now.plus(duration);
    List<String> lines = new ArrayList<>();
    while (core.nextDeadline().filter(next -> !next.isAfter(until)).isPresent()) {
      now = core.nextDeadline().orElseThrow();
      lines.addAll(took(core.tick(now)));
    }
    now = until;
    lines.removeIf(line -> line.startsWith("allocator up to"));
    return lines;
  }

  List<String> call(SchedulerCall call) {
    return took(core.schedulerCall(++requests, call, now));
  }

  List<String> streamClosed(String streamId) {
    StreamClosed closed = StreamClosed.newBuilder().setStream(endpoint(streamId)).build();
    return took(core.streamClosed(++requests, closed, now));
  }

  List<String> agentMessage(AgentMessage message) {
    return took(core.agentMessage(++requests, message, now));
  }

  List<String> nodeLeft(String nodeId) {
    return took(core.nodeLeft(nodeId, now));
  }

  List<String> operator(io.entresol.mesos.v1.master.Call call) {
    return took(
        core.operatorCall(++requests, OperatorCall.newBuilder().setCall(call).build(), now));
  }

  List<String> operator(io.entresol.mesos.v1.master.Call call, String principal) {
    OperatorCall message = OperatorCall.newBuilder().setCall(call).setPrincipal(principal).build();
    return took(core.operatorCall(++requests, message, now));
  }

  /** What a call of the operator API is answered with. */
  OperatorReply ask(io.entresol.mesos.v1.master.Call call) {
    operator(call);
    return lastReply().getOperator();
  }

  List<String> operatorSubscribe(String streamId) {
    return took(
        core.operatorSubscribe(
            ++requests, OperatorSubscribe.newBuilder().setStream(endpoint(streamId)).build(), now));
  }

  StatePage state(StateQuery query) {
    took(core.stateQuery(++requests, query, now));
    return lastReply().getState();
  }

  StatePage state() {
    return state(StateQuery.getDefaultInstance());
  }

  double metric(String name) {
    took(core.metricsQuery(++requests, Waiting.NOTHING, now));
    return lastReply().getMetrics().getMetricsList().stream()
        .filter(metric -> metric.getName().equals(name))
        .mapToDouble(Metric::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  List<String> snapshot(long allocatorEpoch) {
    return took(
        core.snapshotRequest(
            SnapshotRequest.newBuilder().setAllocatorEpoch(allocatorEpoch).build(), now));
  }

  /** The allocator proposes. */
  List<String> propose(ProposedOffer... proposals) {
    return propose(
        OfferBatch.newBuilder()
            .setAllocatorEpoch(1)
            .setBatchId(++batches)
            .addAllOffers(List.of(proposals))
            .build());
  }

  List<String> propose(OfferBatch batch) {
    mirror.proposed(batch);
    return took(core.offerBatch(batch, now));
  }

  /** What the allocator was told bit by bit must be what it would be told at once. */
  void checkFeed() {
    AllocatorMirror anew = new AllocatorMirror();
    core.snapshotRequest(SnapshotRequest.newBuilder().setAllocatorEpoch(1).build(), now)
        .effects()
        .forEach(anew::see);
    assertThat(mirror.held()).isEqualTo(anew.held());
    assertThat(mirror.totals()).isEqualTo(anew.totals());
  }

  static ProposedOffer proposal(
      TestingFramework framework, String role, TestingAgent agent, Resources resources) {
    return ProposedOffer.newBuilder()
        .setFrameworkId(FrameworkID.newBuilder().setValue(framework.id()))
        .setRole(role)
        .setAgentId(AgentID.newBuilder().setValue(agent.id()))
        .addAllResources(ProtoResources.toProto(resources))
        .build();
  }

  static Endpoint endpoint(String streamId) {
    return Endpoint.newBuilder().setNodeId(NODE).setId(streamId).build();
  }
}
