package io.entresol.marathon.core.app.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entresol.marathon.core.json.JsonText;
import io.entresol.marathon.core.json.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The container of 2014: {@code {"image": "docker:///name", "options": ["--privileged"]}}. Turned
 * into the form that followed it; options of {@code docker run} become what now says the same.
 */
final class OldestContainer {
  private static final String PATH = "/container/options";

  private static final Map<String, String> SHORT_OPTIONS =
      Map.ofEntries(
          Map.entry("-v", "volume"),
          Map.entry("-e", "env"),
          Map.entry("-p", "publish"),
          Map.entry("-w", "workdir"),
          Map.entry("-h", "hostname"),
          Map.entry("-u", "user"),
          Map.entry("-m", "memory"),
          Map.entry("-c", "cpu-shares"),
          Map.entry("-l", "label"),
          Map.entry("-t", "tty"),
          Map.entry("-i", "interactive"));

  /** They stand alone: what follows them is another option. */
  private static final Set<String> FLAGS =
      Set.of(
          "privileged", "publish-all", "tty", "interactive", "init", "read-only", "no-healthcheck");

  private final ObjectNode docker = JsonText.object();
  private final ArrayNode parameters = JsonText.array();
  private final ArrayNode volumes = JsonText.array();
  private final Problems problems;

  private OldestContainer(Problems problems) {
    this.problems = problems;
  }

  static boolean isOldest(ObjectNode container) {
    return (container.has("image") || container.has("options")) && !container.has("docker");
  }

  static ObjectNode translate(ObjectNode container, Problems problems) {
    OldestContainer translation = new OldestContainer(problems);
    translation.image(container.get("image"));
    translation.options(container.path("options"));
    ObjectNode translated = JsonText.object();
    translated.put("type", "DOCKER");
    translated.set("docker", translation.docker);
    translation.docker.set("parameters", translation.parameters);
    if (container.path("volumes") instanceof ArrayNode given) {
      translation.volumes.addAll(given);
    }
    translated.set("volumes", translation.volumes);
    return translated;
  }

  private void image(JsonNode image) {
    if (image == null || !image.isTextual()) {
      problems.shape(
          "/container/image", image == null ? "error.path.missing" : "error.expected.jsstring");
      docker.put("image", "unknown");
      return;
    }
    docker.put("image", image.textValue().replaceFirst("^docker://+", ""));
    problems.moved("/container/image", "/container/docker/image");
  }

  private void options(JsonNode options) {
    if (options.isMissingNode()) {
      return;
    }
    if (!options.isArray()) {
      problems.shape(PATH, "error.expected.jsarray");
      return;
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      if (options.get(i).isTextual()) {
        addWords(options.get(i).textValue().strip(), words);
      } else {
        problems.shape(PATH + "(" + i + ")", "error.expected.jsstring");
      }
    }
    int next = 0;
    while (next < words.size()) {
      next = option(words, next);
    }
  }

  /** An option and its value may stand in one text or in two. */
  private static void addWords(String text, List<String> words) {
    int space = text.indexOf(' ');
    int equals = text.indexOf('=');
    if (text.startsWith("-") && space > 0 && (equals < 0 || space < equals)) {
      words.add(text.substring(0, space));
      words.add(text.substring(space).strip());
    } else if (!text.isEmpty()) {
      words.add(text);
    }
  }

  /** Takes one option; returns where the next one begins. */
  private int option(List<String> words, int at) {
    String word = words.get(at);
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    String key = name.startsWith("--") ? name.substring(2) : SHORT_OPTIONS.get(name);
    if (key == null || key.isEmpty()) {
      problems.value(PATH, "'" + word + "' is no option of docker run that is known here");
      return at + 1;
    }
    if (equals >= 0) {
      put(key, word.substring(equals + 1));
      return at + 1;
    }
    boolean hasValue =
        !FLAGS.contains(key) && at + 1 < words.size() && !words.get(at + 1).startsWith("-");
    put(key, hasValue ? words.get(at + 1) : "true");
    return hasValue ? at + 2 : at + 1;
  }

  private void put(String key, String value) {
    switch (key) {
      case "privileged" -> docker.put("privileged", !value.equals("false"));
      case "net", "network" -> docker.put("network", value);
      case "volume" -> volume(value);
      default -> parameters.addObject().put("key", key).put("value", value);
    }
  }

  /** A directory of the host; a volume without one stays with the engine. */
  private void volume(String value) {
    String[] parts = value.split(":", -1);
    boolean ofHost =
        parts.length == 2
            || (parts.length == 3 && (parts[2].equals("ro") || parts[2].equals("rw")));
    if (!ofHost) {
      parameters.addObject().put("key", "volume").put("value", value);
      return;
    }
    volumes
        .addObject()
        .put("hostPath", parts[0])
        .put("containerPath", parts[1])
        .put("mode", parts.length == 3 && parts[2].equals("ro") ? "RO" : "RW");
  }
}
