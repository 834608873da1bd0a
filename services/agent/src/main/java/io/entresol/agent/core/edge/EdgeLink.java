package io.entresol.agent.core.edge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * An agent's connection to one of several gateways: which one is tried, and when; when the
 * connection counts as dead. Pauses are random, so that the agents of a gateway that has died do
 * not all come to the next one at once.
 */
public final class EdgeLink {
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);
  private static final Duration MIN_PAUSE = Duration.ofMillis(50);

  /** How long a connection may take until the gateway has said who leads. */
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);
  private static final Duration BEAT = Duration.ofSeconds(10);

  private enum State {
    WAITING,
    CONNECTING,
    CONNECTED,
    STOPPED
  }

  private final List<EdgeAddress> addresses;
  private final DoubleSupplier jitter;
  private State state = State.WAITING;
  private int next;
  private long attempt;
  private Duration backoff = FIRST_BACKOFF;
  private Optional<Instant> due = Optional.empty();
  private Optional<Instant> beatAt = Optional.empty();

  /**
   * A link that is not begun.
   *
   * @param addresses at least one; which comes first is random
   * @param jitter from 0 to 1
   */
  public EdgeLink(List<EdgeAddress> addresses, DoubleSupplier jitter) {
    this.addresses = List.copyOf(addresses);
    this.jitter = jitter;
    this.next = (int) (jitter.getAsDouble() * addresses.size()) % addresses.size();
  }

  /** Connects for the first time. */
  public List<EdgeEffect> start(Instant now) {
    return connect(now);
  }

  private List<EdgeEffect> connect(Instant now) {
    state = State.CONNECTING;
    attempt++;
    due = Optional.of(now.plus(CONNECT_LIMIT));
    return List.of(new EdgeEffect.Connect(attempt, addresses.get(next)));
  }

  /** Whether messages can be sent. */
  public boolean isConnected() {
    return state == State.CONNECTED;
  }

  /**
   * Something has come on a connection. Returns false if it is not, or no longer, the present one.
   */
  public boolean heard(long onAttempt, Instant now) {
    if (onAttempt != attempt || (state != State.CONNECTING && state != State.CONNECTED)) {
      return false;
    }
    if (state == State.CONNECTING) {
      state = State.CONNECTED;
      backoff = FIRST_BACKOFF;
      beatAt = Optional.of(now.plus(BEAT));
    }
    due = Optional.of(now.plus(SILENCE_LIMIT));
    return true;
  }

  /** A connection has broken, or did not come about. */
  public List<EdgeEffect> lost(long lostAttempt, Instant now) {
    if (lostAttempt != attempt || state == State.WAITING || state == State.STOPPED) {
      return List.of();
    }
    boolean wasConnected = state == State.CONNECTED;
    state = State.WAITING;
    beatAt = Optional.empty();
    next = (next + 1) % addresses.size();
    Duration pause = Duration.ofNanos((long) (backoff.toNanos() * jitter.getAsDouble()));
    due = Optional.of(now.plus(pause.compareTo(MIN_PAUSE) < 0 ? MIN_PAUSE : pause));
    Duration doubled = backoff.multipliedBy(2);
    backoff = doubled.compareTo(MAX_BACKOFF) < 0 ? doubled : MAX_BACKOFF;
    return wasConnected ? List.of(new EdgeEffect.CutOff()) : List.of();
  }

  public Optional<Instant> nextDeadline() {
    if (due.isEmpty() || beatAt.isEmpty()) {
      return due.isPresent() ? due : beatAt;
    }
    return due.get().isBefore(beatAt.get()) ? due : beatAt;
  }

  /** Time has passed. */
  public List<EdgeEffect> tick(Instant now) {
    List<EdgeEffect> effects = new ArrayList<>(2);
    if (due.isPresent() && !due.get().isAfter(now)) {
      if (state == State.WAITING) {
        return connect(now);
      }
      effects.add(new EdgeEffect.Drop(attempt));
      effects.addAll(lost(attempt, now));
    } else if (beatAt.isPresent() && !beatAt.get().isAfter(now)) {
      beatAt = Optional.of(now.plus(BEAT));
      effects.add(new EdgeEffect.SayAlive());
    }
    return effects;
  }

  /** Ends for good. */
  public List<EdgeEffect> stop() {
    boolean dropped = state == State.CONNECTING || state == State.CONNECTED;
    state = State.STOPPED;
    due = Optional.empty();
    beatAt = Optional.empty();
    return dropped ? List.of(new EdgeEffect.Drop(attempt)) : List.of();
  }
}
