package io.entresol.simulation.load;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** What all simulated agents and frameworks have done so far. */
final class Progress {
  final AtomicLong agentsRegistered = new AtomicLong();
  final AtomicLong frameworksSubscribed = new AtomicLong();
  private final AtomicLong offers = new AtomicLong();
  final AtomicLong tasksLaunched = new AtomicLong();
  final AtomicLong tasksRunning = new AtomicLong();
  final AtomicLong tasksFinished = new AtomicLong();
  // Tasks that ended in any other way; they are launched again.
  final AtomicLong tasksFailed = new AtomicLong();
  // Updates that agents sent once more, since no acknowledgement came.
  final AtomicLong updatesRepeated = new AtomicLong();
  // Updates that agents made, each counted once, and those of them that were acknowledged.
  final AtomicLong updatesSent = new AtomicLong();
  final AtomicLong updatesAcknowledged = new AtomicLong();
  // Acknowledgements of what was not waiting for one.
  final AtomicLong strayAcknowledgements = new AtomicLong();
  // Updates that came to a framework once more.
  final AtomicLong updatesAgain = new AtomicLong();
  // Agents that missed a command and registered again.
  final AtomicLong reregistrations = new AtomicLong();
  final AtomicLong callsFailed = new AtomicLong();
  final AtomicLong firstAcceptNanos = new AtomicLong();
  final AtomicLong lastRunningNanos = new AtomicLong();
  final AtomicLong lastFinishedNanos = new AtomicLong();
  // The threads on which nothing but the load runs, unless it shares the services' event loops.
  final Set<Long> loadThreads = ConcurrentHashMap.newKeySet();
  private volatile LongConsumer nextOffer = ignored -> {};

  /** An offer has come, at that time in nanoseconds. */
  void offered(long nowNanos) {
    offers.incrementAndGet();
    nextOffer.accept(nowNanos);
  }

  long offers() {
    return offers.get();
  }

  /** Tells of each offer from now on. */
  void onOffer(LongConsumer listener) {
    nextOffer = listener;
  }
}
