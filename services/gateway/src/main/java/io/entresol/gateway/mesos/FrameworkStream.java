package io.entresol.gateway.mesos;

import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.stream.FrameworkStreamCore;
import io.entresol.gateway.core.stream.StreamEffect;
import io.entresol.gateway.core.stream.StreamEffects;
import io.entresol.gateway.core.stream.StreamEnd;
import io.entresol.gateway.metrics.GatewayMetrics.StreamKind;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.FrameworkEvents;
import io.entresol.proto.bus.SchedulerCall;
import io.entresol.runtime.DeadlineTimer;
import io.entresol.runtime.LeaderInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell of {@link FrameworkStreamCore}: a client, the master, and the clock. */
final class FrameworkStream implements OpenStream, StreamEffects {
  private static final Logger LOG = LoggerFactory.getLogger(FrameworkStream.class);
  private static final int OK = 200;

  private final Streams streams;
  private final Master master;
  private final Outlet<Event> outlet;
  private final KeptStreams.Place place;
  private final String id;
  private final Optional<String> principal;
  private final FrameworkStreamCore core;
  private final DeadlineTimer timer;
  private boolean over;

  /**
   * @param principal whom the client was authenticated as, for as long as the stream is open; empty
   *     if it was not asked
   */
  FrameworkStream(
      Streams streams,
      Master master,
      Outlet<Event> outlet,
      KeptStreams.Place place,
      String id,
      Optional<String> principal,
      FrameworkStreamCore core) {
    this.streams = streams;
    this.master = master;
    this.outlet = outlet;
    this.place = place;
    this.id = id;
    this.principal = principal;
    this.core = core;
    this.timer = streams.timer(this::tick);
  }

  @Override
  public String id() {
    return id;
  }

  void open() {
    outlet.onGone(() -> end(StreamEnd.CLIENT));
    step(now -> core.start());
  }

  void received(FrameworkEvents events) {
    step(now -> core.received(events, now));
  }

  /** The master has accepted a call of the framework's. */
  void said(Call call) {
    core.said(call);
  }

  @Override
  public void leaderIs(Optional<LeaderInfo> leader) {
    step(now -> core.leaderIs(epoch(leader), now));
  }

  static OptionalLong epoch(Optional<LeaderInfo> leader) {
    return leader.isPresent()
        ? OptionalLong.of(leader.get().epoch().number())
        : OptionalLong.empty();
  }

  @Override
  public void rejoined() {
    step(core::rejoined);
  }

  @Override
  public void end(StreamEnd reason) {
    step(now -> core.end(reason));
  }

  private void tick() {
    step(core::tick);
  }

  private void step(Function<Instant, List<StreamEffect>> command) {
    for (StreamEffect effect : command.apply(streams.now())) {
      if (over) {
        // A client that is too slow ends the stream in the middle of what was to be done for it.
        return;
      }
      effect.run(this);
    }
    timer.arm(core.nextDeadline());
  }

  @Override
  public void subscribe(long subscription, Call call) {
    SchedulerCall.Builder message =
        SchedulerCall.newBuilder()
            .setCall(call)
            .setStream(streams.endpoint(id))
            .setSubscription(subscription);
    principal.ifPresent(message::setPrincipal);
    master
        .scheduler(message.build())
        .onSuccess(reply -> answered(subscription, reply))
        .onFailure(failure -> unanswered(subscription, failure));
  }

  private void answered(long subscription, CallReply reply) {
    if (core.hasEnded()) {
      if (reply.getStatus() == OK) {
        // It may have heard of the end before it heard of the beginning.
        streams.tellEnd(id);
      }
      return;
    }
    if (subscription > 1 && reply.getStatus() != OK) {
      LOG.warn("Stream {}: the master does not take it back: {}", id, reply.getMessage());
    }
    step(now -> core.answered(subscription, reply, now));
  }

  private void unanswered(long subscription, Throwable failure) {
    Answer refusal = Master.refusal(failure);
    CallReply reply =
        CallReply.newBuilder()
            .setStatus(refusal.status())
            .setMessage(refusal.body().toStringUtf8())
            .build();
    step(now -> core.unanswered(subscription, reply, now));
  }

  @Override
  public void begin() {
    outlet.begin();
  }

  @Override
  public void refuse(CallReply reply) {
    outlet.refuse(Outlet.answer(reply));
  }

  @Override
  public void send(List<Event> events) {
    if (!outlet.send(events)) {
      end(StreamEnd.SLOW);
    }
  }

  @Override
  public void part(StreamEnd cause) {
    LOG.info("Stream {} is kept without a master: {}", id, cause.label());
    place.part();
    streams.metrics().streamParted(cause.label());
  }

  @Override
  public void resume() {
    LOG.info("Stream {} has a master again", id);
    place.resume();
    streams.metrics().streamResumed();
  }

  /** The decision to end, carried out. */
  @Override
  public void ended(StreamEnd reason) {
    over = true;
    timer.arm(core.nextDeadline());
    place.close();
    streams.ended(this, StreamKind.SCHEDULER, reason);
    outlet.close(reason);
  }
}
