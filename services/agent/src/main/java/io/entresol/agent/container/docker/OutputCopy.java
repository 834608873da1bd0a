package io.entresol.agent.container.docker;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.CopyOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies one container's output into the files {@code stdout} and {@code stderr} of its sandbox
 * while it runs, with back-pressure. How far it came is kept in a file, so that the copy of a
 * restarted agent goes on where this one was. Belongs to one context.
 */
final class OutputCopy {
  private static final Logger LOG = LoggerFactory.getLogger(OutputCopy.class);
  private static final long CHECKPOINT_INTERVAL_MS = 1_000;
  private static final long RETRY_MS = 1_000;

  /** An end is held back for the rest of the output while some comes, up to a minute. */
  private static final long PATIENCE_MS = 5_000;

  private static final int PATIENCE_LOOKS = 11;
  private static final String COMPLETE = "complete";

  private final Vertx vertx;
  private final EngineStreams streams;
  private final Inspection container;
  private final Path sandbox;
  private final Path state;
  private final Promise<Void> finished = Promise.promise();
  private OutputFile out;
  private OutputFile error;
  private long checkpointTimer = -1;
  private long retryTimer = -1;
  private long received;
  private boolean complete;
  private boolean awaitingEnd;
  private boolean lastPass;
  private boolean over;
  private boolean finishing;
  private boolean closed;

  /**
   * @param state the file that keeps how far the copy is
   */
  OutputCopy(Vertx vertx, EngineStreams streams, Inspection container, Path sandbox, Path state) {
    this.vertx = vertx;
    this.streams = streams;
    this.container = container;
    this.over = !container.running();
    this.sandbox = sandbox;
    this.state = state;
  }

  /**
   * Copies from where an earlier copy was.
   *
   * @return completes when all has been copied; never fails, since a task goes on without its
   *     output
   */
  Future<Void> start() {
    open()
        .onSuccess(
            complete -> {
              if (complete) {
                finish();
              } else {
                follow();
              }
            })
        .onFailure(
            failure -> {
              LOG.warn("Cannot write the output of a container to {}", sandbox, failure);
              finished.tryComplete();
            });
    return finished.future();
  }

  /** Says whether all has been copied before. */
  private Future<Boolean> open() {
    return readState()
        .compose(
            known ->
                file("stdout", known)
                    .compose(
                        first -> {
                          out = first;
                          return file("stderr", known);
                        })
                    .compose(
                        second -> {
                          error = second;
                          complete = known.getBoolean(COMPLETE, false);
                          return writeState();
                        })
                    .map(none -> complete));
  }

  private Future<JsonObject> readState() {
    return vertx
        .fileSystem()
        .exists(state.toString())
        .compose(
            exists ->
                exists
                    ? vertx.fileSystem().readFile(state.toString()).map(JsonObject::new)
                    : Future.succeededFuture(new JsonObject()));
  }

  private Future<OutputFile> file(String name, JsonObject known) {
    return OutputFile.open(
        vertx,
        sandbox.resolve(name),
        Optional.ofNullable(known.getJsonObject(name)).map(CopiedOutput.Mark::fromJson));
  }

  private Future<Void> writeState() {
    JsonObject known =
        new JsonObject()
            .put(COMPLETE, complete)
            .put("stdout", out.mark().toJson())
            .put("stderr", error.mark().toJson());
    String fresh = state + ".new";
    // What is noted must be in the files already.
    return Future.join(out.flushed(), error.flushed())
        .compose(none -> vertx.fileSystem().writeFile(fresh, known.toBuffer()))
        .compose(
            none ->
                vertx
                    .fileSystem()
                    .move(
                        fresh,
                        state.toString(),
                        new CopyOptions().setReplaceExisting(true).setAtomicMove(true)));
  }

  /**
   * A last pass without following is needed, since the engine may end a stream that it follows
   * before the container's last lines, when these come together with its end.
   */
  private void follow() {
    awaitingEnd = false;
    if (closed) {
      finish();
      return;
    }
    lastPass = over;
    out.rewind();
    error.rewind();
    streams
        .output(container.engineId(), CopiedOutput.since(out.mark(), error.mark()), !lastPass)
        .onSuccess(this::copy)
        .onFailure(this::broken);
  }

  private void copy(HttpClientResponse response) {
    LogFrames frames =
        new LogFrames(
            container.terminal(),
            line -> (line.error() ? error : out).append(line.time(), line.text()));
    Runnable resume = () -> resumeUnlessFull(response);
    out.onDrained(resume);
    error.onDrained(resume);
    response.handler(
        bytes -> {
          received += bytes.length();
          frames.handle(bytes);
          if (out.full() || error.full()) {
            response.pause();
          }
          armCheckpoint();
        });
    response.exceptionHandler(this::broken);
    response.endHandler(none -> interrupted(true));
    response.resume();
  }

  /** One stream's slow file holds the other back too: they share the connection. */
  private void resumeUnlessFull(HttpClientResponse response) {
    if (!out.full() && !error.full()) {
      response.resume();
    }
  }

  /** The engine ends the stream with the container, or when the engine itself is restarted. */
  private void interrupted(boolean regularly) {
    if (closed || (lastPass && regularly)) {
      complete = !closed;
      finish();
    } else if (over && regularly) {
      follow();
    } else {
      awaitingEnd = true;
      retryTimer = vertx.setTimer(RETRY_MS, timer -> follow());
    }
  }

  /**
   * The container has ended: what the engine still has of its output is the last.
   *
   * @return completes when that has been copied, or seems not to come; never fails
   */
  Future<Void> containerEnded() {
    over = true;
    if (awaitingEnd) {
      vertx.cancelTimer(retryTimer);
      follow();
    }
    Promise<Void> settled = Promise.promise();
    finished.future().onComplete(none -> settled.tryComplete());
    watch(settled, PATIENCE_LOOKS);
    return settled.future();
  }

  private void watch(Promise<Void> settled, int looksLeft) {
    long before = received;
    vertx.setTimer(
        PATIENCE_MS,
        timer -> {
          if (received == before || looksLeft == 0) {
            settled.tryComplete();
          } else {
            watch(settled, looksLeft - 1);
          }
        });
  }

  private void broken(Throwable failure) {
    if (failure instanceof EngineException refused && refused.status() > 0) {
      error.append("", Buffer.buffer("The output cannot be read: " + refused.getMessage() + "\n"));
      finish();
    } else {
      interrupted(false);
    }
  }

  private void armCheckpoint() {
    if (checkpointTimer < 0) {
      checkpointTimer =
          vertx.setTimer(
              CHECKPOINT_INTERVAL_MS,
              timer -> {
                checkpointTimer = -1;
                writeState().onFailure(failure -> LOG.warn("Cannot write {}", state, failure));
              });
    }
  }

  private void finish() {
    if (finishing) {
      return;
    }
    finishing = true;
    vertx.cancelTimer(retryTimer);
    vertx.cancelTimer(checkpointTimer);
    writeState()
        .eventually(out::close)
        .eventually(error::close)
        .onFailure(failure -> LOG.warn("Cannot finish the output in {}", sandbox, failure))
        .onComplete(none -> finished.tryComplete());
  }

  /** Ends the copy where it is; the container's output stays with the engine. */
  void close() {
    closed = true;
    if (vertx.cancelTimer(retryTimer)) {
      finish();
    }
  }
}
