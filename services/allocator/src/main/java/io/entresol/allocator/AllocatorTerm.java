package io.entresol.allocator;

import io.entresol.allocator.core.AllocatorCore;
import io.entresol.allocator.core.AllocatorEffect;
import io.entresol.allocator.core.AllocatorFigures;
import io.entresol.allocator.core.AllocatorSettings;
import io.entresol.allocator.core.Explanation;
import io.entresol.allocator.core.RoleExplanation;
import io.entresol.domain.frame.Frame;
import io.entresol.domain.id.Epoch;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.proto.bus.AllocatorReply;
import io.entresol.proto.bus.ExplainReply;
import io.entresol.proto.bus.ExplainRequest;
import io.entresol.proto.bus.SnapshotRequest;
import io.entresol.proto.bus.ToAllocator;
import io.entresol.proto.bus.ToMaster;
import io.entresol.runtime.ClusterNode;
import io.entresol.runtime.DeadlineTimer;
import io.entresol.runtime.LeaderInfo;
import io.entresol.runtime.LeaderRole;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One term as the leading allocator: feeds a core from the bus and carries its effects out. */
final class AllocatorTerm implements AllocatorEffect.Runner {
  private static final Logger LOG = LoggerFactory.getLogger(AllocatorTerm.class);
  private static final Duration SNAPSHOT_REQUEST_LIMIT = Duration.ofSeconds(1);

  private final ClusterNode node;
  private final Epoch epoch;
  private final Clock clock = Clock.systemUTC();
  private final MicrometerAllocatorMetrics metrics;
  private final Consumer<Throwable> fatal;
  private final AllocatorCore core;
  private final DeadlineTimer timer;
  private final SplittableRandom seeds = new SplittableRandom();

  private MessageConsumer<ToAllocator> consumer;
  private Closeable masterWatch;
  private boolean ended;

  /**
   * @param fatal told once if the core breaks: the term must end then
   */
  AllocatorTerm(
      ClusterNode node,
      Epoch epoch,
      AllocatorSettings settings,
      MicrometerAllocatorMetrics metrics,
      Consumer<Throwable> fatal) {
    this.node = node;
    this.epoch = epoch;
    this.metrics = metrics;
    this.fatal = fatal;
    this.core = new AllocatorCore(settings, epoch, metrics);
    this.timer = new DeadlineTimer(node.vertx(), clock, this::tick);
  }

  /** Completes when messages of this epoch reach it. */
  Future<Void> begin() {
    consumer = node.vertx().eventBus().consumer(LeaderRole.ALLOCATOR.busAddress(epoch));
    consumer.handler(this::receive);
    masterWatch = node.leaders().watch(LeaderRole.MASTER, this::masterChanged);
    return consumer.completion();
  }

  Future<Void> end() {
    ended = true;
    timer.cancel();
    try {
      masterWatch.close();
    } catch (IOException e) {
      LOG.warn("The watch of the master could not be closed", e);
    }
    return consumer.unregister();
  }

  /** Only agents on these hosts are offered from now on; empty for any host. */
  void setWhitelist(Optional<Set<String>> hostnames) {
    step("whitelist", now -> core.setWhitelist(hostnames, now));
  }

  /** Whether it knows all that it needs to make offers. */
  boolean isLive() {
    return core.isLive();
  }

  AllocatorFigures figures() {
    return core.figures();
  }

  private void masterChanged(Optional<LeaderInfo> leader) {
    leader.ifPresent(info -> step("master", now -> core.masterElected(info.epoch(), now)));
  }

  private void receive(Message<ToAllocator> message) {
    ToAllocator body = message.body();
    if (body.getEpoch() != epoch.number()) {
      return;
    }
    switch (body.getMessageCase()) {
      case EVENTS -> step("events", now -> core.events(body.getEvents(), now));
      case SNAPSHOT_PAGE -> step("snapshot", now -> core.snapshotPage(body.getSnapshotPage(), now));
      case EXPLAIN -> message.reply(explain(body.getExplain()));
      case MESSAGE_NOT_SET -> LOG.warn("An empty message came");
    }
  }

  private AllocatorReply explain(ExplainRequest request) {
    ExplainReply.Builder reply = ExplainReply.newBuilder();
    if (request.hasRole()) {
      String role = request.getRole();
      Optional<RoleExplanation> explanation = core.explain(role, clock.instant());
      reply.setJson(ExplanationJson.role(role, explanation)).setKnown(explanation.isPresent());
    } else {
      FrameworkID id = request.getFrameworkId();
      Optional<Explanation> explanation = core.explain(id, clock.instant());
      reply
          .setJson(ExplanationJson.framework(id.getValue(), explanation))
          .setKnown(explanation.isPresent());
    }
    return AllocatorReply.newBuilder().setExplain(reply).build();
  }

  private void tick() {
    long seed = seeds.nextLong();
    long began = System.nanoTime();
    step(
        "tick",
        now -> {
          Frame<AllocatorEffect> frame = core.tick(now, seed);
          if (!frame.isEmpty()) {
            LOG.debug("Run with seed {}: {} effects", seed, frame.effects().size());
            metrics.took(Duration.ofNanos(System.nanoTime() - began));
          }
          return frame;
        });
  }

  private interface Command {
    Frame<AllocatorEffect> at(Instant now);
  }

  /** Gives the core one command. Whatever it throws is a mistake in it: its state is worthless. */
  private void step(String what, Command command) {
    if (ended) {
      return;
    }
    try {
      command.at(clock.instant()).effects().forEach(effect -> effect.runWith(this));
      timer.arm(core.nextDeadline());
    } catch (RuntimeException e) {
      LOG.error("The allocator broke at {}", what, e);
      ended = true;
      timer.cancel();
      fatal.accept(e);
    }
  }

  @Override
  public void requestSnapshot(AllocatorEffect.RequestSnapshot effect) {
    LOG.info("Asking the master for everything: {}", effect.reason());
    ToMaster.Builder request =
        ToMaster.newBuilder()
            .setSnapshotRequest(SnapshotRequest.newBuilder().setAllocatorEpoch(epoch.number()));
    // Asked, not told: so it is repeated until the new leader's address is known here. The answer
    // comes as pages; that there is none to this message is no failure.
    node.masterBus()
        .ask(request, SNAPSHOT_REQUEST_LIMIT)
        .onFailure(failure -> LOG.debug("The request for a snapshot: {}", failure.toString()));
  }

  @Override
  public void propose(AllocatorEffect.Propose effect) {
    node.masterBus().tell(ToMaster.newBuilder().setOfferBatch(core.message(effect)));
  }
}
