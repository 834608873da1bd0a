package io.entresol.marathon.core.link;

import io.entresol.marathon.core.effect.IdSource;
import io.entresol.marathon.core.effect.MarathonEffect;
import io.entresol.marathon.core.effect.Turn;
import io.entresol.marathon.core.store.Keys;
import io.entresol.mesos.v1.FrameworkID;
import io.entresol.mesos.v1.FrameworkInfo;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.FrameworkEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The subscription at the leading master: opened when there is one, opened again with back-off when
 * it is refused, ends, falls silent or loses an event.
 */
public final class MasterLink {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(250);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

  /** Heartbeats that may be missed before the stream counts as dead. */
  private static final int MISSED_HEARTBEATS = 4;

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private enum State {
    /** There is no master, or the next try is not yet due. */
    APART,
    SUBSCRIBING,
    SUBSCRIBED
  }

  private final FrameworkInfo framework;
  private final IdSource ids;
  private State state = State.APART;
  private boolean masterPresent;
  private Optional<FrameworkID> frameworkId = Optional.empty();
  private String streamId = "";
  private long nextSeq;
  private Duration silenceAllowed = HEARTBEAT.multipliedBy(MISSED_HEARTBEATS);
  private int failures;
  private Optional<Instant> deadline = Optional.empty();

  /**
   * @param framework without an id
   */
  public MasterLink(FrameworkInfo framework, IdSource ids) {
    this.framework = framework;
    this.ids = ids;
  }

  /** Takes over the id that an earlier leader was given. */
  public void restoreFrameworkId(byte[] record) {
    String id = new String(record, StandardCharsets.UTF_8);
    frameworkId = Optional.of(FrameworkID.newBuilder().setValue(id).build());
  }

  public Optional<String> frameworkId() {
    return frameworkId.map(FrameworkID::getValue);
  }

  public boolean isSubscribed() {
    return state == State.SUBSCRIBED;
  }

  /** Another master leads, or none does any more. */
  public void masterChanged(boolean present, Turn turn) {
    masterPresent = present;
    failures = 0;
    close(turn);
    if (present) {
      open(turn);
    }
  }

  /** The master has answered, or did not answer, the call to subscribe. */
  public void subscribeAnswered(String answeredStreamId, boolean accepted, Turn turn) {
    if (state == State.SUBSCRIBING && answeredStreamId.equals(streamId) && !accepted) {
      reopen(turn);
    }
  }

  /**
   * Takes in a batch of the stream's events.
   *
   * @return those that are new, in order; none if the batch belongs to an earlier stream
   */
  public List<Event> received(FrameworkEvents batch, Turn turn) {
    if (state == State.APART || !batch.getStreamId().equals(streamId)) {
      return List.of();
    }
    if (batch.getFirstSeq() > nextSeq) {
      reopen(turn);
      return List.of();
    }
    long known = nextSeq - batch.getFirstSeq();
    if (known > 0 && known >= batch.getEventsCount()) {
      return List.of();
    }
    List<Event> events = batch.getEventsList().subList((int) known, batch.getEventsCount());
    nextSeq += events.size();
    deadline = Optional.of(turn.now().plus(silenceAllowed));
    return List.copyOf(events);
  }

  /**
   * The master has accepted the subscription. The id is stored each time: a deposed leader fails.
   */
  public void subscribed(Event.Subscribed event, Turn turn) {
    state = State.SUBSCRIBED;
    failures = 0;
    frameworkId = Optional.of(event.getFrameworkId());
    turn.put(Keys.FRAMEWORK_ID, event.getFrameworkId().getValue().getBytes(StandardCharsets.UTF_8));
    if (event.hasHeartbeatIntervalSeconds()) {
      silenceAllowed =
          Duration.ofMillis((long) (event.getHeartbeatIntervalSeconds() * 1000))
              .multipliedBy(MISSED_HEARTBEATS);
    }
    deadline = Optional.of(turn.now().plus(silenceAllowed));
  }

  /** The stream has ended, or cannot be relied on any more: another is opened after a while. */
  public void reopen(Turn turn) {
    close(turn);
    if (masterPresent) {
      Duration wait = MIN_BACKOFF.multipliedBy(1L << Math.min(failures, 10));
      failures++;
      deadline = Optional.of(turn.now().plus(wait.compareTo(MAX_BACKOFF) < 0 ? wait : MAX_BACKOFF));
    }
  }

  /** The master has removed the framework, its tasks with it: it starts again as a new one. */
  public void forgetFrameworkId(Turn turn) {
    frameworkId = Optional.empty();
    turn.remove(Keys.FRAMEWORK_ID);
  }

  /** Whether that stream is the present one. */
  public boolean isCurrent(String otherStreamId) {
    return state != State.APART && streamId.equals(otherStreamId);
  }

  /**
   * Tells the master something.
   *
   * @return false if there is no subscription, so that nothing was sent
   */
  public boolean call(Call.Builder call, Turn turn) {
    if (!isSubscribed()) {
      return false;
    }
    turn.effect(
        new MarathonEffect.CallMaster(
            streamId, call.setFrameworkId(frameworkId.orElseThrow()).build()));
    return true;
  }

  public Optional<Instant> nextDeadline() {
    return deadline;
  }

  /** A try is due, or the master was silent for too long. */
  public void tick(Turn turn) {
    if (deadline.isEmpty() || deadline.get().isAfter(turn.now())) {
      return;
    }
    if (state == State.APART) {
      open(turn);
    } else {
      reopen(turn);
    }
  }

  private void open(Turn turn) {
    state = State.SUBSCRIBING;
    streamId = ids.next().toString();
    nextSeq = 1;
    deadline = Optional.of(turn.now().plus(ANSWER_TIMEOUT));
    FrameworkInfo.Builder info = framework.toBuilder();
    frameworkId.ifPresent(info::setId);
    Call.Builder call =
        Call.newBuilder()
            .setType(Call.Type.SUBSCRIBE)
            .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(info));
    frameworkId.ifPresent(call::setFrameworkId);
    turn.effect(new MarathonEffect.Subscribe(streamId, call.build()));
  }

  private void close(Turn turn) {
    if (state != State.APART) {
      turn.effect(new MarathonEffect.Unsubscribe(streamId));
    }
    state = State.APART;
    deadline = Optional.empty();
  }
}
