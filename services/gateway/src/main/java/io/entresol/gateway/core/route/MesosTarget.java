package io.entresol.gateway.core.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the path of a request means. Clients write it in many ways: with {@code /master} before it
 * or without, with doubled and trailing slashes, with {@code .json} as in versions long gone.
 *
 * @param rest what stands below the endpoint's own path; a handler serves all of it
 */
public record MesosTarget(MesosEndpoint endpoint, String rest) {
  private static final String MASTER = "master";
  private static final String OLD_SUFFIX = ".json";

  /**
   * Empty if there is nothing at that path.
   *
   * @param path without the query
   */
  public static Optional<MesosTarget> of(String path) {
    if (path.contains("/..")) {
      return Optional.empty();
    }
    List<String> parts = parts(path);
    boolean ofMaster = !parts.isEmpty() && parts.get(0).equals(MASTER);
    List<String> names = ofMaster ? parts.subList(1, parts.size()) : parts;
    return find(names)
        .filter(target -> !ofMaster || target.endpoint.isOfMaster())
        .filter(target -> target.endpoint != MesosEndpoint.REDIRECT || target.rest.isEmpty());
  }

  /** As a clean path without a slash at either end. */
  public String path() {
    return rest.isEmpty() ? endpoint.path() : endpoint.path() + "/" + rest;
  }

  /** Whether a person's browser asks for the front page. */
  public static boolean isFrontPage(String path) {
    List<String> parts = parts(path);
    return parts.isEmpty() || (parts.size() == 1 && parts.get(0).equals(MASTER));
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return parts;
  }

  /** The longest path that is an endpoint's. */
  private static Optional<MesosTarget> find(List<String> names) {
    for (int count = names.size(); count > 0; count--) {
      String path = String.join("/", names.subList(0, count));
      MesosEndpoint endpoint = MesosEndpoint.at(path);
      if (endpoint == null && path.endsWith(OLD_SUFFIX)) {
        endpoint = MesosEndpoint.at(path.substring(0, path.length() - OLD_SUFFIX.length()));
      }
      if (endpoint != null) {
        return Optional.of(
            new MesosTarget(endpoint, String.join("/", names.subList(count, names.size()))));
      }
    }
    return Optional.empty();
  }
}
