package io.entresol.master;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.entresol.domain.frame.Frame;
import io.entresol.domain.frame.StoreChange;
import io.entresol.domain.id.Epoch;
import io.entresol.master.core.MasterCore;
import io.entresol.master.core.book.MasterMetrics;
import io.entresol.master.core.config.MasterConfig;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.master.core.effect.MasterEffects;
import io.entresol.mesos.v1.AgentID;
import io.entresol.mesos.v1.AgentInfo;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.mesos.v1.Resource;
import io.entresol.mesos.v1.Value;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AgentMessage;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.Endpoint;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OfferBatch;
import io.entresol.proto.bus.OperatorEvents;
import io.entresol.proto.bus.ProposedOffer;
import io.entresol.proto.bus.RegisterAgent;
import io.entresol.proto.bus.ReregisterAgent;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.proto.bus.SnapshotPage;
import io.entresol.proto.bus.SnapshotRequest;
import io.entresol.proto.bus.StateQuery;
import io.entresol.proto.bus.ToAllocator;
import io.entresol.proto.bus.ToMaster;
import io.entresol.proto.bus.ToNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A failover played through in memory, with an agent and a framework that do not exist. A standby
 * does it while it has nothing else to do, so that the classes for it are loaded and compiled when
 * frameworks wait for it in earnest: the first time takes many times as long as the next one.
 */
final class Rehearsal implements MasterEffects {
  private static final int ROUNDS = 30;
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Endpoint AGENT = endpoint("agent");
  private static final Endpoint STREAM = endpoint("stream");

  private final Map<String, byte[]> registry = new HashMap<>();
  private MasterCore core;
  private Instant now;
  private AgentID agent = AgentID.getDefaultInstance();
  private String framework = "";
  private int offers;

  private Rehearsal(Instant now) {
    this.now = now;
  }

  /**
   * Plays; takes about a second the first time in a process, on any thread but an event loop.
   *
   * @return how many offers the framework was made, each by a master that had taken over
   */
  static int play(Instant now) {
    Rehearsal rehearsal = new Rehearsal(now);
    for (int round = 0; round < ROUNDS; round++) {
      rehearsal.round();
    }
    return rehearsal.offers;
  }

  private void round() {
    registry.clear();
    elect(1);
    step(core.agentMessage(1, sent(agentMessage().setRegister(registration())), now));
    elect(2);
    step(core.snapshotRequest(SnapshotRequest.newBuilder().setAllocatorEpoch(1).build(), now));
    step(core.schedulerCall(2, sent(subscription()), now));
    step(core.agentMessage(3, sent(agentMessage().setAgentId(agent).setReregister(report())), now));
    step(core.offerBatch(batch(), now));
    step(core.stateQuery(4, StateQuery.getDefaultInstance(), now));
    now = now.plus(STEP);
    step(core.tick(now));
  }

  private void elect(long epoch) {
    MasterInfo info =
        MasterInfo.newBuilder().setId("rehearsal-" + epoch).setIp(0).setPort(5050).build();
    core = new MasterCore(MasterConfig.defaults(info, new Epoch(epoch), now), MasterMetrics.NONE);
    step(core.recover(Map.copyOf(registry), now));
  }

  private void step(Frame<MasterEffect> frame) {
    for (StoreChange change : frame.records()) {
      if (change instanceof StoreChange.Put put) {
        registry.put(put.key(), put.value());
      } else {
        registry.remove(change.key());
      }
    }
    frame.effects().forEach(effect -> effect.run(this));
  }

  private static Endpoint endpoint(String id) {
    return Endpoint.newBuilder().setNodeId("rehearsal").setId(id).build();
  }

  private static AgentMessage.Builder agentMessage() {
    return AgentMessage.newBuilder().setAgent(AGENT);
  }

  private static RegisterAgent.Builder registration() {
    return RegisterAgent.newBuilder()
        .setInfo(AgentInfo.newBuilder().setHostname("rehearsal").setPort(5051).addResources(cpus()))
        .setVersion("1.12.0")
        .setPid("slave(1)@127.0.0.1:5051");
  }

  private ReregisterAgent.Builder report() {
    RegisterAgent.Builder registration = registration();
    registration.getInfoBuilder().setId(agent);
    return ReregisterAgent.newBuilder().setRegistration(registration);
  }

  private static Resource.Builder cpus() {
    return Resource.newBuilder()
        .setName("cpus")
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(1));
  }

  private static SchedulerCall.Builder subscription() {
    FrameworkInfo.Builder info =
        FrameworkInfo.newBuilder().setUser("nobody").setName("rehearsal").addRoles("*");
    info.addCapabilitiesBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE);
    return SchedulerCall.newBuilder()
        .setStream(STREAM)
        .setSubscription(1)
        .setCall(
            Call.newBuilder()
                .setType(Call.Type.SUBSCRIBE)
                .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(info)));
  }

  private OfferBatch batch() {
    ProposedOffer.Builder proposed =
        ProposedOffer.newBuilder().setRole("*").setAgentId(agent).addResources(cpus());
    proposed.getFrameworkIdBuilder().setValue(framework);
    return OfferBatch.newBuilder().setAllocatorEpoch(1).setBatchId(1).addOffers(proposed).build();
  }

  /** As it comes off the bus. */
  private static AgentMessage sent(AgentMessage.Builder message) {
    return carried(ToMaster.newBuilder().setEpoch(1).setAgentMessage(message).build())
        .getAgentMessage();
  }

  private static SchedulerCall sent(SchedulerCall.Builder message) {
    return carried(ToMaster.newBuilder().setEpoch(1).setSchedulerCall(message).build())
        .getSchedulerCall();
  }

  @SuppressWarnings("unchecked") // a message's parser makes messages of its own type
  private static <M extends Message> M carried(M message) {
    try {
      return (M) message.getParserForType().parseFrom(message.toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("what was written cannot be read", e);
    }
  }

  @Override
  public void reply(long request, MasterReply reply) {
    carried(reply);
  }

  @Override
  public void sendToAgent(String nodeId, AgentCommand command) {
    AgentCommand carried =
        carried(ToNode.newBuilder().setAgentCommand(command).build()).getAgentCommand();
    if (carried.hasRegistered()) {
      agent = carried.getRegistered().getAgentId();
    }
  }

  @Override
  public void sendToFramework(String nodeId, FrameworkEvents events) {
    carried(ToNode.newBuilder().setFrameworkEvents(events).build())
        .getFrameworkEvents()
        .getEventsList()
        .forEach(
            event -> {
              if (event.hasSubscribed()) {
                framework = event.getSubscribed().getFrameworkId().getValue();
              }
              offers += event.getOffers().getOffersCount();
            });
  }

  @Override
  public void sendToOperator(String nodeId, OperatorEvents events) {
    carried(ToNode.newBuilder().setOperatorEvents(events).build());
  }

  @Override
  public void sendToAllocator(AllocatorEvents events) {
    carried(ToAllocator.newBuilder().setEpoch(1).setEvents(events).build());
  }

  @Override
  public void sendSnapshot(SnapshotPage page) {
    carried(ToAllocator.newBuilder().setEpoch(1).setSnapshotPage(page).build());
  }
}
