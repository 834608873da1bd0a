package io.entresol.driver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Makes callbacks one at a time, in order. The queue is bounded by {@link #awaitRoom}: who brings
 * events waits there, and so does, in the end, the master; what a framework's own calls cause is
 * always taken.
 */
final class CallbackThread {
  static final int ROOM = 1_000;

  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final Consumer<Throwable> failed;
  private final Thread thread;
  private boolean ended;

  /**
   * A thread that has not started.
   *
   * @param failed told what a callback threw; the callbacks after it are still made
   */
  CallbackThread(String name, Consumer<Throwable> failed) {
    this.failed = failed;
    this.thread = Threads.daemon(name, this::run);
  }

  void start() {
    thread.start();
  }

  /** Whether this is asked within a callback. */
  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  synchronized void add(Runnable callback) {
    queue.add(callback);
    notifyAll();
  }

  /** Waits while many callbacks are still to be made, but only so long; whether there is room. */
  synchronized boolean awaitRoom(long limitMs) throws InterruptedException {
    long deadline = System.nanoTime() + limitMs * 1_000_000;
    while (queue.size() >= ROOM && !ended) {
      long leftMs = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        return false;
      }
      wait(leftMs);
    }
    return true;
  }

  /** Makes the callbacks that wait, and then no more. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  private void run() {
    for (Runnable next = take(); next != null; next = take()) {
      make(next);
    }
  }

  private synchronized Runnable take() {
    while (queue.isEmpty() && !ended) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Left behind by a callback, and meant for it.
      }
    }
    Runnable next = queue.poll();
    notifyAll();
    return next;
  }

  private void make(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable e) {
      // Of the framework's own code, and it may be an Error: a driver that dies silently of it
      // would leave its framework waiting for ever.
      failed.accept(e);
    }
  }
}
