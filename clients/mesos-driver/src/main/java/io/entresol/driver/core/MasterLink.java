package io.entresol.driver.core;

import java.util.function.DoubleSupplier;

/**
 * Where a scheduler's driver is with its master: when to connect, when to give a connection up, and
 * how long to wait before the next. Each attempt has a number of its own, so that what is heard of
 * an older one is told apart.
 */
final class MasterLink {
  /** No deadline. */
  static final long NEVER = Long.MAX_VALUE;

  /** A master that has not answered SUBSCRIBE by then is asked again. */
  static final long SUBSCRIBE_TIMEOUT_MS = 15_000;

  /** This many heartbeats may be missing. */
  static final int MISSED_HEARTBEATS = 5;

  static final double DEFAULT_HEARTBEAT_SECONDS = 15;

  private static final long MAX_BACKOFF_MS = 60_000;
  private static final int MAX_REDIRECTS = 5;

  enum State {
    /** No master is known, or none is wanted. */
    NONE,
    WAITING,
    SUBSCRIBING,
    SUBSCRIBED
  }

  private final DriverClock clock;
  private final Backoff backoff;
  private State state = State.NONE;
  private long connection;
  private int redirects;
  private long heartbeatTimeoutMs;
  private long deadline = NEVER;

  /**
   * A link to no master.
   *
   * @param failoverTimeoutSeconds of the framework; 0 for none
   */
  MasterLink(
      DriverClock clock,
      DoubleSupplier random,
      long firstBackoffMs,
      double failoverTimeoutSeconds) {
    this.clock = clock;
    // A framework is to be back well before the master gives it up.
    double tenth = failoverTimeoutSeconds * 1000 / 10;
    long max = tenth > 0 ? (long) Math.min(MAX_BACKOFF_MS, tenth) : MAX_BACKOFF_MS;
    this.backoff = new Backoff(firstBackoffMs, max, random);
  }

  boolean subscribed() {
    return state == State.SUBSCRIBED;
  }

  /** Whether there is a connection, subscribed or not yet. */
  boolean connected() {
    return state == State.SUBSCRIBING || state == State.SUBSCRIBED;
  }

  State state() {
    return state;
  }

  long connection() {
    return connection;
  }

  /** Whether something was heard of the connection of now. */
  boolean concerns(long heardOf) {
    return connected() && heardOf == connection;
  }

  long deadline() {
    return deadline;
  }

  boolean due() {
    return clock.monotonicMs() >= deadline;
  }

  /** There is another master: what was tried with the one before does not count. */
  void masterChanged() {
    backoff.reset();
    redirects = 0;
  }

  long connecting() {
    state = State.SUBSCRIBING;
    deadline = clock.monotonicMs() + SUBSCRIBE_TIMEOUT_MS;
    connection++;
    return connection;
  }

  boolean mayRedirect() {
    redirects++;
    return redirects <= MAX_REDIRECTS;
  }

  void nowSubscribed(double heartbeatSeconds) {
    state = State.SUBSCRIBED;
    double interval = heartbeatSeconds > 0 ? heartbeatSeconds : DEFAULT_HEARTBEAT_SECONDS;
    heartbeatTimeoutMs = (long) (interval * 1000 * MISSED_HEARTBEATS);
    masterChanged();
    heard();
  }

  void heard() {
    if (state == State.SUBSCRIBED) {
      deadline = clock.monotonicMs() + heartbeatTimeoutMs;
    }
  }

  void waitForNextAttempt() {
    state = State.WAITING;
    redirects = 0;
    deadline = clock.monotonicMs() + backoff.nextMs();
  }

  void none() {
    state = State.NONE;
    deadline = NEVER;
  }
}
