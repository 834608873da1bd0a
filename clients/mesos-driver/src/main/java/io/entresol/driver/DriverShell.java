package io.entresol.driver;

import io.entresol.driver.core.DriverClock;
import io.entresol.driver.core.DriverStatus;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.mesos.Protos;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the drivers of schedulers and of executors share: a lock around the core, a thread for
 * callbacks, one for deadlines, and the session of the moment.
 */
abstract class DriverShell {
  /** How long the calls that a driver made before it was stopped may take. */
  static final long DRAIN_MS = 5_000;

  private static final long BACKLOG_MS = 1_000;

  static final DriverClock CLOCK =
      new DriverClock() {
        @Override
        public long monotonicMs() {
          return System.nanoTime() / 1_000_000;
        }

        @Override
        public double epochSeconds() {
          return System.currentTimeMillis() / 1000.0;
        }
      };

  private static final Logger LOG = LoggerFactory.getLogger(DriverShell.class);

  private final Object lock = new Object();
  private final String name;
  private final CallbackThread callbacks;
  private final Map<String, String> headers = new HashMap<>();
  private ApiSession session;
  private int lastCallbacks;
  private boolean ended;

  /**
   * A shell that has not started.
   *
   * @param name what its threads are called
   */
  DriverShell(String name) {
    this.name = name;
    this.callbacks = new CallbackThread(name + "-callbacks", this::callbackFailed);
  }

  abstract DriverStatus status();

  abstract long deadline();

  abstract void tick();

  abstract DriverStatus abortCore();

  /** Takes an event of the connection with this number; on the session's thread. */
  abstract void eventCame(long connection, byte[] record) throws IOException;

  /** What has come cannot be taken yet: that nothing is heard is not the other side's doing. */
  abstract void backlogged(long connection);

  abstract void sessionEnded(long connection);

  abstract void sessionRefused(long connection, String message);

  abstract void sessionRedirected(long connection, HostPort other);

  abstract void callRejected(int tag, int status, String message);

  static double random() {
    return ThreadLocalRandom.current().nextDouble();
  }

  /** Sent with each call of the sessions that are still to be opened. */
  void authorization(String value) {
    headers.put("Authorization", value);
  }

  /** Asks the core. */
  final <T> T decide(Supplier<T> decision) {
    synchronized (lock) {
      try {
        return decision.get();
      } finally {
        lock.notifyAll();
      }
    }
  }

  final Protos.Status decideStatus(Supplier<DriverStatus> decision) {
    return hostStatus(decide(decision));
  }

  final void tell(Runnable news) {
    decide(
        () -> {
          news.run();
          return null;
        });
  }

  /** The threads, once. Only within a decision. */
  final void startThreads() {
    callbacks.start();
    Threads.daemon(name + "-deadlines", this::watchDeadlines).start();
  }

  /** Queues a callback, which is dropped if the driver does not run when its turn comes. */
  final void callback(Runnable callback) {
    callbacks.add(
        () -> {
          if (decide(this::status) == DriverStatus.RUNNING) {
            callback.run();
          }
        });
  }

  /** Queues a callback that is made in any case. Only within a decision. */
  final void lastCallback(Runnable callback) {
    lastCallbacks++;
    callbacks.add(
        () -> {
          try {
            callback.run();
          } finally {
            tell(() -> lastCallbacks--);
          }
        });
  }

  private void callbackFailed(Throwable failure) {
    LOG.error("A callback has failed; the driver aborts", failure);
    tell(this::abortCore);
  }

  /** Opens a session in place of the one before. Only within a decision. */
  final void openSession(long connection, HostPort peer, String path, byte[] subscribe) {
    session =
        new ApiSession(
            name,
            peer,
            path,
            Collections.unmodifiableMap(headers),
            subscribe,
            new SessionListener(connection));
    session.start();
  }

  /** Only within a decision. */
  final void closeSession() {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  /** Only within a decision, while the session is subscribed. */
  final void sendCall(int tag, byte[] body) {
    session.send(tag, body);
  }

  private void watchDeadlines() {
    synchronized (lock) {
      while (!ended) {
        long left = deadline() - CLOCK.monotonicMs();
        if (left <= 0) {
          tick();
          continue;
        }
        try {
          lock.wait(left);
        } catch (InterruptedException e) {
          LOG.debug("Nobody interrupts this thread", e);
        }
      }
    }
  }

  /** Ends everything once the calls that were made are on their way; after the core has stopped. */
  final void end() {
    ApiSession last = decide(() -> session);
    boolean interrupted = false;
    if (last != null) {
      try {
        last.drain(DRAIN_MS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    tell(
        () -> {
          closeSession();
          ended = true;
        });
    callbacks.end();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until the driver has aborted and said why, or has stopped and said everything: programs
   * tend to exit then.
   */
  final Protos.Status join() {
    boolean interrupted = false;
    DriverStatus last;
    synchronized (lock) {
      while (status() == DriverStatus.RUNNING
          || (status() == DriverStatus.STOPPED && !ended)
          || (lastCallbacks > 0 && !callbacks.isCurrent())) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          // The interface has no way to say so; who asks for the flag shall find it.
          interrupted = true;
        }
      }
      last = status();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return hostStatus(last);
  }

  static Protos.Status hostStatus(DriverStatus status) {
    switch (status) {
      case NOT_STARTED:
        return Protos.Status.DRIVER_NOT_STARTED;
      case RUNNING:
        return Protos.Status.DRIVER_RUNNING;
      case ABORTED:
        return Protos.Status.DRIVER_ABORTED;
      case STOPPED:
        return Protos.Status.DRIVER_STOPPED;
    }
    throw new IllegalStateException("no such status: " + status);
  }

  private final class SessionListener implements ApiSession.Listener {
    private final long connection;

    SessionListener(long connection) {
      this.connection = connection;
    }

    @Override
    public void event(byte[] record) throws IOException, InterruptedException {
      while (!callbacks.awaitRoom(BACKLOG_MS)) {
        backlogged(connection);
      }
      eventCame(connection, record);
    }

    @Override
    public void redirected(HostPort other) {
      LOG.info("Redirected to {}", other);
      sessionRedirected(connection, other);
    }

    @Override
    public void refused(String message) {
      sessionRefused(connection, message);
    }

    @Override
    public void rejected(int tag, int status, String message) {
      callRejected(tag, status, message);
    }

    @Override
    public void ended(String reason) {
      LOG.info("The connection has ended: {}", reason);
      sessionEnded(connection);
    }
  }
}
