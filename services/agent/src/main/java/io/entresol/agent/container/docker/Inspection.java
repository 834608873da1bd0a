package io.entresol.agent.container.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the engine knows of one container.
 *
 * @param neverStarted whether it was created, and no more
 * @param finishedAt when it ended; empty while it runs
 * @param pid of the first process, as the machine counts; empty unless it runs
 * @param stopSignal what asks it to end
 * @param terminal whether its output is one stream, as of a terminal
 * @param addresses its own; none if it has the machine's
 * @param text the engine's answer
 */
record Inspection(
    String engineId,
    boolean running,
    boolean neverStarted,
    boolean outOfMemory,
    int exitCode,
    Optional<Instant> finishedAt,
    OptionalLong pid,
    String stopSignal,
    boolean terminal,
    Map<String, String> labels,
    List<String> addresses,
    String text) {
  private static final String DEFAULT_STOP_SIGNAL = "SIGTERM";

  static Inspection of(JsonNode json, String text) {
    JsonNode state = json.path("State");
    JsonNode config = json.path("Config");
    long pid = state.path("Pid").asLong();
    return new Inspection(
        json.path("Id").asText(),
        state.path("Running").asBoolean(),
        state.path("Status").asText().equals("created"),
        state.path("OOMKilled").asBoolean(),
        state.path("ExitCode").asInt(),
        instant(state.path("FinishedAt").asText()),
        pid > 0 ? OptionalLong.of(pid) : OptionalLong.empty(),
        config.path("StopSignal").asText(DEFAULT_STOP_SIGNAL),
        config.path("Tty").asBoolean(),
        labels(config.path("Labels")),
        addresses(json.path("NetworkSettings").path("Networks")),
        text.trim());
  }

  /** The same without the engine's answer, which is long. */
  Inspection withoutText() {
    return new Inspection(
        engineId,
        running,
        neverStarted,
        outOfMemory,
        exitCode,
        finishedAt,
        pid,
        stopSignal,
        terminal,
        labels,
        addresses,
        "");
  }

  /** The output of {@code docker inspect}: a list with this one container. */
  byte[] asInspectOutput() {
    return ("[" + text + "]").getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<Instant> instant(String text) {
    return text.isEmpty() || text.startsWith("0001-")
        ? Optional.empty()
        : Optional.of(OffsetDateTime.parse(text).toInstant());
  }

  private static Map<String, String> labels(JsonNode labels) {
    Map<String, String> texts = new LinkedHashMap<>();
    labels.fields().forEachRemaining(label -> texts.put(label.getKey(), label.getValue().asText()));
    return texts;
  }

  private static List<String> addresses(JsonNode networks) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode network : networks) {
      for (String field : List.of("IPAddress", "GlobalIPv6Address")) {
        String address = network.path(field).asText();
        if (!address.isEmpty()) {
          addresses.add(address);
        }
      }
    }
    return addresses;
  }
}
