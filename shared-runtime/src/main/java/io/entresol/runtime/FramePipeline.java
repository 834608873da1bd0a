package io.entresol.runtime;

import io.entresol.domain.frame.Frame;
import io.entresol.domain.frame.StoreChange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Carries frames out: stores the records, then runs the effects, in the order of the frames. One
 * write is in flight; the frames that come meanwhile are the next batch. Used on one Vert.x
 * context.
 *
 * <p>If a write fails for good nothing of its batch or after it happens, and the service is told to
 * step down: its memory is ahead of its store.
 *
 * @param <E> the service's effects
 */
public final class FramePipeline<E> {
  /** Beyond this many records the rest waits for the batch after. */
  private static final int MAX_BATCH_RECORDS = 1000;

  private final RecordStore store;
  private final Consumer<E> runner;
  private final Consumer<Throwable> stepDown;
  private final Deque<Frame<E>> waiting = new ArrayDeque<>();
  private final List<Promise<Void>> drained = new ArrayList<>();
  private boolean writing;
  private boolean failed;

  /**
   * @param runner runs one effect; must not throw
   * @param stepDown called once, with the reason
   */
  public FramePipeline(RecordStore store, Consumer<E> runner, Consumer<Throwable> stepDown) {
    this.store = store;
    this.runner = runner;
    this.stepDown = stepDown;
  }

  /** Takes a frame over. A frame without records is carried out at once if nothing is before it. */
  public void submit(Frame<E> frame) {
    if (failed || frame.isEmpty()) {
      return;
    }
    if (!writing && frame.records().isEmpty()) {
      frame.effects().forEach(runner);
      return;
    }
    waiting.add(frame);
    if (!writing) {
      writeNext();
    }
  }

  private void writeNext() {
    List<Frame<E>> batch = new ArrayList<>();
    List<StoreChange> records = new ArrayList<>();
    while (!waiting.isEmpty() && records.size() < MAX_BATCH_RECORDS) {
      Frame<E> frame = waiting.poll();
      batch.add(frame);
      records.addAll(frame.records());
    }
    writing = true;
    Future<Void> written = records.isEmpty() ? Future.succeededFuture() : store.commit(records);
    written.onSuccess(ignored -> release(batch)).onFailure(this::fail);
  }

  private void release(List<Frame<E>> batch) {
    if (failed) {
      return;
    }
    batch.forEach(frame -> frame.effects().forEach(runner));
    if (!waiting.isEmpty()) {
      writeNext();
      return;
    }
    writing = false;
    drained.forEach(Promise::complete);
    drained.clear();
  }

  private void fail(Throwable cause) {
    if (failed) {
      return;
    }
    failed = true;
    waiting.clear();
    drained.forEach(promise -> promise.fail(cause));
    drained.clear();
    stepDown.accept(cause);
  }

  /** Drops what waits and runs no effect any more: the term is over. */
  public void abandon() {
    failed = true;
    waiting.clear();
    drained.forEach(promise -> promise.fail("abandoned"));
    drained.clear();
  }

  /** Completes when everything submitted so far is carried out. */
  public Future<Void> drained() {
    if (!writing && waiting.isEmpty()) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    drained.add(promise);
    return promise.future();
  }
}
