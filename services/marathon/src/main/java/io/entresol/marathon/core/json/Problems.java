package io.entresol.marathon.core.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects everything that is wrong with one document, so that its author can mend it all at once.
 * Used by one thread.
 */
public final class Problems {
  private final String prefix;
  private final List<Problem> all = new ArrayList<>();

  /** The place in the document as it was sent, by the place in its canonical form. */
  private final Map<String, String> origins = new LinkedHashMap<>();

  public Problems() {
    this("");
  }

  /**
   * @param prefix where in a larger document this one stands
   */
  public Problems(String prefix) {
    this.prefix = prefix;
  }

  public void shape(String path, String message) {
    all.add(new Problem(path, message, Problem.Kind.SHAPE));
  }

  public void value(String path, String message) {
    all.add(new Problem(path, message, Problem.Kind.VALUE));
  }

  /** What is found below the one path from now on stands at the other in what the client wrote. */
  public void moved(String from, String to) {
    origins.put(to, from);
  }

  /** Takes over what was found in a part. */
  public void addAll(Problems part) {
    all.addAll(part.list());
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  public boolean hasShapeProblem() {
    return all.stream().anyMatch(problem -> problem.kind() == Problem.Kind.SHAPE);
  }

  /** In the order in which they were found, at the places where the client wrote. */
  public List<Problem> list() {
    return all.stream()
        .map(problem -> new Problem(place(problem.path()), problem.message(), problem.kind()))
        .toList();
  }

  private String place(String path) {
    String origin = origin(path);
    return origin.equals("/") && !prefix.isEmpty() ? prefix : prefix + origin;
  }

  private String origin(String path) {
    for (Map.Entry<String, String> moved : origins.entrySet()) {
      String to = moved.getKey();
      if (path.equals(to) || path.startsWith(to + "/") || path.startsWith(to + "(")) {
        return moved.getValue() + path.substring(to.length());
      }
    }
    return path;
  }

  /** The body of the refusal: all errors of a place together, none twice. */
  public ObjectNode toJson() {
    Map<String, Set<String>> byPath = new LinkedHashMap<>();
    for (Problem problem : list()) {
      byPath.computeIfAbsent(problem.path(), p -> new LinkedHashSet<>()).add(problem.message());
    }
    ObjectNode body = JsonText.object();
    body.put("message", hasShapeProblem() ? "Invalid JSON" : "Object is not valid");
    ArrayNode details = body.putArray("details");
    byPath.forEach(
        (path, messages) -> {
          ArrayNode errors = details.addObject().put("path", path).putArray("errors");
          messages.forEach(errors::add);
        });
    return body;
  }
}
