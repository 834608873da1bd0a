package io.entresol.agent.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entresol.proto.MesosJson;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /files/browse}, {@code read}, {@code download} and {@code debug}. */
final class FileRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(FileRoutes.class);

  private final AgentView agent;

  FileRoutes(AgentView agent) {
    this.agent = agent;
  }

  private interface Reading<T> {
    T read(Path file) throws IOException;
  }

  /** Looks up the file that is asked for and reads it off the event loop. */
  private <T> void withFile(
      RoutingContext context, String missing, Reading<T> reading, BiConsumer<String, T> answer) {
    String shown = context.request().getParam("path");
    if (shown == null || shown.isEmpty()) {
      Answers.text(context, 400, "Expecting 'path=value' in query.\n");
      return;
    }
    FileTree tree = new FileTree(agent);
    Future<Optional<T>> read =
        context
            .vertx()
            .executeBlocking(
                () -> {
                  Optional<Path> file = tree.resolve(shown);
                  return file.isEmpty()
                      ? Optional.<T>empty()
                      : Optional.of(reading.read(file.get()));
                },
                false);
    read.onSuccess(
            result ->
                result.ifPresentOrElse(
                    value -> answer.accept(shown, value),
                    () -> Answers.text(context, 404, missing)))
        .onFailure(
            failure -> {
              LOG.warn("Cannot read {}", shown, failure);
              Answers.text(context, 500, "Cannot read the file: " + failure.getMessage());
            });
  }

  void browse(RoutingContext context) {
    String shown = context.request().getParam("path");
    withFile(
        context,
        "",
        file -> FileEntry.list(shown, file),
        (name, entries) -> Answers.json(context, json -> listing(entries, json)));
  }

  private static void listing(List<FileEntry> entries, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (FileEntry entry : entries) {
      json.writeStartObject();
      json.writeStringField("gid", entry.group());
      json.writeStringField("mode", entry.permissions());
      json.writeFieldName("mtime");
      MesosJson.writeDouble((double) entry.modifiedSeconds(), json);
      json.writeNumberField("nlink", entry.links());
      json.writeStringField("path", entry.path());
      json.writeNumberField("size", entry.size());
      json.writeStringField("uid", entry.user());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  void read(RoutingContext context) {
    Optional<Long> offset = number(context, "offset");
    Optional<Long> length = offset.isEmpty() ? Optional.empty() : number(context, "length");
    if (offset.isEmpty() || length.isEmpty()) {
      return;
    }
    withFile(
        context,
        "",
        file -> FilePart.read(file, Math.max(0, offset.get()), length.get()),
        (name, part) -> {
          // Without an offset only the size is asked for.
          boolean sizeOnly = offset.get() < 0;
          Answers.json(
              context,
              json -> {
                json.writeStartObject();
                json.writeStringField(
                    "data", sizeOnly ? "" : new String(part.data(), StandardCharsets.UTF_8));
                json.writeNumberField("offset", sizeOnly ? part.size() : offset.get());
                json.writeEndObject();
              });
        });
  }

  /** A parameter, -1 if it is absent; empty if it is wrong, which has been answered then. */
  private static Optional<Long> number(RoutingContext context, String name) {
    String text = context.request().getParam(name);
    if (text == null) {
      return Optional.of(-1L);
    }
    try {
      long value = Long.parseLong(text);
      if (value >= -1) {
        return Optional.of(value);
      }
      Answers.text(context, 400, "Negative " + name + " provided: " + value + ".\n");
    } catch (NumberFormatException e) {
      Answers.text(
          context,
          400,
          "Failed to parse " + name + ": Failed to convert '" + text + "' to number.\n");
    }
    return Optional.empty();
  }

  void download(RoutingContext context) {
    withFile(
        context,
        "404 Not Found.",
        file -> file,
        (name, file) -> {
          if (Files.isDirectory(file)) {
            Answers.text(context, 400, "Cannot download a directory.\n");
            return;
          }
          context
              .response()
              .putHeader("Content-Type", "application/octet-stream")
              .putHeader("Content-Disposition", "attachment; filename=" + lastSegment(name))
              .sendFile(file.toString())
              .onFailure(failure -> LOG.debug("A download ended early: {}", failure.toString()));
        });
  }

  private static String lastSegment(String shown) {
    String name = shown.replaceAll("/+$", "");
    return name.substring(name.lastIndexOf('/') + 1).replaceAll("[\"\\r\\n;]", "_");
  }

  void debug(RoutingContext context) {
    FileTree tree = new FileTree(agent);
    Answers.json(
        context,
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, Path> root : tree.roots().entrySet()) {
            json.writeStringField(root.getKey(), root.getValue().toString());
          }
          json.writeEndObject();
        });
  }
}
