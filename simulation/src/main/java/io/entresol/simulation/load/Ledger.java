package io.entresol.simulation.load;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What of each agent is offered or in use, as those know it to whom it was given. It only ever errs
 * towards too little: what is given back is taken out before anybody is told of it. So an offer
 * that does not fit beside the rest contradicts the books. Used by several threads.
 */
final class Ledger {
  private final long cpusMilli;
  private final long memMilli;
  private final TaskShape shape;
  private final AtomicLongArray cpus;
  private final AtomicLongArray mem;
  private final AtomicLongArray endedNanos;
  private final AtomicLong contradictions = new AtomicLong();

  /** Nothing is held of so many agents, each with that much. */
  Ledger(int agents, long cpusMilli, long memMilli, TaskShape shape) {
    this.cpusMilli = cpusMilli;
    this.memMilli = memMilli;
    this.shape = shape;
    this.cpus = new AtomicLongArray(agents);
    this.mem = new AtomicLongArray(agents);
    this.endedNanos = new AtomicLongArray(agents);
  }

  /**
   * Something of an agent has been offered.
   *
   * @return since when, in nanoseconds, a task's end made something of the agent free that was not
   *     offered since; 0 if there was none
   */
  long offered(int agent, long offeredCpus, long offeredMem) {
    long heldCpus = cpus.addAndGet(agent, offeredCpus);
    long heldMem = mem.addAndGet(agent, offeredMem);
    if (heldCpus > cpusMilli || heldMem > memMilli) {
      contradictions.incrementAndGet();
    }
    return endedNanos.getAndSet(agent, 0);
  }

  /** Some of it is about to be given back. */
  void released(int agent, long releasedCpus, long releasedMem) {
    cpus.addAndGet(agent, -releasedCpus);
    mem.addAndGet(agent, -releasedMem);
  }

  /** The master is about to hear that a task has ended. */
  void taskEnded(int agent, long nowNanos) {
    released(agent, shape.cpusMilli(), shape.memMilli());
    endedNanos.compareAndSet(agent, 0, nowNanos);
  }

  /** How many offers had something that was offered or in use already. */
  long contradictions() {
    return contradictions.get();
  }
}
