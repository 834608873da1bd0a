package io.entresol.agent.container.docker;

import io.entresol.agent.container.ContainerId;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of containers that ended, for as long as it is open. Whenever it has connected, it says so:
 * what ended before that may have gone unseen. Belongs to one context.
 */
final class ContainerEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerEvents.class);
  private static final long RECONNECT_MS = 500;

  /** The engine keeps its newest events, so that the begin of a stream need not be exact. */
  private static final long OVERLAP_SECONDS = 5;

  private final Vertx vertx;
  private final EngineStreams streams;
  private final Runnable onConnected;
  private final Consumer<ContainerId> onEnd;
  private boolean closed;
  private boolean interrupted;

  /** Follows the containers of all agents; starts with {@link #connect()}. */
  ContainerEvents(
      Vertx vertx, EngineStreams streams, Runnable onConnected, Consumer<ContainerId> onEnd) {
    this.vertx = vertx;
    this.streams = streams;
    this.onConnected = onConnected;
    this.onEnd = onEnd;
  }

  void connect() {
    if (closed) {
      return;
    }
    streams
        .ends(DockerLabels.CONTAINER_ID, Instant.now().minusSeconds(OVERLAP_SECONDS))
        .onSuccess(this::follow)
        .onFailure(this::lost);
  }

  private void follow(HttpClientResponse response) {
    if (interrupted) {
      LOG.info("The Docker Engine is back");
      interrupted = false;
    }
    response.handler(RecordParser.newDelimited("\n", this::event));
    response.exceptionHandler(this::lost);
    response.endHandler(none -> lost(new EngineException(0, "the stream of events ended")));
    response.resume();
    onConnected.run();
  }

  private void lost(Throwable cause) {
    if (!closed) {
      if (!interrupted) {
        LOG.warn("Lost the Docker Engine, trying again: {}", cause.getMessage());
        interrupted = true;
      }
      vertx.setTimer(RECONNECT_MS, timer -> connect());
    }
  }

  private void event(Buffer line) {
    try {
      JsonObject actor = new JsonObject(line).getJsonObject("Actor", new JsonObject());
      String id =
          actor.getJsonObject("Attributes", new JsonObject()).getString(DockerLabels.CONTAINER_ID);
      if (id != null) {
        onEnd.accept(new ContainerId(id));
      }
    } catch (DecodeException | ClassCastException malformed) {
      LOG.warn("Passing over a malformed event of the Docker Engine: {}", line, malformed);
    }
  }

  void close() {
    closed = true;
  }
}
