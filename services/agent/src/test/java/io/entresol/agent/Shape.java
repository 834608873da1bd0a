package io.entresol.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a JSON document is made of: names, kinds of values and nesting, whatever the values are. Of
 * a list, all elements count as one.
 */
final class Shape {
  private final Map<String, Set<String>> kinds = new TreeMap<>();

  /**
   * @param maps paths of objects whose names are data, not structure
   */
  Shape(JsonNode document, Set<String> maps) {
    add("", document, maps);
  }

  private void add(String path, JsonNode node, Set<String> maps) {
    kinds.computeIfAbsent(path, ignored -> new TreeSet<>()).add(kind(node));
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              field ->
                  add(
                      path + "/" + (maps.contains(path) ? "*" : field.getKey()),
                      field.getValue(),
                      maps));
    } else if (node.isArray()) {
      node.forEach(element -> add(path + "[]", element, maps));
    }
  }

  private static String kind(JsonNode node) {
    if (node.isIntegralNumber()) {
      return "integer";
    }
    return node.isNumber() ? "decimal" : node.getNodeType().name();
  }

  /** How this differs from what is expected: each missing, additional or other kind of value. */
  List<String> differences(Shape expected) {
    List<String> differences = new ArrayList<>();
    expected.kinds.forEach(
        (path, kind) -> {
          if (!kinds.containsKey(path)) {
            differences.add("missing " + path);
          } else if (!kinds.get(path).equals(kind)) {
            differences.add(path + " is " + kinds.get(path) + ", not " + kind);
          }
        });
    kinds.keySet().stream()
        .filter(path -> !expected.kinds.containsKey(path))
        .forEach(path -> differences.add("additional " + path));
    return differences;
  }
}
