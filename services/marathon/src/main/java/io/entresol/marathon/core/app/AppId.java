package io.entresol.marathon.core.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The absolute path of an app or group: {@code /}, or segments that each follow a slash. Ordered as
 * text. Whether the segments are allowed names is checked where ids are read.
 *
 * @param path canonical: begins with a slash, has no doubled and no trailing one
 */
public record AppId(String path) implements Comparable<AppId> {
  public static final AppId ROOT = new AppId("/");

  public AppId {
    if (!path.startsWith("/") || path.contains("//") || (path.length() > 1 && path.endsWith("/"))) {
      throw new IllegalArgumentException("'" + path + "' is not an absolute path");
    }
  }

  /** Reads a path as clients write it: a leading slash may be missing, slashes may be doubled. */
  public static AppId of(String text) {
    return ROOT.resolve(text);
  }

  /**
   * The app of a task: its id is everything before the first dot, with underscores for slashes.
   *
   * @return empty if the task id has no dot, so that it cannot be one of ours
   */
  public static Optional<AppId> ofTask(String taskId) {
    int dot = taskId.indexOf('.');
    return dot <= 0
        ? Optional.empty()
        : Optional.of(of(taskId.substring(0, dot).replace('_', '/')));
  }

  /** The text as seen from this group: relative unless it begins with a slash; dots are steps. */
  public AppId resolve(String text) {
    List<String> steps = new ArrayList<>();
    if (!text.startsWith("/")) {
      steps.addAll(segments());
    }
    for (String segment : text.split("/", -1)) {
      if (segment.equals("..")) {
        if (!steps.isEmpty()) {
          steps.remove(steps.size() - 1);
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        steps.add(segment);
      }
    }
    return new AppId("/" + String.join("/", steps));
  }

  public boolean isRoot() {
    return path.length() == 1;
  }

  /** Outermost first; none for the root. */
  public List<String> segments() {
    return isRoot() ? List.of() : Arrays.asList(path.substring(1).split("/"));
  }

  /** The group that it lies in; the root's is the root. */
  public AppId parent() {
    int slash = path.lastIndexOf('/');
    return slash == 0 ? ROOT : new AppId(path.substring(0, slash));
  }

  /** The last segment; empty for the root. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether the other lies anywhere below this. */
  public boolean isAncestorOf(AppId other) {
    return isRoot() ? !other.isRoot() : other.path.startsWith(path + "/");
  }

  /** Segments joined by underscores, the beginning of the ids of its tasks: {@code prod_db}. */
  public String safeId() {
    return String.join("_", segments());
  }

  /** Segments reversed and joined by dots, the name of its tasks: {@code db.prod}. */
  public String taskName() {
    List<String> reversed = new ArrayList<>(segments());
    Collections.reverse(reversed);
    return String.join(".", reversed);
  }

  @Override
  public int compareTo(AppId other) {
    return path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return path;
  }
}
