package io.entresol.simulation.load;

import java.util.concurrent.atomic.AtomicLong;

/** What all simulated agents and frameworks have done so far. */
final class Progress {
  final AtomicLong agentsRegistered = new AtomicLong();
  final AtomicLong frameworksSubscribed = new AtomicLong();
  final AtomicLong offers = new AtomicLong();
  final AtomicLong tasksLaunched = new AtomicLong();
  final AtomicLong tasksRunning = new AtomicLong();
  final AtomicLong tasksFinished = new AtomicLong();
  // Tasks that ended in any other way; they are launched again.
  final AtomicLong tasksFailed = new AtomicLong();
  // Updates that agents sent once more, since no acknowledgement came.
  final AtomicLong updatesRepeated = new AtomicLong();
  // Agents that missed a command and registered again.
  final AtomicLong reregistrations = new AtomicLong();
  final AtomicLong callsFailed = new AtomicLong();
  final AtomicLong firstAcceptNanos = new AtomicLong();
  final AtomicLong lastRunningNanos = new AtomicLong();
  final AtomicLong lastFinishedNanos = new AtomicLong();
}
