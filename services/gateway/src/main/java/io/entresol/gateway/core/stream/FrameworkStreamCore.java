package io.entresol.gateway.core.stream;

import io.entresol.gateway.core.stream.EventSequence.Outcome;
import io.entresol.mesos.v1.scheduler.Call;
import io.entresol.mesos.v1.scheduler.Event;
import io.entresol.proto.bus.CallReply;
import io.entresol.proto.bus.FrameworkEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One framework's stream of events, which outlives its master: when another one leads, or events
 * were lost, the offers that are out are taken back, heartbeats go on, and the framework is
 * subscribed again under its id, for as long as the policy has patience. The client sees RESCINDs
 * and then another SUBSCRIBED, as if it had come back itself.
 */
public final class FrameworkStreamCore {
  /** What may come before the master's answer; more of it counts as lost. */
  static final int MAX_EARLY_EVENTS = 10_000;

  private static final int SILENT_HEARTBEATS = 3;
  private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration MIN_HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration MIN_PAUSE = Duration.ofMillis(250);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(2);
  private static final int OK = 200;
  private static final int FIRST_SERVER_ERROR = 500;
  private static final Event HEARTBEAT = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();

  private enum State {
    /** The client waits for an answer. */
    SUBSCRIBING,
    OPEN,
    /** There is no master, or the next try is not yet due. */
    APART,
    /** A master has been asked, and has not said SUBSCRIBED yet. */
    RETURNING,
    ENDED
  }

  private final StreamPolicy policy;
  private final Standing standing;
  private final OpenOffers offers = new OpenOffers();
  private final List<FrameworkEvents> early = new ArrayList<>();
  private EventSequence sequence = new EventSequence();
  private State state = State.SUBSCRIBING;
  private long subscription;
  private OptionalLong leader;
  private OptionalLong asked = OptionalLong.empty();
  private int earlyEvents;
  private int failures;
  private boolean doubtful;
  private Duration heartbeat = DEFAULT_HEARTBEAT;
  private Optional<Instant> patienceEnds = Optional.empty();
  private Optional<Instant> heartbeatAt = Optional.empty();
  private Optional<Instant> due = Optional.empty();

  /**
   * A stream to be.
   *
   * @param call the client's SUBSCRIBE
   * @param leader the term of the master that leads; empty if none does
   */
  public FrameworkStreamCore(StreamPolicy policy, Call call, OptionalLong leader) {
    this.policy = policy;
    this.standing = new Standing(call);
    this.leader = leader;
  }

  /** Asks for the first subscription. */
  public List<StreamEffect> start() {
    asked = leader;
    subscription = 1;
    return List.of(new StreamEffect.Subscribe(subscription, standing.call()));
  }

  public boolean hasEnded() {
    return state == State.ENDED;
  }

  /** The master has answered a call to subscribe. */
  public List<StreamEffect> answered(long answeredSubscription, CallReply reply, Instant now) {
    if (answeredSubscription != subscription) {
      return List.of();
    }
    boolean accepted = reply.getStatus() == OK;
    if (state == State.SUBSCRIBING) {
      return accepted ? begin(now) : refuse(reply, StreamEnd.REFUSED);
    }
    if (state == State.RETURNING && !accepted) {
      return reply.getStatus() >= FIRST_SERVER_ERROR ? pause(now) : end(StreamEnd.REFUSED);
    }
    return List.of();
  }

  /**
   * No master has answered a call to subscribe.
   *
   * @param reply what the client is told if it waits for the answer
   */
  public List<StreamEffect> unanswered(long askedSubscription, CallReply reply, Instant now) {
    if (askedSubscription != subscription) {
      return List.of();
    }
    return switch (state) {
      case SUBSCRIBING -> refuse(reply, StreamEnd.UNANSWERED);
      case RETURNING -> pause(now);
      case OPEN, APART, ENDED -> List.of();
    };
  }

  private List<StreamEffect> refuse(CallReply reply, StreamEnd reason) {
    List<StreamEffect> effects = new ArrayList<>(2);
    effects.add(new StreamEffect.Refuse(reply));
    effects.addAll(end(reason));
    return effects;
  }

  private List<StreamEffect> begin(Instant now) {
    state = State.OPEN;
    due = silenceEnds(now, policy.answerTimeout());
    List<StreamEffect> effects = new ArrayList<>();
    effects.add(new StreamEffect.Begin());
    List<FrameworkEvents> batches = List.copyOf(early);
    early.clear();
    batches.forEach(batch -> effects.addAll(received(batch, now)));
    if (state == State.OPEN && doubtful) {
      effects.addAll(lose(StreamEnd.REJOINED, now));
    } else if (state == State.OPEN && leader.isEmpty()) {
      effects.addAll(lose(StreamEnd.LEADER_CHANGE, now));
    }
    return effects;
  }

  /** Takes a batch of events from the bus. */
  public List<StreamEffect> received(FrameworkEvents batch, Instant now) {
    if (batch.hasSubscription() && batch.getSubscription() != subscription) {
      return List.of();
    }
    return switch (state) {
      case SUBSCRIBING -> keep(batch);
      case OPEN, RETURNING -> take(batch, now);
      case APART, ENDED -> List.of();
    };
  }

  private List<StreamEffect> keep(FrameworkEvents batch) {
    earlyEvents += Math.max(1, batch.getEventsCount());
    if (earlyEvents <= MAX_EARLY_EVENTS) {
      // What is left out shows as a gap later.
      early.add(batch);
    }
    return List.of();
  }

  private List<StreamEffect> take(FrameworkEvents batch, Instant now) {
    Outcome<Event> outcome =
        sequence.take(batch.getMasterEpoch(), batch.getFirstSeq(), batch.getEventsList());
    if (outcome instanceof Outcome.Gap<Event>) {
      return state == State.OPEN ? lose(StreamEnd.GAP, now) : pause(now);
    }
    if (!(outcome instanceof Outcome.Next<Event> next)) {
      return List.of();
    }
    List<StreamEffect> effects = new ArrayList<>(3);
    boolean resumed = false;
    for (Event event : next.events()) {
      offers.sent(event);
      if (event.getType() == Event.Type.SUBSCRIBED) {
        resumed = state == State.RETURNING;
        subscribed(event.getSubscribed());
      }
    }
    if (!next.events().isEmpty()) {
      effects.add(new StreamEffect.Send(next.events()));
      heartbeatAt = Optional.of(now.plus(heartbeat));
    }
    if (resumed) {
      effects.add(new StreamEffect.Resume());
    }
    if (state == State.OPEN && standing.hasId()) {
      due = silenceEnds(now, heartbeat.multipliedBy(SILENT_HEARTBEATS));
    }
    if (batch.getLast()) {
      effects.addAll(end(StreamEnd.MASTER));
    }
    return effects;
  }

  private void subscribed(Event.Subscribed event) {
    standing.subscribed(event.getFrameworkId());
    if (event.hasHeartbeatIntervalSeconds()) {
      Duration interval = Duration.ofMillis((long) (event.getHeartbeatIntervalSeconds() * 1000));
      heartbeat = interval.compareTo(MIN_HEARTBEAT) < 0 ? MIN_HEARTBEAT : interval;
    }
    state = State.OPEN;
    failures = 0;
    patienceEnds = Optional.empty();
  }

  private Optional<Instant> silenceEnds(Instant now, Duration allowed) {
    return policy.keeps() ? Optional.of(now.plus(allowed)) : Optional.empty();
  }

  /** Another master leads, in that term, or none does. */
  public List<StreamEffect> leaderIs(OptionalLong epoch, Instant now) {
    leader = epoch;
    return switch (state) {
      case OPEN -> isOf(epoch) ? List.of() : lose(StreamEnd.LEADER_CHANGE, now);
      case APART -> epoch.isPresent() ? ask(now) : List.of();
      case RETURNING -> epoch.isPresent() ? askAnother(epoch, now) : standBy();
      case SUBSCRIBING, ENDED -> List.of();
    };
  }

  private boolean isOf(OptionalLong epoch) {
    if (epoch.isEmpty()) {
      return false;
    }
    return sequence.hasBegun() ? sequence.isOf(epoch.getAsLong()) : asked.equals(epoch);
  }

  private List<StreamEffect> askAnother(OptionalLong epoch, Instant now) {
    return asked.equals(epoch) ? List.of() : ask(now);
  }

  private List<StreamEffect> standBy() {
    state = State.APART;
    due = Optional.empty();
    return List.of();
  }

  /** This process was taken for dead by the others for a while, so the master has let go of it. */
  public List<StreamEffect> rejoined(Instant now) {
    return switch (state) {
      case OPEN -> lose(StreamEnd.REJOINED, now);
      case RETURNING -> leader.isPresent() ? ask(now) : List.of();
      case SUBSCRIBING -> {
        doubtful = true;
        yield List.of();
      }
      case APART, ENDED -> List.of();
    };
  }

  /** The framework has said something to the master, and the master has accepted it. */
  public void said(Call call) {
    standing.said(call);
    offers.said(call);
  }

  private List<StreamEffect> lose(StreamEnd cause, Instant now) {
    if (!policy.keeps() || !standing.hasId()) {
      return end(cause);
    }
    state = State.APART;
    failures = 0;
    due = Optional.empty();
    patienceEnds = Optional.of(now.plus(policy.patience()));
    List<StreamEffect> effects = new ArrayList<>(3);
    effects.add(new StreamEffect.Part(cause));
    List<Event> rescinds = offers.rescindAll();
    if (!rescinds.isEmpty()) {
      effects.add(new StreamEffect.Send(rescinds));
    }
    if (leader.isPresent()) {
      effects.addAll(ask(now));
    }
    return effects;
  }

  private List<StreamEffect> ask(Instant now) {
    state = State.RETURNING;
    doubtful = false;
    asked = leader;
    subscription++;
    sequence = new EventSequence();
    due = Optional.of(now.plus(policy.answerTimeout()));
    return List.of(new StreamEffect.Subscribe(subscription, standing.call()));
  }

  private List<StreamEffect> pause(Instant now) {
    state = State.APART;
    Duration pause = MIN_PAUSE.multipliedBy(1L << Math.min(failures, 4));
    failures++;
    due = Optional.of(now.plus(pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE));
    return List.of();
  }

  /** Ends the stream, whoever wants it. Only the first reason counts. */
  public List<StreamEffect> end(StreamEnd reason) {
    if (state == State.ENDED) {
      return List.of();
    }
    state = State.ENDED;
    early.clear();
    due = Optional.empty();
    patienceEnds = Optional.empty();
    return List.of(new StreamEffect.End(reason));
  }

  /** When {@link #tick} is to be called; empty if nothing is waited for. */
  public Optional<Instant> nextDeadline() {
    Optional<Instant> next = due;
    if (patienceEnds.isPresent()) {
      next = earlier(next, patienceEnds);
      next = earlier(next, heartbeatAt);
    }
    return next;
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isPresent() ? one : other;
    }
    return one.get().isBefore(other.get()) ? one : other;
  }

  /** Time has passed. */
  public List<StreamEffect> tick(Instant now) {
    if (isDue(patienceEnds, now)) {
      return end(StreamEnd.NOT_RESUMED);
    }
    List<StreamEffect> effects = new ArrayList<>(2);
    if (patienceEnds.isPresent() && isDue(heartbeatAt, now)) {
      heartbeatAt = Optional.of(now.plus(heartbeat));
      effects.add(new StreamEffect.Send(List.of(HEARTBEAT)));
    }
    if (isDue(due, now)) {
      due = Optional.empty();
      effects.addAll(overdue(now));
    }
    return effects;
  }

  private static boolean isDue(Optional<Instant> deadline, Instant now) {
    return deadline.isPresent() && !deadline.get().isAfter(now);
  }

  private List<StreamEffect> overdue(Instant now) {
    return switch (state) {
      case OPEN -> lose(StreamEnd.SILENCE, now);
      case APART -> leader.isPresent() ? ask(now) : List.of();
      case RETURNING -> pause(now);
      case SUBSCRIBING, ENDED -> List.of();
    };
  }
}
