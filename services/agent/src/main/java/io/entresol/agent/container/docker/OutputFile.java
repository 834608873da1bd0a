package io.entresol.agent.container.docker;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One file that a stream of a container's output is copied into. The engine sends every line by
 * itself; what comes while a write is under way is the next write. Belongs to one context.
 */
final class OutputFile {
  private static final int PENDING_MOST = 256 * 1024;

  private final AsyncFile file;
  private final CopiedOutput copied;
  private Buffer pending = Buffer.buffer();
  private boolean writing;
  private Promise<Void> idle = Promise.promise();
  private Runnable onDrained = () -> {};

  private OutputFile(AsyncFile file, CopiedOutput copied) {
    this.file = file;
    this.copied = copied;
    idle.complete();
  }

  /**
   * Opens it to append.
   *
   * @param known how much of the stream is there; empty if the stream was never copied
   */
  static Future<OutputFile> open(Vertx vertx, Path path, Optional<CopiedOutput.Mark> known) {
    OpenOptions append = new OpenOptions().setCreate(true).setWrite(true).setAppend(true);
    return vertx
        .fileSystem()
        .open(path.toString(), append)
        .compose(
            file ->
                file.size()
                    .map(
                        length ->
                            new OutputFile(
                                file,
                                new CopiedOutput(
                                    known.orElse(CopiedOutput.Mark.from(length)), length))));
  }

  CopiedOutput.Mark mark() {
    return copied.mark();
  }

  /** The engine is about to send the lines since the mark again. */
  void rewind() {
    copied.rewind();
  }

  void append(String time, Buffer text) {
    pending.appendBuffer(copied.accept(time, text));
    if (!writing && pending.length() > 0) {
      idle = Promise.promise();
      write();
    }
  }

  private void write() {
    writing = true;
    Buffer now = pending;
    pending = Buffer.buffer();
    file.write(now).onSuccess(none -> written()).onFailure(idle::tryFail);
  }

  private void written() {
    onDrained.run();
    if (pending.length() > 0) {
      write();
    } else {
      writing = false;
      idle.complete();
    }
  }

  /** Whether the sender should wait until {@link #onDrained} is called. */
  boolean full() {
    return pending.length() > PENDING_MOST;
  }

  void onDrained(Runnable action) {
    onDrained = action;
  }

  /** Completes when all that was appended is in the file. */
  Future<Void> flushed() {
    return idle.future();
  }

  Future<Void> close() {
    return file.close();
  }
}
