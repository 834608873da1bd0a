package io.entresol.conformance.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One recorded file.
 *
 * @param name where it lies among the recordings, without its ending: {@code scheduler/09-kill}
 * @param exchanges in the order in which they began; one unless it is a session
 * @param content the whole
 */
record Recording(String name, List<Exchange> exchanges, JsonNode content) {
  static final ObjectMapper JSON = new ObjectMapper();

  Recording {
    exchanges = List.copyOf(exchanges);
  }

  /**
   * A request and what came of it.
   *
   * @param atMs when it was sent, counted from the start of the session
   * @param response the whole answer, or the events of a stream; empty object if there was none
   */
  record Exchange(String name, long atMs, JsonNode request, JsonNode response) {
    boolean isStream() {
      return response.has("records");
    }

    /** The port that it was sent to. */
    int port() {
      String to = request.path("to").asText();
      return Integer.parseInt(to.substring(to.indexOf(':') + 1));
    }
  }

  /** The recordings of an area, in the order of their numbers. */
  static List<Recording> of(String area) {
    try (Stream<Path> files = Files.list(root().resolve(area))) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(file -> read(area, file))
          .sorted(Comparator.comparingInt(Recording::number).thenComparing(Recording::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    try {
      return Path.of(Recording.class.getResource("/recordings").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Recording read(String area, Path file) {
    try {
      JsonNode content = JSON.readTree(file.toFile());
      List<Exchange> exchanges = new ArrayList<>();
      if (content.has("request")) {
        exchanges.add(exchange(content));
      }
      for (JsonNode each : content.path("exchanges")) {
        if (each.has("request")) {
          exchanges.add(exchange(each));
        }
      }
      String fileName = file.getFileName().toString();
      String name = area + "/" + fileName.substring(0, fileName.length() - ".json".length());
      return new Recording(name, exchanges, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Exchange exchange(JsonNode content) {
    return new Exchange(
        content.path("name").asText(),
        content.path("at_ms").asLong(),
        content.path("request"),
        content.path("response"));
  }

  private int number() {
    String fileName = name.substring(name.lastIndexOf('/') + 1);
    return Integer.parseInt(fileName.substring(0, fileName.indexOf('-')));
  }
}
