package io.entresol.marathon.core.rest.resource;

import io.entresol.marathon.core.rest.Call;
import io.entresol.marathon.core.rest.HttpAnswer;
import io.entresol.marathon.core.rest.RefusedException;
import java.util.List;

/** Answers requests below one path. */
public interface Resource {
  /**
   * Answers a request.
   *
   * @param path what follows the resource's own path
   * @throws RefusedException if the request cannot be granted; nothing has changed then
   */
  HttpAnswer handle(Call call, List<String> path);

  /** The path is known, the method is not. */
  static RefusedException methodNotAllowed() {
    return RefusedException.of(405, "Method Not Allowed");
  }

  static RefusedException notFound() {
    return RefusedException.of(404, "URI not found");
  }
}
