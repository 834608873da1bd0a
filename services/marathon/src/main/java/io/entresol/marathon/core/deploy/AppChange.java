package io.entresol.marathon.core.deploy;

import io.entresol.marathon.core.app.AppId;
import io.entresol.marathon.core.app.AppSpec;
import java.util.Optional;

/**
 * What a deployment does to one app.
 *
 * @param from empty if it is new
 * @param to empty if it is removed
 */
public record AppChange(AppId id, Optional<AppSpec> from, Optional<AppSpec> to) {
  public AppChange {
    if (from.isEmpty() && to.isEmpty()) {
      throw new IllegalArgumentException(id + " changes from nothing to nothing");
    }
  }

  /** Whether there are to be more instances than before. */
  boolean isScaleUp() {
    return to.map(AppSpec::instances).orElse(0) > from.map(AppSpec::instances).orElse(0);
  }
}
