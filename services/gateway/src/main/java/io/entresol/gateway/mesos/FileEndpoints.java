package io.entresol.gateway.mesos;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.gateway.core.http.Answer;
import io.entresol.gateway.core.http.Jsonp;
import io.entresol.gateway.core.http.RefusedException;
import io.entresol.gateway.http.Exchange;
import io.entresol.gateway.http.JsonAnswers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** {@code /files/browse}, {@code read}, {@code download}, {@code debug}. */
final class FileEndpoints {
  private final Vertx vertx;
  private final VirtualFiles files;

  FileEndpoints(Vertx vertx, VirtualFiles files) {
    this.vertx = vertx;
    this.files = files;
  }

  Future<Answer> browse(Exchange exchange) {
    return blocking(
        () -> {
          // What is served are files, and there is nothing in a file.
          files.resolve(path(exchange));
          return JsonAnswers.of(
              Jsonp.of(exchange.query()),
              json -> {
                json.writeStartArray();
                json.writeEndArray();
              });
        });
  }

  Future<Answer> read(Exchange exchange) {
    return blocking(
        () -> {
          String path = path(exchange);
          long offset = number("offset", exchange.query());
          long length = number("length", exchange.query());
          boolean sizeOnly = offset == -1;
          VirtualFiles.Part part =
              files.read(
                  path,
                  sizeOnly ? 0 : offset,
                  sizeOnly ? Optional.of(0L) : Optional.of(length).filter(n -> n >= 0));
          return JsonAnswers.of(
              Jsonp.of(exchange.query()),
              json -> write(part, sizeOnly ? part.fileSize() : offset, json));
        });
  }

  private static void write(VirtualFiles.Part part, long offset, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("data", part.data().toStringUtf8());
    json.writeNumberField("offset", offset);
    json.writeEndObject();
  }

  /** Sends the file itself. */
  Future<Void> download(Exchange exchange) {
    return vertx
        .<Path>executeBlocking(
            () -> {
              try {
                return files.resolve(path(exchange));
              } catch (RefusedException e) {
                boolean unknown = e.answer().status() == 404;
                throw unknown ? new RefusedException(Answer.bare(404)) : e;
              }
            },
            false)
        .compose(
            file -> {
              exchange.begin(200);
              exchange
                  .response()
                  .putHeader("Content-Type", "application/octet-stream")
                  .putHeader("Content-Disposition", "attachment; filename=" + file.getFileName());
              return exchange.response().sendFile(file.toString());
            });
  }

  Future<Answer> debug(Exchange exchange) {
    return Future.succeededFuture(
        JsonAnswers.of(
            Jsonp.of(exchange.query()),
            json -> {
              json.writeStartObject();
              for (Map.Entry<String, Path> file : files.names().entrySet()) {
                json.writeStringField(file.getKey(), file.getValue().toString());
              }
              json.writeEndObject();
            }));
  }

  private interface Work {
    Answer run() throws RefusedException, IOException;
  }

  private Future<Answer> blocking(Work work) {
    return vertx.executeBlocking(work::run, false);
  }

  private static String path(Exchange exchange) throws RefusedException {
    String path = exchange.query().getOrDefault("path", "");
    if (path.isEmpty()) {
      throw new RefusedException(Answer.badRequest("Expecting 'path=value' in query.\n"));
    }
    return path;
  }

  /** -1 if it is not given. */
  private static long number(String name, Map<String, String> query) throws RefusedException {
    String text = query.get(name);
    if (text == null) {
      return -1;
    }
    long number;
    try {
      number = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new RefusedException(
          Answer.badRequest(
              "Failed to parse %s: Failed to convert '%s' to number.\n".formatted(name, text)));
    }
    if (number < -1) {
      throw new RefusedException(
          Answer.badRequest("Negative %s provided: %d.\n".formatted(name, number)));
    }
    return number;
  }
}
