package io.entresol.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.gateway.core.document.Section;
import io.entresol.gateway.core.document.StateDocument;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.Jsonp;
import io.entresol.proto.MesosJson;
import io.entresol.proto.bus.StatePage;
import io.entresol.proto.bus.StateQuery;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a document about the cluster as an HTTP answer. A small one is sent whole with its length;
 * a large one leaves in chunks while the state is still being read, as fast as the client takes it.
 * Rendering happens on worker threads.
 */
public final class DocumentResponse {
  /** Where pages of the state come from. */
  public interface Pages {
    Future<StatePage> page(Set<StateQuery.Part> parts, Optional<String> token);
  }

  private interface Step {
    void run() throws IOException;
  }

  /** From here on an answer is no longer kept back to learn its length. */
  private static final int CHUNK_BYTES = 512 * 1024;

  private final Vertx vertx;
  private final Exchange exchange;
  private final Pages pages;
  private final StateDocument document;
  private final Jsonp jsonp;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final JsonGenerator json;
  private OutputStream sink = text;
  private boolean chunked;
  private long headLength;

  private DocumentResponse(
      Vertx vertx, Exchange exchange, Pages pages, StateDocument document, Jsonp jsonp) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.pages = pages;
    this.document = document;
    this.jsonp = jsonp;
    try {
      // The generator writes through the sink of the moment, which compression may replace.
      this.json = MesosJson.generator(new SinkStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class SinkStream extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      sink.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      sink.write(bytes, offset, length);
    }
  }

  /**
   * Answers with the document.
   *
   * @return fails if the state cannot be read; then nothing was sent, or the connection is closed
   */
  public static Future<Void> send(
      Vertx vertx, Exchange exchange, Pages pages, StateDocument document, Jsonp jsonp) {
    return new DocumentResponse(vertx, exchange, pages, document, jsonp).send();
  }

  private Future<Void> send() {
    return step(() -> {
          text.write(jsonp.prefix());
          document.open(json);
        })
        .compose(ignored -> section(0))
        .compose(
            ignored ->
                step(
                    () -> {
                      document.close(json);
                      json.flush();
                      sink.write(jsonp.suffix());
                    }))
        .compose(ignored -> finish())
        .onFailure(
            failure -> {
              if (chunked) {
                // Half of an answer must not look like a whole one.
                exchange.request().connection().close();
              }
            });
  }

  private Future<Void> section(int number) {
    if (number == document.sections().size()) {
      return Future.succeededFuture();
    }
    Section section = document.sections().get(number);
    return step(() -> section.begin(json))
        .compose(
            ignored ->
                section.reads().isEmpty()
                    ? Future.succeededFuture()
                    : read(section, Optional.empty()))
        .compose(ignored -> step(() -> section.end(json)))
        .compose(ignored -> section(number + 1));
  }

  private Future<Void> read(Section section, Optional<String> token) {
    return pages
        .page(section.reads(), token)
        .compose(
            page ->
                step(() -> section.page(page, json))
                    .compose(
                        ignored ->
                            page.hasNextPageToken()
                                ? read(section, Optional.of(page.getNextPageToken()))
                                : Future.succeededFuture()));
  }

  private Future<Void> step(Step step) {
    if (exchange.isClosed()) {
      return Future.failedFuture("The client has gone");
    }
    return vertx
        .executeBlocking(
            () -> {
              step.run();
              json.flush();
              return null;
            },
            false)
        .compose(ignored -> text.size() < CHUNK_BYTES ? Future.succeededFuture() : sendChunk());
  }

  private Future<Void> sendChunk() {
    if (exchange.isHead()) {
      headLength += text.size();
      text.reset();
      return Future.succeededFuture();
    }
    if (!exchange.allowsChunks()) {
      return Future.succeededFuture();
    }
    Future<Void> begun = chunked ? Future.succeededFuture() : beginChunks();
    return begun.compose(ignored -> write());
  }

  private Future<Void> beginChunks() {
    chunked = true;
    exchange.beginChunks(jsonp.contentType());
    if (!exchange.allowsGzip()) {
      return Future.succeededFuture();
    }
    exchange.response().putHeader("Content-Encoding", "gzip");
    return vertx.executeBlocking(
        () -> {
          byte[] plain = text.toByteArray();
          text.reset();
          sink = new GZIPOutputStream(text);
          sink.write(plain);
          return null;
        },
        false);
  }

  private Future<Void> write() {
    Buffer chunk = Buffer.buffer(text.toByteArray());
    text.reset();
    Promise<Void> taken = Promise.promise();
    exchange.response().write(chunk).onFailure(taken::tryFail);
    if (exchange.response().writeQueueFull()) {
      exchange.response().drainHandler(ignored -> taken.tryComplete());
    } else {
      taken.tryComplete();
    }
    return taken.future();
  }

  private Future<Void> finish() {
    if (chunked) {
      return vertx
          .executeBlocking(
              () -> {
                sink.close();
                return text.toByteArray();
              },
              false)
          .compose(rest -> exchange.response().end(Buffer.buffer(rest)));
    }
    if (headLength > 0) {
      exchange.begin(200);
      exchange.response().putHeader("Content-Type", jsonp.contentType());
      return exchange.endHead(headLength + text.size());
    }
    return exchange.respond(Answer.of(200, jsonp.contentType(), text.toByteArray()));
  }
}
