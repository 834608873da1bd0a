package io.entresol.marathon.core.effect;

import java.util.UUID;

/** Where ids of instances, deployments and streams come from. */
public interface IdSource {
  /** One that no one else has or will have. */
  UUID next();
}
