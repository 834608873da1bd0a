package io.entresol.simulation.cluster;

import io.entresol.domain.frame.Frame;
import io.entresol.domain.frame.StoreChange;
import io.entresol.domain.id.Epoch;
import io.entresol.master.core.MasterCore;
import io.entresol.master.core.book.MasterMetrics;
import io.entresol.master.core.config.MasterConfig;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.master.core.effect.MasterEffects;
import io.entresol.master.core.state.Waiting;
import io.entresol.mesos.v1.MasterInfo;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OperatorEvents;
import io.entresol.proto.bus.SnapshotPage;
import io.entresol.proto.bus.ToAllocator;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.LeaderRole;
import io.entresol.simulation.cluster.Coordination.Leader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A process with a master: stands by, leads, may die at any moment. */
final class MasterProcess implements Coordination.Contender, MasterEffects {
  private static final Duration WRITE_LEAST = Duration.ofMillis(1);
  private static final Duration WRITE_MOST = Duration.ofMillis(30);
  private static final Duration PING = Duration.ofSeconds(3);
  private static final int PINGS_MISSED = 5;
  private static final Duration REREGISTER = Duration.ofMinutes(2);

  private final World world;
  private final Bus bus;
  private final Coordination coordination;
  private final String node;

  private Optional<MasterCore> core = Optional.empty();
  private long epoch;
  private boolean dead;
  // What belongs to the term before is told apart by it.
  private int term;
  private final Deque<Frame<MasterEffect>> waiting = new ArrayDeque<>();
  private boolean writing;
  private boolean published;
  private Optional<Instant> armed = Optional.empty();
  private long requests;
  private final Map<Long, Consumer<MasterReply>> unanswered = new HashMap<>();

  MasterProcess(World world, Bus bus, Coordination coordination, String node) {
    this.world = world;
    this.bus = bus;
    this.coordination = coordination;
    this.node = node;
    coordination.join(node);
    coordination.onLeft(this::nodeLeft);
    bus.master(node, this::receive);
  }

  @Override
  public String node() {
    return node;
  }

  /** The core of the term that it believes to be in, if any. */
  Optional<MasterCore> core() {
    return core;
  }

  long epoch() {
    return epoch;
  }

  @Override
  public void elected(long newEpoch) {
    if (dead || !coordination.isCurrent(LeaderRole.MASTER, newEpoch)) {
      return;
    }
    endTerm();
    epoch = newEpoch;
    MasterInfo info =
        MasterInfo.newBuilder()
            .setId("master-" + newEpoch)
            .setIp(0x0100007F)
            .setPort(5050)
            .setHostname(node)
            .build();
    MasterConfig config =
        MasterConfig.defaults(info, new Epoch(newEpoch), world.now())
            .withAgents(new MasterConfig.Agents(PING, PINGS_MISSED, REREGISTER));
    MasterCore elected = new MasterCore(config, MasterMetrics.NONE);
    core = Optional.of(elected);
    carryOut(elected.recover(coordination.registry(), world.now()));
    publishIfDrained();
  }

  @Override
  public void deposed() {
    endTerm();
  }

  void die() {
    dead = true;
    endTerm();
  }

  private void endTerm() {
    term++;
    core = Optional.empty();
    waiting.clear();
    unanswered.clear();
    writing = false;
    published = false;
    armed = Optional.empty();
  }

  private void publishIfDrained() {
    if (core.isPresent() && !published && !writing && waiting.isEmpty()) {
      published = true;
      coordination.publish(LeaderRole.MASTER, new Leader(node, epoch));
    }
  }

  private void receive(ToMaster message, Consumer<MasterReply> reply) {
    if (core.isEmpty() || !published || message.getEpoch() != epoch) {
      return;
    }
    long request = ++requests;
    unanswered.put(request, reply);
    carryOut(command(core.get(), request, message));
  }

  private Frame<MasterEffect> command(MasterCore master, long request, ToMaster message) {
    Instant now = world.now();
    return switch (message.getMessageCase()) {
      case SCHEDULER_CALL -> master.schedulerCall(request, message.getSchedulerCall(), now);
      case STREAM_CLOSED -> master.streamClosed(request, message.getStreamClosed(), now);
      case OPERATOR_CALL -> master.operatorCall(request, message.getOperatorCall(), now);
      case STATE_QUERY -> master.stateQuery(request, message.getStateQuery(), now);
      case AGENT_MESSAGE -> master.agentMessage(request, message.getAgentMessage(), now);
      case OFFER_BATCH -> master.offerBatch(message.getOfferBatch(), now);
      case SNAPSHOT_REQUEST -> master.snapshotRequest(message.getSnapshotRequest(), now);
      case METRICS_QUERY -> master.metricsQuery(request, Waiting.NOTHING, now);
      case OPERATOR_SUBSCRIBE ->
          master.operatorSubscribe(request, message.getOperatorSubscribe(), now);
      case MESSAGE_NOT_SET -> Frame.empty();
    };
  }

  private void nodeLeft(String left) {
    if (core.isPresent() && published) {
      carryOut(core.get().nodeLeft(left, world.now()));
    }
  }

  // ---- records before effects

  private void carryOut(Frame<MasterEffect> frame) {
    if (!frame.isEmpty()) {
      if (!writing && frame.records().isEmpty()) {
        frame.effects().forEach(effect -> effect.run(this));
      } else {
        waiting.add(frame);
        writeNext();
      }
    }
    arm();
  }

  private void writeNext() {
    if (writing || waiting.isEmpty()) {
      return;
    }
    writing = true;
    List<Frame<MasterEffect>> batch = new ArrayList<>(waiting);
    waiting.clear();
    int ofTerm = term;
    long ofEpoch = epoch;
    world.between(WRITE_LEAST, WRITE_MOST, () -> written(batch, ofTerm, ofEpoch));
  }

  private void written(List<Frame<MasterEffect>> batch, int ofTerm, long ofEpoch) {
    if (ofTerm != term) {
      return;
    }
    List<StoreChange> records = batch.stream().flatMap(frame -> frame.records().stream()).toList();
    if (!records.isEmpty() && !coordination.commit(LeaderRole.MASTER, ofEpoch, records)) {
      endTerm();
      return;
    }
    writing = false;
    for (Frame<MasterEffect> frame : batch) {
      frame.effects().forEach(effect -> effect.run(this));
    }
    writeNext();
    publishIfDrained();
  }

  private void arm() {
    Optional<Instant> next = core.flatMap(MasterCore::nextDeadline);
    if (next.equals(armed) || next.isEmpty()) {
      return;
    }
    armed = next;
    int ofTerm = term;
    world.at(
        next.get(),
        () -> {
          if (ofTerm == term && armed.equals(next)) {
            armed = Optional.empty();
            core.ifPresent(master -> carryOut(master.tick(world.now())));
          }
        });
  }

  // ---- effects

  @Override
  public void reply(long request, MasterReply reply) {
    Consumer<MasterReply> asker = unanswered.remove(request);
    if (asker != null) {
      asker.accept(reply);
    }
  }

  @Override
  public void sendToAgent(String to, AgentCommand command) {
    bus.tellAgent(node, to, command);
  }

  @Override
  public void sendToFramework(String to, FrameworkEvents events) {
    bus.tellStream(node, to, events);
  }

  @Override
  public void sendToOperator(String to, OperatorEvents events) {
    // No operator listens here.
  }

  @Override
  public void sendToAllocator(AllocatorEvents events) {
    bus.tellAllocator(node, ToAllocator.newBuilder().setEvents(events));
  }

  @Override
  public void sendSnapshot(SnapshotPage page) {
    bus.tellAllocator(node, ToAllocator.newBuilder().setSnapshotPage(page));
  }
}
