package io.entresol.master;

import io.entresol.domain.frame.Frame;
import io.entresol.domain.id.Epoch;
import io.entresol.master.core.MasterCore;
import io.entresol.master.core.config.MasterConfig;
import io.entresol.master.core.effect.MasterEffect;
import io.entresol.master.core.effect.MasterEffects;
import io.entresol.master.core.state.Levels;
import io.entresol.master.core.state.Waiting;
import io.entresol.proto.bus.AgentCommand;
import io.entresol.proto.bus.AllocatorEvents;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.MasterReply;
import io.entresol.proto.bus.OperatorEvents;
import io.entresol.proto.bus.SnapshotPage;
import io.entresol.proto.bus.SnapshotRequest;
import io.entresol.proto.bus.ToAllocator;
import io.entresol.proto.bus.ToMaster;
import io.entresol.proto.bus.ToNode;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.DeadlineTimer;
import io.entresol.runtime.FramePipeline;
import io.entresol.runtime.LeaderRole;
import io.entresol.runtime.RecordStore;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term as the leading master: feeds a core from the bus and carries its frames out. Used on one
 * Vert.x context, from {@link #begin} to {@link #end}; nothing of it happens after that.
 */
final class MasterTerm implements MasterEffects {
  private static final Logger LOG = LoggerFactory.getLogger(MasterTerm.class);

  /** The failure code of requests that are left without an answer. */
  private static final int UNAVAILABLE = 503;

  private final ClusterNode node;
  private final Clock clock;
  private final Epoch epoch;
  private final RecordStore store;
  private final MicrometerMasterMetrics metrics;
  private final Consumer<String> stepDown;
  private final MasterCore core;
  private final FramePipeline<MasterEffect> pipeline;
  private final DeadlineTimer timer;
  private final MasterInbox<Message<ToMaster>> inbox;
  private final MasterOutbox outbox;
  private final Map<Long, Message<ToMaster>> unanswered = new HashMap<>();

  private Optional<MessageConsumer<ToMaster>> consumer = Optional.empty();
  private Optional<SnapshotRequest> wanted = Optional.empty();
  private long requests;
  private boolean open;
  private boolean ended;

  /**
   * @param stepDown gives the term up, with the reason
   */
  MasterTerm(
      ClusterNode node,
      Clock clock,
      MasterConfig config,
      RecordStore store,
      MicrometerMasterMetrics metrics,
      Consumer<String> stepDown) {
    this.node = node;
    this.clock = clock;
    this.epoch = config.epoch();
    this.store = store;
    this.metrics = metrics;
    this.stepDown = stepDown;
    this.core = new MasterCore(config, metrics);
    this.pipeline =
        new FramePipeline<>(
            store,
            effect -> effect.run(this),
            failure -> giveUp("the registry cannot be written", failure));
    this.timer =
        new DeadlineTimer(
            node.vertx(), clock, () -> step(MicrometerMasterMetrics.Command.TICK, core::tick));
    Consumer<Runnable> afterwards = action -> node.vertx().runOnContext(ignored -> action.run());
    this.inbox = new MasterInbox<>(this::handle, afterwards);
    this.outbox =
        new MasterOutbox(
            (nodeId, events) ->
                node.nodeBus().tell(nodeId, ToNode.newBuilder().setFrameworkEvents(events).build()),
            events -> node.allocatorBus().tell(ToAllocator.newBuilder().setEvents(events)),
            afterwards);
  }

  /** Completes when the registry is loaded and messages of this epoch reach the core. */
  Future<Void> begin() {
    return store
        .load()
        .compose(
            registry -> {
              if (ended) {
                return Future.failedFuture("the term ended before the registry was loaded");
              }
              LOG.info("Leads in epoch {}, with {} registry records", epoch, registry.size());
              carryOut(core.recover(registry, clock.instant()));
              return pipeline.drained();
            })
        .compose(ignored -> listen())
        .onSuccess(ignored -> open = true);
  }

  private Future<Void> listen() {
    if (ended) {
      return Future.failedFuture("the term ended before it was open");
    }
    MessageConsumer<ToMaster> registered =
        node.vertx().eventBus().consumer(LeaderRole.MASTER.busAddress(epoch), this::receive);
    consumer = Optional.of(registered);
    return registered.completion();
  }

  Future<Void> end() {
    ended = true;
    open = false;
    timer.cancel();
    pipeline.abandon();
    outbox.clear();
    inbox.clear(MasterTerm::leave);
    unanswered.values().forEach(MasterTerm::leave);
    unanswered.clear();
    return consumer.map(MessageConsumer::unregister).orElseGet(Future::succeededFuture);
  }

  /** Whether it serves. */
  boolean isOpen() {
    return open;
  }

  Levels levels() {
    return core.levels();
  }

  Waiting waiting() {
    return inbox.waiting();
  }

  void nodeLeft(String nodeId) {
    if (open) {
      step(MicrometerMasterMetrics.Command.NODE_LEFT, now -> core.nodeLeft(nodeId, now));
    }
  }

  private void receive(Message<ToMaster> message) {
    ToMaster body = message.body();
    if (ended || body.getEpoch() != epoch.number()) {
      return;
    }
    if (body.hasSnapshotRequest()) {
      boolean waits = wanted.isPresent();
      want(body.getSnapshotRequest());
      if (waits) {
        return;
      }
    }
    if (!inbox.add(MasterInbox.Source.of(body.getMessageCase()), message)) {
      metrics.turnedAway();
      if (body.hasSnapshotRequest()) {
        wanted = Optional.empty();
      }
      if (message.replyAddress() != null) {
        message.fail(UNAVAILABLE, "The master is too busy");
      }
    }
  }

  /** An allocator that gets no answer asks again every second; the latest one gets an answer. */
  private void want(SnapshotRequest request) {
    if (wanted.isEmpty() || wanted.get().getAllocatorEpoch() <= request.getAllocatorEpoch()) {
      wanted = Optional.of(request);
    }
  }

  private void handle(Message<ToMaster> message) {
    if (ended) {
      leave(message);
      return;
    }
    ToMaster body = message.body();
    long request = ++requests;
    if (message.replyAddress() != null) {
      unanswered.put(request, message);
    }
    step(
        MicrometerMasterMetrics.Command.of(body.getMessageCase()),
        now -> command(request, body, now));
  }

  private static void leave(Message<ToMaster> message) {
    if (message.replyAddress() != null) {
      message.fail(UNAVAILABLE, "The master does not lead");
    }
  }

  private Frame<MasterEffect> command(long request, ToMaster body, Instant now) {
    Optional<MasterReply> refusal = core.refusal(body);
    if (refusal.isPresent()) {
      reply(request, refusal.get());
      return Frame.empty();
    }
    return switch (body.getMessageCase()) {
      case SCHEDULER_CALL -> core.schedulerCall(request, body.getSchedulerCall(), now);
      case STREAM_CLOSED -> core.streamClosed(request, body.getStreamClosed(), now);
      case OPERATOR_CALL -> core.operatorCall(request, body.getOperatorCall(), now);
      case STATE_QUERY -> core.stateQuery(request, body.getStateQuery(), now);
      case AGENT_MESSAGE -> core.agentMessage(request, body.getAgentMessage(), now);
      case METRICS_QUERY -> core.metricsQuery(request, inbox.waiting(), now);
      case OPERATOR_SUBSCRIBE -> core.operatorSubscribe(request, body.getOperatorSubscribe(), now);
      case OFFER_BATCH -> {
        unanswered.remove(request);
        yield core.offerBatch(body.getOfferBatch(), now);
      }
      case SNAPSHOT_REQUEST -> {
        unanswered.remove(request);
        SnapshotRequest last = wanted.orElseThrow();
        wanted = Optional.empty();
        yield core.snapshotRequest(last, now);
      }
      case MESSAGE_NOT_SET -> {
        unanswered.remove(request);
        LOG.warn("A message of an unknown kind came");
        yield Frame.empty();
      }
    };
  }

  private interface Command {
    Frame<MasterEffect> at(Instant now);
  }

  /** Gives the core one command. Whatever it throws is a fault in it: its memory is worthless. */
  private void step(MicrometerMasterMetrics.Command kind, Command command) {
    if (ended) {
      return;
    }
    long began = System.nanoTime();
    try {
      carryOut(command.at(clock.instant()));
    } catch (RuntimeException e) {
      giveUp("the master broke at " + kind.tag(), e);
    }
    metrics.took(kind, System.nanoTime() - began);
  }

  private void carryOut(Frame<MasterEffect> frame) {
    pipeline.submit(frame);
    timer.arm(core.nextDeadline());
  }

  private void giveUp(String why, Throwable cause) {
    LOG.error("Gives up leading: {}", why, cause);
    ended = true;
    open = false;
    timer.cancel();
    pipeline.abandon();
    outbox.clear();
    stepDown.accept(why);
  }

  @Override
  public void reply(long request, MasterReply reply) {
    Message<ToMaster> message = unanswered.remove(request);
    if (message != null) {
      message.reply(reply);
    }
  }

  @Override
  public void sendToAgent(String nodeId, AgentCommand command) {
    node.nodeBus().tell(nodeId, ToNode.newBuilder().setAgentCommand(command).build());
  }

  @Override
  public void sendToFramework(String nodeId, FrameworkEvents events) {
    outbox.add(nodeId, events);
  }

  @Override
  public void sendToOperator(String nodeId, OperatorEvents events) {
    node.nodeBus().tell(nodeId, ToNode.newBuilder().setOperatorEvents(events).build());
  }

  @Override
  public void sendToAllocator(AllocatorEvents events) {
    outbox.add(events);
  }

  @Override
  public void sendSnapshot(SnapshotPage page) {
    // After what it is said to be later than.
    outbox.flush();
    // Straight to the one that asked: it may not be known here yet as the leading one.
    Epoch asker = new Epoch(page.getAllocatorEpoch());
    node.vertx()
        .eventBus()
        .send(
            LeaderRole.ALLOCATOR.busAddress(asker),
            ToAllocator.newBuilder().setEpoch(asker.number()).setSnapshotPage(page).build());
  }
}
