package io.entresol.conformance.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares JSON documents: names, kinds, nesting and values. Ids have to correspond; of times, of
 * versions and of measured figures only the kind is compared; and of texts for people only that
 * there is one.
 */
final class Comparison {
  private static final Set<String> TIMES =
      Set.of(
          "timestamp",
          "start_time",
          "elected_time",
          "registered_time",
          "reregistered_time",
          "unregistered_time",
          "unreachable_time",
          "estimated_drain_start_time");

  private static final Set<String> OF_THE_BUILD =
      Set.of("version", "build_date", "build_time", "build_user", "git_sha", "git_branch");

  private static final Set<String> MEASURED =
      Set.of(
          "executor_pid",
          "avg_load_1min",
          "avg_load_5min",
          "avg_load_15min",
          "mem_total_bytes",
          "mem_free_bytes",
          "cpus_total",
          "mtime",
          "size",
          "log_dir");

  /** What ran before in a cluster is not part of a situation. */
  private static final Set<String> HISTORY =
      Set.of("completed_frameworks", "unregistered_frameworks");

  private static final Set<String> UNORDERED =
      Set.of(
          "resources",
          "frameworks",
          "slaves",
          "agents",
          "tasks",
          "executors",
          "roles",
          "weights",
          "launched_tasks",
          "launched_executors",
          "completed_executors",
          "operations",
          "flags",
          "metrics",
          "offered_resources_full",
          "used_resources_full",
          "unreserved_resources_full",
          "executor_ids",
          "total_resources",
          "allocated_resources",
          "offered_resources",
          "infos",
          "configs",
          "containers",
          "get_weights",
          "slave_ids",
          "agent_ids",
          "capabilities");

  private final Endpoints endpoints;
  private final Bindings bindings;
  private final List<String> differences = new ArrayList<>();

  private Comparison(Endpoints endpoints, Bindings bindings) {
    this.endpoints = endpoints;
    this.bindings = bindings;
  }

  /** What is different; learns the ids from what is compared. */
  static List<String> differences(
      JsonNode recorded, JsonNode ours, Endpoints endpoints, Bindings bindings) {
    Comparison comparison = new Comparison(endpoints, bindings);
    comparison.compare("", "", recorded, ours);
    return comparison.differences;
  }

  private void compare(String path, String name, JsonNode recorded, JsonNode ours) {
    if (name.equals("flags") && recorded.isContainerNode() && ours.isContainerNode()) {
      return; // each program has its own
    }
    if (recorded.getNodeType() != ours.getNodeType()) {
      differences.add(path + ": " + shown(recorded) + " -> " + shown(ours));
    } else if (recorded.isObject()) {
      compareObjects(path, recorded, ours);
    } else if (recorded.isArray()) {
      compareArrays(path, name, recorded, ours);
    } else if (!sameValue(path, name, recorded, ours)) {
      differences.add(path + ": " + shown(recorded) + " -> " + shown(ours));
    }
  }

  private void compareObjects(String path, JsonNode recorded, JsonNode ours) {
    Set<String> names = new TreeSet<>();
    recorded.fieldNames().forEachRemaining(names::add);
    ours.fieldNames().forEachRemaining(names::add);
    for (Iterator<String> ids = sortedForIds(names); ids.hasNext(); ) {
      String each = ids.next();
      String at = path + "/" + Bindings.masked(bindings.recorded(each));
      if (!ours.has(each) && !ours.has(bindings.ours(each))) {
        if (!recorded.has(bindings.recorded(each)) || recorded.has(each)) {
          differences.add("missing " + at);
        }
      } else if (!recorded.has(each) && !recorded.has(bindings.recorded(each))) {
        differences.add("additional " + at);
      } else if (recorded.has(each)) {
        compare(at, each, recorded.get(each), ours.path(bindings.ours(each)));
      }
    }
  }

  /** Ids first: what is below is told apart by them. */
  private static Iterator<String> sortedForIds(Set<String> names) {
    List<String> sorted = new ArrayList<>(names);
    sorted.sort((a, b) -> Boolean.compare(!a.endsWith("id"), !b.endsWith("id")));
    return sorted.iterator();
  }

  private void compareArrays(String path, String name, JsonNode recorded, JsonNode ours) {
    if (HISTORY.contains(name)) {
      return;
    }
    String at = path + "[]";
    if (recorded.size() != ours.size()) {
      differences.add(path + ": " + recorded.size() + " elements -> " + ours.size());
    }
    List<JsonNode> left = new ArrayList<>();
    ours.forEach(left::add);
    for (int i = 0; i < recorded.size() && !left.isEmpty(); i++) {
      JsonNode each = recorded.get(i);
      int match = UNORDERED.contains(name) ? nearest(at, each, left) : 0;
      compare(at, name, each, left.remove(match));
    }
  }

  /** The one with the fewest differences. */
  private int nearest(String at, JsonNode recorded, List<JsonNode> candidates) {
    int nearest = 0;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < candidates.size() && fewest > 0; i++) {
      Comparison trial = new Comparison(endpoints, bindings.copy());
      trial.compare(at, "", recorded, candidates.get(i));
      if (trial.differences.size() < fewest) {
        fewest = trial.differences.size();
        nearest = i;
      }
    }
    return nearest;
  }

  private boolean sameValue(String path, String name, JsonNode recorded, JsonNode ours) {
    if (path.contains("/metrics") || path.contains("statistics/") || path.isEmpty()) {
      return recorded.isNumber() || sameText(recorded, ours);
    }
    if (recorded.isNumber()) {
      if (OF_THE_BUILD.contains(name) || MEASURED.contains(name) || name.contains("/")) {
        return true;
      }
      if (TIMES.contains(name) || name.equals("nanoseconds")) {
        return name.equals("nanoseconds")
            ? path.contains("_time/") || recorded.equals(ours)
            : (recorded.asDouble() == 0.0) == (ours.asDouble() == 0.0);
      }
      return recorded.isIntegralNumber() == ours.isIntegralNumber()
          && (recorded.isIntegralNumber()
              ? recorded.asLong() == endpoints.recorded(ours.asLong())
              : recorded.asDouble() == ours.asDouble());
    }
    if (recorded.getNodeType() != JsonNodeType.STRING) {
      return recorded.equals(ours);
    }
    return OF_THE_BUILD.contains(name)
        || MEASURED.contains(name)
        || (name.equals("message")
            ? recorded.asText().isEmpty() == ours.asText().isEmpty()
            : sameText(recorded, ours) || isInspection(name, recorded, ours));
  }

  /** What Docker says of a container, which executors pass on as it is. */
  private static boolean isInspection(String name, JsonNode recorded, JsonNode ours) {
    return name.equals("data") && startsAsArray(recorded) && startsAsArray(ours);
  }

  private static boolean startsAsArray(JsonNode base64) {
    try {
      return Recording.JSON.readTree(base64.binaryValue()).isArray();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean sameText(JsonNode recorded, JsonNode ours) {
    return recorded.isTextual()
        ? bindings.same(recorded.asText(), endpoints.recorded(ours.asText()))
        : recorded.equals(ours);
  }

  private String shown(JsonNode node) {
    String text = Bindings.masked(endpoints.recorded(node.toString()));
    return text.length() <= 120 ? text : text.substring(0, 120) + "…";
  }
}
